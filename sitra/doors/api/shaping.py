"""Records in the form that is asked for, alone or as a page of a list, with counts beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from sitra.catalog.rules.kinds import Kind
from sitra.delivery import queries as delivery
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import giving
from sitra.delivery.queries.giving import Form, Wanted
from sitra.doors.api import answering, problems
from sitra.doors.api.asked import Search, Shown
from sitra.doors.api.entering import call_of
from sitra.doors.api.problems import Refused
from sitra.doors.api.searching import Page, Question
from sitra.formats.rules.v002 import fields
from sitra.formats.rules.v1 import geojson, schema_org
from sitra.formats.rules.v1.cursors import Cursor
from sitra.kit.errors import Gone, Unknown
from sitra.kit.packing import Answer, Listed
from sitra.places import queries as places
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.tourism import queries as tourism
from sitra.vocabulary import queries as vocabulary

_MOST_COUNTED = 30
"""Values of a facet."""
_LONGEST_NUMBER = 17
_RECORDS = "/api/v1/records/"


def wanted(asked: Shown, form: str, *, alone: bool = False) -> Wanted:
    """Say what is wanted of each record, in a form; `alone` where it is the whole answer."""
    paths, languages = asked.wanted
    if form == geojson.MEDIA_TYPE:
        kept = fields.selection(paths)
        made = Form(f"{form} {paths}", partial(geojson.feature, kept=kept))
        return Wanted((*(paths or fields.DEFAULT_PATHS), geojson.NEEDED), languages, made)
    if form == schema_org.MEDIA_TYPE:
        several, base = len(languages or ()) > 1, settings.ADDRESS.rstrip("/") + _RECORDS
        make = partial(schema_org.whole if alone else schema_org.part, base=base, several=several)
        return Wanted(paths or schema_org.paths(), languages, Form(f"{form} {alone}", make))
    return Wanted(paths, languages)


def listed(
    request: HttpRequest, asked: Search, page: Page, counts: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Send a page of records, and count them."""
    form, call = answering.form_of(request), call_of(request)
    call.records, call.fields = len(page.numbers), tuple(asked.paths)
    packed = answering.compressed(request)
    found = giving.records(page.numbers, wanted(asked, form), call.project, compressed=packed)
    before, after = _around(form, page, len(found), counts)
    content = Answer([Listed(before, [*found.values()])], after)
    return answering.respond(request, content, form, answering.link(request, page.cursor))


def _around(form: str, page: Page, shown: int, counts: Mapping[str, Any] | None) -> tuple[bytes, bytes]:
    """Give what stands before and after the records of a page."""
    if form == schema_org.MEDIA_TYPE:
        return b'{"@context":%b,"@graph":[' % orjson.dumps(schema_org.CONTEXT), b"]}"
    told: dict[str, Any] = {"next": page.cursor, **({} if counts is None else {"facets": counts})}
    if form == geojson.MEDIA_TYPE:
        told = {"numberMatched": page.total, "numberReturned": shown, **told}
        return b'{"type":"FeatureCollection","features":[', b"]," + orjson.dumps(told)[1:]
    return b'{"items":[', b"]," + orjson.dumps({"total": page.total, **told})[1:]


def number_of(written: str, project: OpenProject) -> int:
    """Give the number of the record that answers for a number or an identifier, if a project may read it."""
    number = int(written) if _is_number(written) else tourism.numbered(written)
    goes_on = (tourism.heirs([number])[number], number) if number is not None else ()
    for one in dict.fromkeys(reversed(goes_on)):
        shown = asking.all_of([delivery.opened_to(project), asking.numbered([one])])
        if search.found(shown, first=0, count=1).numbers:
            return one
    words = {"written": written[:80]}
    if number is not None and _is_gone(number):
        raise Refused(problems.GONE, gettext("La fiche « %(written)s » a été supprimée.") % words)
    raise _not_found(written)


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= _LONGEST_NUMBER


def _is_gone(number: int) -> bool:
    try:
        tourism.answering(number)
    except Gone:
        return True
    except Unknown:
        return False
    return False


def _not_found(written: str) -> Refused:
    detail = gettext("Aucune fiche publiée ne porte le numéro ou l’identifiant « %(written)s ».")
    return Refused(problems.NOT_FOUND, detail % {"written": written[:80]})


def past(number: int, moment: datetime) -> Mapping[str, Any]:
    """Give a record as it was published at a moment."""
    try:
        return search.past(number, moment)
    except Unknown as error:
        detail = gettext("La fiche %(number)d n’était pas publiée à cette date.") % {"number": number}
        raise Refused(problems.NOT_FOUND, detail) from error


def facets(question: Question, asked: Search) -> dict[str, list[dict[str, Any]]]:
    """Count what was found by kind, commune and term.

    Kinds and communes are counted whatever kinds or communes were asked for, as one asks for one or another.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for name in dict.fromkeys(asked.facets):
        condition = question.whole(but=None if name == "terms" else name)
        counted = search.facets(condition, {name: _MOST_COUNTED})[name]
        labels = _LABELS[name](list(counted), asked.language)
        found[name] = [
            {"value": value, "label": label, "count": many}
            for (value, many), label in zip(counted.items(), labels, strict=True)
        ]
    return found


def _communes(values: Sequence[Any], _language: str) -> list[str]:
    known = places.atlas()
    return [line.name if (line := known.by_code(value)) else value for value in values]


def _terms(values: Sequence[Any], language: str) -> list[str]:
    book = vocabulary.atlas().book
    return [book.label(value, language) for value in values]


_LABELS = {
    "kind": lambda values, language: [Kind(value).label(language) for value in values],
    "commune": _communes,
    "terms": _terms,
}


def day_of(begun: Cursor) -> date | None:
    """Give the day at which a page of days begins; nothing at the start."""
    if begun.number is None:
        return None
    try:
        return date.fromordinal(begun.number)
    except (ValueError, OverflowError) as error:
        raise Refused(problems.CURSOR) from error

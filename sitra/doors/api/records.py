"""Records: searched, one by its number or identifier, as it was at a date, and when it is open."""

from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from sitra.catalog.rules.kinds import Kind
from sitra.delivery.queries import giving
from sitra.doors.api import answering, answers, opening, searching, shaping
from sitra.doors.api.asked import OneRecord, Openings, Search, Territories
from sitra.doors.api.entering import call_of
from sitra.doors.api.searching import Question
from sitra.formats.rules.v1 import cursors
from sitra.formats.rules.v1.cursors import Cursor
from sitra.kit.days import today
from sitra.kit.packing import Answer, Listed

router = Router()
_TERRITORY: Final = (
    "@minimal",
    "informationsTerritoire.territoireType",
    "localisation.perimetreGeographique",
)


@router.get(
    "/records",
    url_name="records",
    response={200: answers.RecordPage},
    operation_id="list-records",
    summary=_("Chercher des fiches"),
)
def records(request: HttpRequest, asked: Query[Search]) -> HttpResponse:
    """Search records."""
    question = Question(asked, call_of(request).project)
    page = question.page()
    counts = shaping.facets(question, asked) if asked.facets and not asked.cursor else None
    return shaping.listed(request, asked, page, counts)


@router.get(
    "/territories",
    url_name="territories",
    response={200: answers.RecordPage},
    operation_id="list-territories",
    summary=_("Lister les territoires"),
)
def territories(request: HttpRequest, asked: Query[Territories]) -> HttpResponse:
    """List territories."""
    given = asked.model_dump(by_alias=True)
    wanted = Search(**{**given, "kind": [Kind.TERRITOIRE.value], "fields": given["fields"] or [*_TERRITORY]})
    return shaping.listed(request, wanted, Question(wanted, call_of(request).project).page())


@router.get(
    "/records/{record}",
    url_name="record",
    response={200: answers.Record},
    operation_id="read-record",
    summary=_("Lire une fiche, aujourd’hui ou à une date"),
)
def record(request: HttpRequest, record: str, asked: Query[OneRecord]) -> HttpResponse:
    """Read one record."""
    form, call = answering.form_of(request), call_of(request)
    number = shaping.number_of(record, call.project)
    wanted = shaping.wanted(asked, form, alone=True)
    call.records, call.fields = 1, tuple(asked.paths)
    place = {"Content-Location": f"{request.path.rpartition('/')[0]}/{number}"}
    if asked.as_of:
        was = shaping.past(number, asked.as_of)
        return answering.respond(request, giving.formed(was, wanted, call.project), form, place)
    packed = answering.compressed(request)
    found = giving.records([number], wanted, call.project, compressed=packed)
    return answering.respond(request, Answer([Listed(b"", [*found.values()])], b""), form, place)


@router.get(
    "/records/{record}/openings",
    url_name="openings",
    response={200: answers.OpeningPage},
    operation_id="list-openings",
    summary=_("Lister les prochains jours d’ouverture d’une fiche, et dire si elle est ouverte"),
)
def openings(request: HttpRequest, record: str, asked: Query[Openings]) -> HttpResponse:
    """List the next days on which a record is open."""
    call, form = call_of(request), answering.form_of(request, (answering.JSON,))
    number = shaping.number_of(record, call.project)
    call.records = 1
    document = opening.document_of(number, call.project)
    digest = cursors.digest((number, asked.since))
    begun = searching.read_cursor(asked.cursor, digest)
    since = shaping.day_of(begun) or asked.since or today()
    days, following = opening.next_days(document, since, asked.limit)
    cursor = cursors.written(Cursor(number=following.toordinal()), digest) if following else None
    written = {
        "id": number,
        "time_zone": opening.zone(),
        "now": opening.present(document),
        "items": days,
        "next": cursor,
    }
    return answering.respond(request, orjson.dumps(written), form, answering.link(request, cursor))

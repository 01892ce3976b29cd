"""What records refer to: the vocabulary and the communes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop as _
from ninja import Path, Query, Router
from rapidfuzz import process

from sitra.doors.api import answering, answers, problems, searching
from sitra.doors.api.asked import Communes, Number, OneTerm, Paged, Terms
from sitra.doors.api.problems import Refused
from sitra.formats.rules.v002.fields import speak
from sitra.formats.rules.v1 import cursors
from sitra.formats.rules.v1.cursors import Cursor
from sitra.kit.texts import LANGUAGES
from sitra.places import queries as places
from sitra.places.queries import CommuneLine
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.atlas import Atlas
from sitra.vocabulary.rules.book import TermLine

router = Router()
_LIKE = 60


@router.get(
    "/vocabulary",
    url_name="vocabulary",
    response={200: answers.TermPage},
    operation_id="list-terms",
    summary=_("Lister le vocabulaire : les critères des fiches"),
)
def terms(request: HttpRequest, asked: Query[Terms]) -> HttpResponse:
    """List terms."""
    atlas = vocabulary.atlas()
    if asked.type and not atlas.knows(asked.type):
        raise _no_type(asked.type, atlas)
    named = bool(asked.q.strip())
    found = atlas.search(asked.q) if named else sorted(atlas.book, key=lambda one: one.id)
    kept = [one for one in found if _is_kept(one, asked)]
    shown, cursor = _page(kept, asked, None if named else lambda one: one.id)
    items = [_written(one.id, atlas, asked.languages) for one in shown]
    return answering.listed(request, items, total=len(kept), cursor=cursor)


@router.get(
    "/vocabulary/{term}",
    url_name="term",
    response={200: answers.WholeTerm},
    operation_id="read-term",
    summary=_("Lire un critère et ceux qui sont au-dessous"),
)
def term(request: HttpRequest, term: Path[Number], asked: Query[OneTerm]) -> HttpResponse:
    """Read one term."""
    form, atlas = answering.form_of(request, (answering.JSON,)), vocabulary.atlas()
    if atlas.book.get(term) is None:
        detail = gettext("Aucun critère ne porte le numéro %(number)d.") % {"number": term}
        raise Refused(problems.NOT_FOUND, detail)
    below = sorted(atlas.with_below(term) - {term})
    content = orjson.dumps({**_written(term, atlas, asked.languages), "below": below})
    return answering.respond(request, content, form)


@router.get(
    "/communes",
    url_name="communes",
    response={200: answers.CommunePage},
    operation_id="list-communes",
    summary=_("Lister les communes d’aujourd’hui"),
)
def communes(request: HttpRequest, asked: Query[Communes]) -> HttpResponse:
    """List communes."""
    known = places.atlas()
    named = bool(asked.q.strip())
    lines = (one.commune for one in places.suggest(asked.q, len(known))) if named else _living(asked.code)
    wanted = set(asked.code and places.heirs(asked.code))
    kept = [one for one in lines if _stands(one, wanted, asked.departement)]
    shown, cursor = _page(kept, asked, None if named else lambda one: one.id)
    items = [_place(one) for one in shown]
    return answering.listed(request, items, total=len(kept), cursor=cursor)


def _page[Line](
    lines: Sequence[Line], asked: Paged, key: Callable[[Line], int] | None
) -> tuple[Sequence[Line], str | None]:
    """Cut a page out of lines in an order, by what they are ordered by or by how many come before."""
    digest = cursors.digest([one for one in asked if one[0] not in {"cursor", "limit", "languages"}])
    begun = searching.read_cursor(asked.cursor, digest)
    if key is None or begun.number is None:
        rest = lines[begun.skipped :]
    else:
        rest = [line for line in lines if key(line) > begun.number]
    shown = rest[: asked.limit]
    if len(rest) <= len(shown):
        return shown, None
    at = Cursor(number=key(shown[-1])) if key else Cursor(begun.skipped + len(shown))
    return shown, cursors.written(at, digest)


def _no_type(written: str, atlas: Atlas) -> Refused:
    known = sorted(shelf.kind for shelves in atlas.shelves().values() for shelf in shelves)
    near = process.extractOne(written, known, score_cutoff=_LIKE)
    detail = gettext("La famille « %(name)s » n’existe pas dans le vocabulaire.") % {"name": written}
    return problems.of_parameter("type", detail, near[0] if near else None)


def _is_kept(one: TermLine, asked: Terms) -> bool:
    return (not asked.type or one.type == asked.type) and asked.active in (None, one.active)


def _written(number: int, atlas: Atlas, languages: Sequence[str]) -> dict[str, Any]:
    line = atlas.book.get(number)
    assert line
    spoken: dict[str, Any] = speak(atlas.book.wire(number), languages or LANGUAGES)
    return {**spoken, "active": line.active}


def _living(codes: Iterable[str]) -> Iterator[CommuneLine]:
    """Give the communes of today, those of these codes where some are named, by number."""
    lines = places.by_codes(places.heirs(codes)) if codes else places.atlas()
    yield from sorted((one for one in lines if one.now is None), key=lambda one: one.id)


def _stands(one: CommuneLine, codes: set[str], departements: Sequence[str]) -> bool:
    return (not codes or one.code in codes) and (not departements or one.departement_code in departements)


def _place(line: CommuneLine) -> dict[str, Any]:
    country = vocabulary.atlas().book.wire(line.country)
    more = {"codesPostaux": list(line.postal_codes), "population": line.population}
    if line.departement_code:
        more["departement"] = {"code": line.departement_code, "nom": line.departement}
    if line.epci:
        more["epci"] = line.epci
    return {**line.wire(country and speak(country, ("fr",))), **more}

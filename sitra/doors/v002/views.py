"""The services that read records."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import tantivy
from django.http import HttpRequest

from sitra.doors.v002 import protocol
from sitra.doors.v002.protocol import parameter, service
from sitra.formats.rules.v002 import envelope, fields, question
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.places import queries as places
from sitra.search import queries as search
from sitra.search.rules import asking, lucene
from sitra.tourism import queries as tourism
from sitra.tourism.policy import PUBLIC

SEARCHED = {
    "NOM": asking.NAME,
    "NOM_DESCRIPTION": asking.NAME_DESCRIPTION,
    "NOM_DESCRIPTION_CRITERES": asking.NAME_DESCRIPTION_CRITERIA,
}


@service
def list_objects(request: HttpRequest) -> bytes:
    """Answer `recherche/list-objets-touristiques`."""
    asked = _question(request)
    found = _found(asked)
    protocol.read_records(request, len(found.numbers))
    return envelope.objects(asked, found.total, _records(found.numbers, asked))


@service
def list_identifiers(request: HttpRequest) -> bytes:
    """Answer `recherche/list-identifiants`."""
    asked = _question(request)
    found = _found(asked)
    protocol.read_records(request, len(found.numbers))
    return envelope.identifiers(asked, found.total, found.numbers)


@service
def get_by_id(request: HttpRequest, place: str) -> bytes:
    """Answer `objet-touristique/get-by-id/{id}`: the bare object."""
    asked = _parameters(request)
    wanted = int(place)
    if records := _one(wanted, asked) or _one(tourism.heirs([wanted])[wanted], asked):
        protocol.read_records(request, 1)
        return records[0]
    message = f"Aucun objet touristique publié ne porte le numéro {place}."
    raise Refused(ErrorType.OBJET_TOURISTIQUE_NOT_FOUND, message)


@service
def get_by_identifier(request: HttpRequest, place: str) -> bytes:
    """Answer `objet-touristique/get-by-identifier/{identifier}`: the bare object."""
    asked = _parameters(request)
    number = tourism.numbered(place)
    if number and (records := _one(number, asked)):
        protocol.read_records(request, 1)
        return records[0]
    message = f"Aucun objet touristique publié ne porte l'identifiant « {place} »."
    raise Refused(ErrorType.OBJET_TOURISTIQUE_NOT_FOUND, message)


def _parameters(request: HttpRequest) -> dict[str, Any]:
    asked = question.read_parameters(
        {name: parameter(request, name) for name in question.GET_BY_ID_PARAMETERS}
    )
    protocol.admit(request, asked)
    return asked


def _one(number: int, asked: Mapping[str, Any]) -> list[bytes]:
    """Give the published record of a number, or nothing."""
    query = asking.all_of([asking.within(PUBLIC), asking.one_of("id", [number])])
    return _records(search.found(query, first=0, count=1, order="IDENTIFIANT").numbers, asked)


@service
def unknown_service(request: HttpRequest) -> bytes:
    """Refuse an address that is no service."""
    message = f"Le service « {request.path} » n'existe pas dans l'API v002."
    raise Refused(ErrorType.SERVICE_NOT_FOUND, message)


def _question(request: HttpRequest) -> dict[str, Any]:
    asked = question.read(protocol.query(request))
    protocol.admit(request, asked)
    return asked


def _found(asked: Mapping[str, Any]) -> search.Found:
    return search.found(
        asking.all_of(_conditions(asked)),
        first=asked["first"],
        count=asked["count"],
        order=asked["order"] if "searchQuery" in asked else _sortable(asked["order"]),
        ascending=asked["asc"],
    )


def _sortable(order: str) -> str:
    """Without words there is no relevance: fall back on the default order."""
    return "IDENTIFIANT" if order == "PERTINENCE" else order


def _conditions(asked: Mapping[str, Any]) -> Iterator[tantivy.Query]:
    yield asking.within(PUBLIC)
    if numbers := asked.get("identifiants"):
        yield asking.one_of("id", set(tourism.heirs(numbers).values()))
    if codes := asked.get("communeCodesInsee"):
        yield asking.one_of("commune", places.heirs(codes))
    if expression := (asked.get("criteresQuery") or "").strip():
        yield lucene.parse(expression)
    words = asking.words(asked.get("searchQuery", ""), SEARCHED[asked["searchFields"]])
    if words is not None:
        yield words


def _records(numbers: list[int], asked: Mapping[str, Any]) -> list[bytes]:
    """Give each record in the parts and languages asked; the default answer is ready."""
    paths, locales = asked.get("responseFields"), asked.get("locales")
    if paths is None and locales is None:
        return search.rendered(fields.DEFAULT_SHELF, numbers)
    kept = fields.selection(paths)
    return [
        fields.answer(orjson.loads(content), kept, locales or fields.DEFAULT_LOCALES)
        for content in search.wholes(numbers)
    ]

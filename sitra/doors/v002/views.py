"""The services that search records, and those that read one."""

from django.http import HttpRequest

from sitra.delivery import queries as delivery
from sitra.delivery.queries import giving
from sitra.doors.v002 import answering, protocol
from sitra.doors.v002.protocol import Call, parameter, service
from sitra.doors.v002.reading import Asked, wanted
from sitra.formats.rules.v002 import envelope, question
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.settling import Listing
from sitra.kit.packing import Answer
from sitra.search import queries as search
from sitra.search.rules import asking, ordering
from sitra.tourism import queries as tourism


@service
def list_objects(request: HttpRequest) -> Answer[bytes]:
    """Answer `recherche/list-objets-touristiques`."""
    asked = Asked(request, Listing.SEARCH)
    found = _found(asked)
    return envelope.objects(asked.values, found.total, asked.records(found.numbers))


@service
def list_identifiers(request: HttpRequest) -> bytes:
    """Answer `recherche/list-identifiants`."""
    asked = Asked(request, Listing.SEARCH)
    found = _found(asked)
    return envelope.identifiers(asked.values, found.total, asked.counted(found.numbers))


def _found(asked: Asked) -> search.Found:
    """Find a page; by date of opening, a search is a simple agenda."""
    if asked.order.by == ordering.OPENING:
        query = asked.query(agenda=True)
        return search.by_opening(query, asked.interval, first=asked.first, count=asked.count)
    return search.found(asked.query(), first=asked.first, count=asked.count, order=asked.order)


@service
def get_by_id(request: HttpRequest, place: str) -> Answer[bytes]:
    """Answer `objet-touristique/get-by-id/{id}`: the bare object."""
    call = _parameters(request)
    wanted = int(place)
    if answers := _one(request, wanted, call) or _one(request, tourism.heirs([wanted])[wanted], call):
        return envelope.bare(answers)
    message = f"Aucun objet touristique publié ne porte le numéro {place}."
    raise Refused(ErrorType.OBJET_TOURISTIQUE_NOT_FOUND, message)


@service
def get_by_identifier(request: HttpRequest, place: str) -> Answer[bytes]:
    """Answer `objet-touristique/get-by-identifier/{identifier}`: the bare object."""
    call = _parameters(request)
    number = tourism.numbered(place)
    if number and (answers := _one(request, number, call)):
        return envelope.bare(answers)
    message = f"Aucun objet touristique publié ne porte l'identifiant « {place} »."
    raise Refused(ErrorType.OBJET_TOURISTIQUE_NOT_FOUND, message)


def _parameters(request: HttpRequest) -> Call:
    asked = question.read_parameters(
        {name: parameter(request, name) for name in question.GET_BY_ID_PARAMETERS}
    )
    return protocol.admit(request, asked)


def _one(request: HttpRequest, number: int, call: Call) -> list[bytes]:
    """Give the published record of a number, and count it, or nothing."""
    query = asking.all_of([delivery.opened_to(call.project), asking.numbered([number])])
    found = search.found(query, first=0, count=1).numbers
    protocol.read_records(request, len(found))
    compressed = answering.compressed(request)
    return [*giving.records(found, wanted(call.asked), call.project, compressed=compressed).values()]


@service
def unknown_service(request: HttpRequest) -> bytes:
    """Refuse an address that is no service."""
    message = f"Le service « {request.path} » n'existe pas dans l'API v002."
    raise Refused(ErrorType.SERVICE_NOT_FOUND, message)

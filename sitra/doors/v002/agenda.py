"""The agendas of v002: events and activities by their first open day, or day by day."""

from django.http import HttpRequest

from sitra.doors.v002.protocol import service
from sitra.doors.v002.reading import Asked
from sitra.formats.rules.v002 import envelope
from sitra.formats.rules.v002.settling import Listing
from sitra.kit.packing import Answer
from sitra.search import queries as search


@service
def simple_objects(request: HttpRequest) -> Answer[bytes]:
    """Answer `agenda/simple/list-objets-touristiques`."""
    asked = Asked(request, Listing.AGENDA)
    found = _opening(asked)
    return envelope.objects(asked.values, found.total, asked.records(found.numbers))


@service
def simple_identifiers(request: HttpRequest) -> bytes:
    """Answer `agenda/simple/list-identifiants`."""
    asked = Asked(request, Listing.AGENDA)
    found = _opening(asked)
    return envelope.identifiers(asked.values, found.total, asked.counted(found.numbers))


@service
def detailed_objects(request: HttpRequest) -> Answer[bytes]:
    """Answer `agenda/detaille/list-objets-touristiques`."""
    asked = Asked(request, Listing.AGENDA_BY_DAY)
    diary = _diary(asked)
    return envelope.objects_by_day(asked.values, diary.total, asked.records_by_day(diary.days))


@service
def detailed_identifiers(request: HttpRequest) -> bytes:
    """Answer `agenda/detaille/list-identifiants`."""
    asked = Asked(request, Listing.AGENDA_BY_DAY)
    diary = _diary(asked)
    days = {day: asked.counted(numbers) for day, numbers in diary.days.items()}
    return envelope.identifiers_by_day(asked.values, diary.total, days)


def _opening(asked: Asked) -> search.Found:
    query = asked.query(agenda=True)
    return search.by_opening(query, asked.interval, first=asked.first, count=asked.count)


def _diary(asked: Asked) -> search.Diary:
    query = asked.query(agenda=True)
    return search.by_day(query, asked.interval, first=asked.first, count=asked.count, order=asked.order)

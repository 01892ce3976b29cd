"""What is open, from what records say: now, and on the next days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import giving
from sitra.delivery.queries.giving import Wanted
from sitra.doors.api import problems
from sitra.doors.api.problems import Refused
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.search.rules.conditions import Condition
from sitra.tourism.rules import opening
from sitra.tourism.rules.opening import Hours, Slot

MOST = 5000
"""Records whose hours are looked at for one question."""
_NEEDED = Wanted(("ouverture", "localisation.adresse"), ("fr",))
_DAY = timedelta(days=1)

type Json = dict[str, Any]


def now(condition: Condition, project: OpenProject) -> Condition:
    """Keep what is open at this moment: by its hours where it says them, else by its day.

    Refuses a question that keeps more records than can be looked at.
    """
    moment = timezone.localtime()
    days = search.interval(moment.date() - _DAY, moment.date())
    found = search.found(asking.all_of([condition, search.open_in(days)]), first=0, count=MOST)
    if found.total > MOST:
        detail = gettext(
            "« open=now » regarde les heures de %(most)d fiches au plus ; %(many)d y répondraient."
        )
        raise Refused(problems.TOO_WIDE, detail % {"most": MOST, "many": found.total})
    documents = giving.records(found.numbers, _NEEDED, project)
    kept = (number for number, content in documents.items() if _is_open(orjson.loads(content), moment))
    return asking.numbered(kept)


def _is_open(document: Mapping[str, Any], moment: datetime) -> bool:
    told = opening.open_at(document, moment)
    return told if told is not None else opening.hours(document, moment.date()).open is True


def document_of(number: int, project: OpenProject) -> Mapping[str, Any]:
    """Give what a record says of its opening, as far as it goes to a project."""
    found = giving.records([number], _NEEDED, project)
    document: Mapping[str, Any] = orjson.loads(found[number])
    return document


def present(document: Mapping[str, Any]) -> Json:
    """Say whether a record is open at this moment; nothing when nobody knows."""
    moment = timezone.localtime().replace(microsecond=0)
    today = opening.hours(document, moment.date())
    told = opening.open_at(document, moment)
    return {"at": moment.isoformat(), "open": told, "open_today": today.open, "hours_known": today.known}


def next_days(document: Mapping[str, Any], since: date, most: int) -> tuple[list[Json], date | None]:
    """Give the next days on which a record is open, with their hours, and the one that follows."""
    days = opening.upcoming(document, since, most=most + 1)
    following = days[most] if len(days) > most else None
    return [_written(day, opening.hours(document, day)) for day in days[:most]], following


def zone() -> str:
    """Name the time zone in which hours are told."""
    return str(settings.TIME_ZONE)


def _written(day: date, hours: Hours) -> Json:
    slots = [_slot(one) for one in hours.slots]
    return {"date": day.isoformat(), "hours_known": hours.known, "slots": slots}


def _slot(slot: Slot) -> Json:
    written: Json = {
        "opens": slot.opens and slot.opens.isoformat("minutes"),
        "closes": slot.closes and slot.closes.isoformat("minutes"),
        "next_day": slot.next_day,
    }
    if slot.every:
        written["every_minutes"] = int(slot.every.total_seconds()) // 60
    if not slot.is_opening:
        written["term"] = slot.nature
    return written

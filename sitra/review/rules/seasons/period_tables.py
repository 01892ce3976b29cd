"""Periods of opening pasted as a table: from, until, days, opens, closes, then more hours in pairs."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from sitra.kit.cells import Bad, day as read_day, hour
from sitra.kit.texts import fold
from sitra.review.rules.seasons.tables import NOTHING, SHOWN, Json, Line, Unread, at, lines
from sitra.review.rules.seasons.weekdays import NoDays, read_weekdays
from sitra.tourism.rules.opening.periods import EVERY_DAY

_DAY_ONLY = re.compile(r"^(\d{1,2})(?:er)?[-/. ](\d{1,2}|[^\W\d]+)$")
_SLOT = re.compile(r"^(?:de )?(\d[\d :hH]*|midi|minuit)\s*(?:-|–|à|a|to)\s*(\S.*)$")
_NAMED: Final = {
    "minuit": "00:00", "midnight": "00:00", "24h": "00:00", "24 00": "00:00",
    "midi": "12:00", "noon": "12:00",
}  # fmt: skip
_FEBRUARY, _ITS_LAST = 2, 28
_MINUTES = 5
"""Hours of 2025 are written without seconds (v002, section 0.2)."""


def periods(text: str, year: int) -> list[Line]:
    """Read a table of periods.

    A date without a year comes every year, first in `year`; without a last day, a line is one day.
    """
    return lines(text, lambda cells: _period(cells, year))


def _period(cells: Sequence[str], year: int) -> Json:
    first, yearly = _date(at(cells, 0), year, ("le début", "the first day"))
    last, too = _date(at(cells, 1) or at(cells, 0), year, ("la fin", "the last day"))
    if yearly != too:
        raise Unread("une des deux dates n'a pas d'année", "one of the two dates has no year")
    if yearly and last < first:
        last = _year_after(last)
    if last < first:
        raise Unread("la fin est avant le début", "it ends before it begins")
    period: Json = {"dateDebut": first.isoformat(), "dateFin": last.isoformat(), "tousLesAns": yearly}
    period |= _rhythm(at(cells, 2))
    if frames := _frames(cells[3:]):
        period["horaires"] = [{"timePeriods": [{"timeFrames": frames}]}]
    return period


def _year_after(day: date) -> date:
    number = min(day.day, _ITS_LAST) if day.month == _FEBRUARY else day.day
    return date(day.year + 1, day.month, number)


def _date(words: str, year: int, name: tuple[str, str]) -> tuple[date, bool]:
    """Read a date, and say whether it comes every year."""
    if words in NOTHING:
        raise Unread(f"il manque {name[0]}", f"{name[1]} is missing")
    bare = _DAY_ONLY.match(words.strip())
    try:
        return date.fromisoformat(read_day(f"{bare[1]} {bare[2]} {year}" if bare else words)), bool(bare)
    except Bad:
        raise Unread(
            f"{name[0]} « {words[:SHOWN]} » n'est pas une date, par exemple 14/07/2026",
            f"{name[1]} “{words[:SHOWN]}” is no date, such as 14/07/2026",
        ) from None


def _rhythm(words: str) -> Json:
    try:
        kind, days = read_weekdays("" if words in NOTHING else words)
    except NoDays:
        raise Unread(
            f"les jours « {words[:SHOWN]} » ne sont pas compris : lundi-vendredi, sauf mardi, sam dim",
            f"the days “{words[:SHOWN]}” are not understood: lundi-vendredi, sauf mardi, sam dim",
        ) from None
    if kind == EVERY_DAY:
        return {"type": kind}
    return {"type": kind, "ouverturesJournalieres": [{"jour": one} for one in days]}


def _frames(cells: Sequence[str]) -> list[Json]:
    """Read hours: `9h` and `12h` in two cells, or `9h-12h` in one."""
    told: list[str] = []
    for cell in cells:
        found = _SLOT.match(cell)
        told += [found[1].strip(), found[2]] if found else [cell]
    frames = []
    for rank in range(0, len(told), 2):
        begin, end = (_time(at(told, place)) for place in (rank, rank + 1))
        if begin is None and end is not None:
            raise Unread(
                "une heure de fermeture est sans heure d'ouverture", "closing hours have no opening hours"
            )
        if begin is not None:
            frames.append({"startTime": begin} | ({"endTime": end} if end else {}))
    return frames


def _time(words: str) -> str | None:
    if words in NOTHING:
        return None
    try:
        return _NAMED.get(fold(words)) or hour(words)[:_MINUTES]
    except Bad:
        raise Unread(
            f"« {words[:SHOWN]} » n'est pas une heure, par exemple 9h30",
            f"“{words[:SHOWN]}” is no time of day, such as 9h30",
        ) from None

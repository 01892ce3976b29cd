"""Opening days as lists: those an export writes, and the next ones from a day."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

from sitra.tourism.rules.opening.dated import days

YEARS_AHEAD = 2
_YEARS_SEARCHED = 8
"""Enough for a 29 February: it comes back after eight years at most."""


def horizon(today: date) -> tuple[date, date]:
    """Give the days that are indexed and exported: from the 1st of this month to the end of it in two years.

    It moves once a month: a record that nobody touched is not another one every night.
    """
    year, month = today.year + YEARS_AHEAD, today.month
    end = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    return today.replace(day=1), date.fromordinal(end)


def opening_dates(document: Mapping[str, Any], today: date, *, calendar: str = "") -> list[str]:
    """Write `datesOuverture`: the days of the horizon on which a record is open; none when unknown."""
    found = days(document, *horizon(today), calendar=calendar).days
    return found.written() if found else []


def upcoming(document: Mapping[str, Any], day: date, *, most: int = 10, calendar: str = "") -> list[date]:
    """Give the next days on which a record is open, that day included, up to eight years ahead."""
    year = min(day.year + _YEARS_SEARCHED, date.max.year)
    end = date.max if year == date.max.year else date(year, day.month, min(day.day, 28))
    found = days(document, day, end, calendar=calendar).days
    return list(islice(found, most)) if found else []

"""The days between two dates as the bits of one number, and the regular days among them.

Two years are 92 bytes; sets of days are joined and cut by `|` and `&`, some 50 nanoseconds each.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Self

from sitra.tourism.rules.opening.feasts import CALENDARS, falls_on

LONGEST = 366 * 40
"""Most days of a window: forty years."""

WEEK = 7
LAST = 0
"""Rank of the last weekday of a month."""

_EVERY_SEVENTH = sum(1 << rank for rank in range(0, LONGEST + WEEK, WEEK))


class Window(NamedTuple):
    """Days from one date on: the proleptic ordinal of the first, how many, the years they touch."""

    first: int
    length: int
    years: tuple[int, int]

    @classmethod
    def of(cls, start: date, end: date) -> Self:
        """Open a window, both dates included; a ValueError when they are reversed or too far apart."""
        length = (end - start).days + 1
        if not 0 < length <= LONGEST:
            raise ValueError(f"{start} … {end} is no window of 1 to {LONGEST} days")
        return cls(start.toordinal(), length, (start.year, end.year))

    @property
    def full(self) -> int:
        """Give the bits of all its days."""
        return (1 << self.length) - 1

    def between(self, first: int, last: int) -> int:
        """Give the bits of the days between two ordinals, both included, clipped to the window."""
        low = max(first - self.first, 0)
        high = min(last - self.first, self.length - 1)
        return ((1 << (high - low + 1)) - 1) << low if low <= high else 0

    def at(self, day: int) -> int:
        """Give the bit of an ordinal; none outside the window."""
        rank = day - self.first
        return 1 << rank if 0 <= rank < self.length else 0


@lru_cache(maxsize=1024)
def week(window: Window, days: int) -> int:
    """Give the days of the week that bits name, Monday the lowest."""
    monday = -(window.first - 1) % WEEK
    bits = 0
    for weekday in range(WEEK):
        if days >> weekday & 1:
            bits |= _EVERY_SEVENTH << (monday + weekday) % WEEK
    return bits & window.full


@lru_cache(maxsize=1024)
def month(window: Window, rank: int, days: int) -> int:
    """Give the first, second… (1 to 4) or LAST ones of some weekdays in each month."""
    bits = 0
    for number in range(window.years[0] * 12, window.years[1] * 12 + 12):
        year, before = divmod(number, 12)
        length = monthrange(year, before + 1)[1]
        first = length - WEEK if rank == LAST else WEEK * (rank - 1)
        begins = date(year, before + 1, first + 1).toordinal()
        bits |= window.between(begins, begins + WEEK - 1)
    return bits & week(window, days)


@lru_cache(maxsize=1024)
def feast(window: Window, name: str) -> int:
    """Give the days of a feast."""
    bits = 0
    for year in range(window.years[0], window.years[1] + 1):
        bits |= window.at(falls_on(name, year).toordinal())
    return bits


@lru_cache(maxsize=128)
def public(window: Window, calendar: str) -> int:
    """Give the public holidays of a place."""
    bits = 0
    for name in CALENDARS[calendar]:
        bits |= feast(window, name)
    return bits

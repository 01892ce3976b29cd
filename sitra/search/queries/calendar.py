"""What is open when: in the order of opening days, and day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sitra.search import models
from sitra.search.queries.finding import Found, kept
from sitra.search.rules import asking
from sitra.search.rules.columns import paging
from sitra.search.rules.conditions import Condition
from sitra.search.rules.ordering import Order


@dataclass(frozen=True, slots=True)
class Interval:
    """Days between two dates, both included; none when they are reversed."""

    start: date
    end: date

    @property
    def days(self) -> range:
        """Give the ordinals of its days."""
        return range(self.start.toordinal(), self.end.toordinal() + 1)


@dataclass(frozen=True, slots=True)
class Diary:
    """A page of pairs of a day and a record, and how many pairs there are in all."""

    total: int
    days: dict[date, list[int]]


def interval(start: date | None, end: date | None) -> Interval:
    """Give the days asked that this node knows: opening days are worked out over a horizon."""
    first, last = models.current().horizon()
    return Interval(max(start or first, first), min(end or last, last))


def open_in(days: Interval) -> Condition:
    """Keep what is open on one of these days at least; what nobody knows is left out."""
    return asking.open_between(days.start, days.end)


def next_open_days(numbers: Sequence[int], today: date) -> dict[int, date]:
    """Give the next day on which each record is open, from today on; what nobody knows is left out."""
    days, columns = interval(today, None), models.current().columns()
    with columns.lock:
        rows = columns.rows_of(list(numbers))
        found = paging.next_open(columns, rows, days.days)
        named = zip(columns.numbers(list(found)), found.values(), strict=True)
    return {number: date.fromordinal(day) for number, day in named}


def by_opening(condition: Condition, days: Interval, *, first: int, count: int) -> Found:
    """Order what an agenda shows by its first open day of an interval, then by number."""
    held = kept(asking.all_of([condition, open_in(days)]))
    if count == 0 or first >= len(held.rows):
        return Found(len(held.rows), [])
    numbers = paging.by_opening(held.columns, held.rows, days.days, first, count)
    return Found(len(held.rows), numbers)


def by_day(condition: Condition, days: Interval, *, first: int, count: int, order: Order) -> Diary:
    """Give what an agenda shows day by day; pages count pairs of a day and a record."""
    held = kept(asking.all_of([condition, open_in(days)]))
    opened = paging.by_day(held.columns, held.rows, days.days)
    page = paging.diary(held.columns, held.rows, opened, order, first, count)
    return Diary(
        sum(many for _, many in opened), {date.fromordinal(day): numbers for day, numbers in page.items()}
    )

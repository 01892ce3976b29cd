"""What is open when: in the order of opening days, and day by day."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import tantivy

from sitra.search import models
from sitra.search.queries.finding import Found, found, total
from sitra.search.rules import asking
from sitra.search.rules.ordering import Order


@dataclass(frozen=True, slots=True)
class Interval:
    """Days between two dates, both included; none when they are reversed."""

    start: date
    end: date

    @property
    def query(self) -> tantivy.Query:
        """Keep what an agenda shows on one of these days at least."""
        return asking.between("agenda", self.start.toordinal(), self.end.toordinal())


@dataclass(frozen=True, slots=True)
class Diary:
    """A page of pairs of a day and a record, and how many pairs there are in all."""

    total: int
    days: dict[date, list[int]]


def interval(start: date | None, end: date | None) -> Interval:
    """Give the days asked that this node knows: opening days are worked out over a horizon."""
    first, last = models.current().horizon()
    return Interval(max(start or first, first), min(end or last, last))


def open_in(days: Interval) -> tantivy.Query:
    """Keep what is open on one of these days at least; what nobody knows is left out."""
    return asking.open_between(days.start, days.end)


def by_opening(query: tantivy.Query, days: Interval, *, first: int, count: int) -> Found:
    """Order what an agenda shows by its first open day of an interval, then by number."""
    every = asking.all_of([query, days.query]) if days.start <= days.end else asking.one_of("id", [])
    whole = total(every)
    if count == 0 or first >= whole:
        return Found(whole, [])
    dates = [day for day, _ in _counts(every, days)]
    upto = _Reached(every, days.start, dates)
    numbers, rank = list[int](), upto.rank_of(first)
    while len(numbers) < count and rank < len(dates):
        before = upto.count(rank - 1)
        new = asking.all_of([every, asking.one_of("agenda", [dates[rank].toordinal()])])
        if rank:
            earlier = Interval(days.start, date.fromordinal(dates[rank].toordinal() - 1))
            new = asking.but(new, earlier.query)
        skipped = max(first - before, 0)
        numbers += found(new, first=skipped, count=count - len(numbers)).numbers
        rank = upto.rank_of(upto.count(rank), rank)
    return Found(whole, numbers)


def by_day(query: tantivy.Query, days: Interval, *, first: int, count: int, order: Order) -> Diary:
    """Give what an agenda shows day by day; pages count pairs of a day and a record."""
    every = asking.all_of([query, days.query]) if days.start <= days.end else asking.one_of("id", [])
    counted = _counts(every, days)
    ends = list(accumulate(held for _, held in counted))
    whole, page = ends[-1] if ends else 0, dict[date, list[int]]()
    rank, left = bisect_right(ends, first), count
    while left and rank < len(counted):
        day, held = counted[rank]
        skipped = max(first - (ends[rank] - held), 0)
        here = asking.all_of([query, asking.one_of("agenda", [day.toordinal()])])
        page[day] = found(here, first=skipped, count=min(left, held - skipped), order=order).numbers
        left, rank = left - len(page[day]), rank + 1
    return Diary(whole, page)


class _Reached:
    """How many records have opened by each day: asked of the index when needed, and remembered."""

    def __init__(self, query: tantivy.Query, start: date, dates: list[date]) -> None:
        self._query, self._start, self._dates = query, start, dates
        self._known: dict[int, int] = {-1: 0}

    def count(self, rank: int) -> int:
        """Count what opened on this day or before it."""
        if rank not in self._known:
            opened = Interval(self._start, self._dates[rank]).query
            self._known[rank] = total(asking.all_of([self._query, opened]))
        return self._known[rank]

    def rank_of(self, place: int, after: int = -1) -> int:
        """Give the first day by which more than `place` records have opened: strides, then halves."""
        low, stride = after + 1, 1
        last = len(self._dates)
        while low + stride < last and self.count(low + stride - 1) <= place:
            stride *= 2
        return _first(lambda rank: self.count(rank) > place, low + stride // 2, min(low + stride, last))


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Give the first rank from `low` that holds, or `high`."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _counts(query: tantivy.Query, days: Interval) -> list[tuple[date, int]]:
    """Count by day what a query finds, in order; days without any are left out."""
    first, last = days.start.toordinal(), days.end.toordinal()
    if first > last:
        return []
    generation = models.current()
    known_first, known_last = generation.horizon()
    size = (known_last - known_first).days + 1
    counting = {"days": {"terms": {"field": "agenda", "size": size}}}
    buckets = generation.searcher().aggregate(query, counting)["days"]["buckets"]
    held = sorted((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
    return [(date.fromordinal(day), many) for day, many in held if first <= day <= last]

"""Pages of the rows that are kept, in an order."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from sitra.search.rules import ordering
from sitra.search.rules.columns.keeping import distances, open_between, open_on
from sitra.search.rules.columns.postings import rows_of
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.ordering import Order


def page(columns: Columns, kept: BitMap, order: Order, first: int, count: int) -> list[int]:
    """Give the numbers of a page of rows."""
    return columns.numbers(_page(columns, kept, order, first, count))


def _page(columns: Columns, kept: BitMap, order: Order, first: int, count: int) -> NDArray[np.uint32]:
    if order.by == ordering.NUMBER:
        return columns.by_number.page(kept, first, count, ascending=order.ascending)
    if order.by == ordering.NAME:
        return columns.by_name.page(kept, first, count, ascending=order.ascending)
    return _ranked(columns, rows_of(kept), order, first, count)


def _ranked(
    columns: Columns, rows: NDArray[np.uint32], order: Order, first: int, count: int
) -> NDArray[np.uint32]:
    """Order rows by what is worked out for each of them; ties go by number."""
    numbers = columns.plain["number"][rows]
    if order.by == ordering.CHANCE:
        keys: NDArray[np.generic] = ordering.drawn(numbers, order.seed)
    elif order.by == ordering.CHANGE:
        keys = columns.plain["changed"][rows]
    elif order.by == ordering.DISTANCE and order.circle:
        keys = distances(columns, order.circle, rows)
    else:
        message = f"no such order here: {order.by}"
        raise ValueError(message)
    places = ordering.ranked(keys, numbers, first, count, ascending=order.ascending)
    return rows[places]


def by_opening(columns: Columns, kept: BitMap, days: range, first: int, count: int) -> list[int]:
    """Give a page of rows by their first open day of an interval, then by number."""
    left, numbers = kept & open_between(columns, days.start, days.stop - 1), list[int]()
    for day in days:
        if not left or len(numbers) == count:
            break
        held = left & open_on(columns, day)
        if first < len(held):
            rows = columns.by_number.page(held, first, count - len(numbers), ascending=True)
            numbers += columns.numbers(rows)
        first = max(first - len(held), 0)
        left -= held
    return numbers


def by_day(columns: Columns, kept: BitMap, days: range) -> list[tuple[int, int]]:
    """Say how many rows are open on each day of an interval; days without any are left out."""
    start = max(days.start - columns.first_day, 0)
    held = columns.held.days[start : max(days.stop - columns.first_day, 0)]
    many = map(kept.intersection_cardinality, held)
    return [one for one in enumerate(many, columns.first_day + start) if one[1]]


def next_open(columns: Columns, rows: BitMap, days: range) -> dict[int, int]:
    """Give the first open day of rows among days: row -> its ordinal; those that have none are left out."""
    left, found = rows.copy(), dict[int, int]()
    for day in days:
        if not left:
            break
        held = left & open_on(columns, day)
        found |= dict.fromkeys(held, day)
        left -= held
    return found


def diary(
    columns: Columns, kept: BitMap, opened: Sequence[tuple[int, int]], order: Order, first: int, count: int
) -> dict[int, list[int]]:
    """Give a page of pairs of a day and a row, as numbers by day; `opened` is what `by_day` gave."""
    shown, rows = list[tuple[int, int]](), list[NDArray[np.uint32]]()
    for day, many in opened:
        if not count:
            break
        if first < many:
            held = kept & columns.held.days[day - columns.first_day]
            rows.append(_page(columns, held, order, first, count))
            shown.append((day, len(rows[-1])))
            count -= len(rows[-1])
        first = max(first - many, 0)
    numbers = iter(columns.numbers(np.concatenate(rows)) if rows else ())
    return {day: list(islice(numbers, many)) for day, many in shown}

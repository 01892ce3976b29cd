"""Pages of the rows that are kept, in an order."""

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
    match order.by:
        case ordering.NUMBER:
            rows = columns.by_number.page(kept, first, count, ascending=order.ascending)
        case ordering.NAME:
            rows = columns.by_name.page(kept, first, count, ascending=order.ascending)
        case _:
            rows = _ranked(columns, rows_of(kept), order, first, count)
    return columns.numbers(rows)


def _ranked(
    columns: Columns, rows: NDArray[np.uint32], order: Order, first: int, count: int
) -> NDArray[np.uint32]:
    """Order rows by what is worked out for each of them; ties go by number."""
    numbers = columns.plain["number"][rows]
    if order.by == ordering.CHANCE:
        keys: NDArray[np.generic] = ordering.drawn(numbers, order.seed)
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


def by_day(columns: Columns, kept: BitMap, days: range) -> list[tuple[int, BitMap]]:
    """Give the rows open on each day of an interval; days without any are left out."""
    known = range(columns.first_day, columns.first_day + len(columns.held.days))
    held = ((day, kept & columns.held.days[day - columns.first_day]) for day in days if day in known)
    return [(day, rows) for day, rows in held if rows]

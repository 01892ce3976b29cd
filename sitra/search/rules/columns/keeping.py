"""Which rows satisfy a condition."""

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from sitra.search.rules.around import Box, Circle
from sitra.search.rules.columns.facts import NO_MINUTES
from sitra.search.rules.columns.postings import bitmap, rows_of
from sitra.search.rules.columns.table import Columns, cell
from sitra.search.rules.conditions import (
    AllOf,
    AnyOf,
    Between,
    But,
    Condition,
    Everything,
    Inside,
    Numbered,
    OneOf,
    OpenBetween,
    Plain,
    Within,
    Words,
)

_MANY = 8
"""Values, such as the communes of a territory or the days of a month, whose rows are put together once.

Until something changes, that is.
"""

_MOST_CELLS = 3000
"""Cells that are gathered to look inside a box; a larger one is looked for in all that is kept."""

type Spoken = Callable[[Words], BitMap]
"""Gives the rows that hold words."""


def _unspoken(words: Words) -> BitMap:
    message = f"no index to look for words in: {words.text}"
    raise ValueError(message)


def keep(columns: Columns, condition: Condition, spoken: Spoken = _unspoken) -> BitMap:
    """Give the rows of living records that satisfy a condition."""
    return columns.live & _keep(columns, condition, spoken)


def _keep(columns: Columns, condition: Condition, spoken: Spoken) -> BitMap:
    match condition:
        case OneOf():
            return _one_of(columns, condition)
        case AllOf(parts):
            return _all(columns, parts, spoken)
        case AnyOf(parts):
            return _union([_keep(columns, part, spoken) for part in parts])
        case But(kept, gone):
            return _keep(columns, kept, spoken) - _keep(columns, gone, spoken)
        case Words():
            return spoken(condition)
        case _:
            return _plain(columns, condition)


def _plain(columns: Columns, condition: Plain) -> BitMap:
    match condition:
        case Everything():
            return columns.live
        case Numbered(numbers):
            return columns.rows_of(np.fromiter(numbers, dtype=np.int64, count=len(numbers)))
        case Between(field, least, most):
            return _between(columns, field, least, most)
        case OpenBetween(first, last):
            return open_between(columns, first, last)
        case Within(circle):
            return _within(columns, circle, columns.live)
        case Inside(box):
            return _inside(columns, box)


def _all(columns: Columns, parts: Sequence[Condition], spoken: Spoken) -> BitMap:
    """Join what all parts keep; circles come last, and measure only what the others kept."""
    circles = [part for part in parts if isinstance(part, Within)]
    others = [_keep(columns, part, spoken) for part in parts if not isinstance(part, Within)]
    kept = reduce(BitMap.__and__, sorted(others, key=len)) if others else columns.live
    for one in circles:
        kept = _within(columns, one.circle, kept)
    return kept


def _one_of(columns: Columns, condition: OneOf) -> BitMap:
    if len(condition.values) < _MANY:
        return _held(columns, condition)
    return columns.worked_out(condition, lambda: _held(columns, condition))


def _held(columns: Columns, condition: OneOf) -> BitMap:
    held, none = columns.held.fields[condition.field], columns.held.none
    return _union([held.get(value, none) for value in condition.values])


def _union(sets: Sequence[BitMap]) -> BitMap:
    return sets[0] if len(sets) == 1 else BitMap.union(*sets) if sets else BitMap()


def open_between(columns: Columns, first: int, last: int) -> BitMap:
    """Give the rows that are open on a day between two ordinals at least."""
    start = max(first - columns.first_day, 0)
    days = columns.held.days[start : max(last + 1 - columns.first_day, 0)]
    if len(days) < _MANY:
        return _union(days)
    return columns.worked_out(("open", first, last), lambda: _union(days))


def open_on(columns: Columns, day: int) -> BitMap:
    """Give the rows that are open on the day of an ordinal."""
    return open_between(columns, day, day)


def _between(columns: Columns, field: str, least: int | None, most: int | None) -> BitMap:
    column = columns.plain[field][: columns.rows]
    kept = column >= least if least is not None else np.ones(len(column), dtype=bool)
    if most is not None:
        kept &= column <= most
    if field == "minutes":
        kept &= column != NO_MINUTES
    return bitmap(np.flatnonzero(kept))


def _within(columns: Columns, circle: Circle, kept: BitMap) -> BitMap:
    """Measure what stands in the cells that a circle may touch."""
    cells = _cells(columns, circle.outer())
    rows = rows_of(kept if cells is None else kept & cells)
    metres = distances(columns, circle, rows)
    return bitmap(rows[metres <= circle.radius])


def _inside(columns: Columns, box: Box) -> BitMap:
    """Give what stands between two meridians and two parallels, on them too."""
    cells = _cells(columns, box)
    rows = rows_of(columns.live if cells is None else columns.live & cells)
    lons, lats = columns.plain["lon"][rows], columns.plain["lat"][rows]
    east_of, west_of = lons >= box.west, lons <= box.east
    across = east_of | west_of if box.west > box.east else east_of & west_of
    return bitmap(rows[across & (lats >= box.south) & (lats <= box.north)])


def distances(columns: Columns, circle: Circle, rows: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Measure how far rows are from the centre of a circle, in metres; not a number without a point."""
    return circle.metres(columns.plain["lon"][rows], columns.plain["lat"][rows])


def _cells(columns: Columns, box: Box) -> BitMap | None:
    """Give the rows in the cells that a box touches; none when there are too many of them."""
    if box.west > box.east:
        return None
    low, high = cell(box.west, box.south), cell(box.east, box.north)
    south, north = low // 10_000, high // 10_000
    west, east = low % 10_000, high % 10_000
    if (north - south + 1) * (east - west + 1) > _MOST_CELLS:
        return None
    cells = columns.held.cells
    keys = (band * 10_000 + rank for band in range(south, north + 1) for rank in range(west, east + 1))
    return _union([held for key in keys if (held := cells.get(key))])


__all__ = ("distances", "keep", "open_between", "open_on")

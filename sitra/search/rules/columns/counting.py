"""Counts of what is kept, value by value."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from sitra.search.rules.columns.postings import rows_of
from sitra.search.rules.columns.table import COUNTED, Columns

_FEW = 32_768
"""Rows whose values are counted row by row, a millisecond for five thousand."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not worth a count: some values and, when `common`, those that every row has."""

    values: frozenset[Any] = frozenset()
    common: bool = False


NOTHING = LeftOut()


def counts(
    columns: Columns, kept: BitMap, field: str, most: int, left_out: LeftOut = NOTHING
) -> dict[int | str, int]:
    """Count the values of a field among rows: at most so many, the most frequent first, then by value.

    `lock` is held by who asks.
    """
    if field == "commune":
        counted = _communes(columns, kept, most, left_out)
    elif field in COUNTED and len(kept) <= _FEW:
        values, held = columns.carried[field].count(rows_of(kept))
        held[np.isin(values, list(left_out.values))] = 0
        places = _largest(held, most, _bound(kept, left_out))
        counted = list(zip(held[places].tolist(), values[places].tolist(), strict=True))
    else:
        counted = _values(columns, kept, field, most, left_out)
    return {value: many for many, value in _first(counted, most)}


def _bound(kept: BitMap, left_out: LeftOut) -> int:
    """Give the count that none may pass."""
    return len(kept) - 1 if left_out.common else len(kept)


def _communes(columns: Columns, kept: BitMap, most: int, left_out: LeftOut) -> list[tuple[int, Any]]:
    """Count communes, of which a record has one and there are thousands."""
    held = np.bincount(columns.communes[rows_of(kept)], minlength=1)
    unwanted = [columns.commune_codes.get(code, len(held)) for code in left_out.values | {""}]
    held[[place for place in unwanted if place < len(held)]] = 0
    codes, known = _largest(held, most, _bound(kept, left_out)), columns.commune_values()
    return [(many, known[code]) for code, many in zip(codes.tolist(), held[codes].tolist(), strict=True)]


def _largest(held: NDArray[Any], most: int, bound: int) -> NDArray[Any]:
    """Give the places of the largest counts up to a bound, more than asked where the last ones are equal."""
    places = np.flatnonzero((held > 0) & (held <= bound))
    if len(places) <= most:
        return places
    least = np.partition(held[places], -most)[-most]
    return places[np.flatnonzero(held[places] >= least)]


def _values(
    columns: Columns, kept: BitMap, field: str, most: int, left_out: LeftOut
) -> list[tuple[int, Any]]:
    """Count the values of a field from the most frequent on, until none can be among the first any more."""
    counted: list[tuple[int, Any]] = []
    least, bound = 0, _bound(kept, left_out)
    for value, rows in _most_frequent(columns, field):
        if len(rows) < least:
            break
        if value not in left_out.values and 0 < (many := kept.intersection_cardinality(rows)) <= bound:
            counted.append((many, value))
            if len(counted) >= 2 * most:
                counted = _first(counted, most)
                least = counted[-1][0]
    return counted


def _most_frequent(columns: Columns, field: str) -> list[tuple[Any, BitMap]]:
    """Give the values of a field, those of most rows first: until something changes, ordered once."""
    held = columns.held.fields[field]
    return columns.worked_out(
        ("most frequent", field), lambda: sorted(held.items(), key=lambda one: -len(one[1]))
    )


def _first(counted: list[tuple[int, Any]], most: int) -> list[tuple[int, Any]]:
    return sorted(counted, key=lambda one: (-one[0], one[1]))[:most]

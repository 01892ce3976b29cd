"""Counts of what is kept, value by value."""

import numpy as np
from pyroaring import BitMap

from sitra.search.rules.columns.postings import rows_of
from sitra.search.rules.columns.table import Columns


def counts(columns: Columns, kept: BitMap, field: str, most: int) -> dict[int | str, int]:
    """Count the values of a field among rows: at most so many, the most frequent first, then by value."""
    if field == "commune":
        return _communes(columns, kept, most)
    return _values(columns, kept, field, most)


def _communes(columns: Columns, kept: BitMap, most: int) -> dict[int | str, int]:
    """Count communes, of which a record has one and there are thousands."""
    held = np.bincount(columns.communes[rows_of(kept)])
    known, codes = columns.commune_values(), np.flatnonzero(held)
    counted = [(int(held[code]), known[code]) for code in codes.tolist() if known[code]]
    return {value: many for many, value in sorted(counted, key=lambda one: (-one[0], one[1]))[:most]}


def _values(columns: Columns, kept: BitMap, field: str, most: int) -> dict[int | str, int]:
    """Count the values of a field from the most frequent on, until none can be among the first any more."""
    counted: list[tuple[int, int | str]] = []
    least = 0
    for value, rows in sorted(columns.held.fields[field].items(), key=lambda one: -len(one[1])):
        if len(rows) < least:
            break
        if many := kept.intersection_cardinality(rows):
            counted.append((many, value))
            if len(counted) >= 2 * most:
                counted = _first(counted, most)
                least = counted[-1][0]
    return {value: many for many, value in _first(counted, most)}


def _first(counted: list[tuple[int, int | str]], most: int) -> list[tuple[int, int | str]]:
    return sorted(counted, key=lambda one: (-one[0], one[1]))[:most]

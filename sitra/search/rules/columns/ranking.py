"""An order of rows that is followed as they come: pages anywhere cost about the same."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from sitra.search.rules.columns.postings import bitmap, rows_of

_EACH = 4096
"""Rows that follow each other and are counted together."""

_FEW = 2048
"""Rows that are put in order at once rather than counted by stretches."""

type Key = Callable[[int], Any]


class Ranking:
    """Rows in an order; stretches of them are sets, so that those found are counted before they are read."""

    def __init__(self, rows: NDArray[np.int32]) -> None:
        self._rows = rows
        self._ranks = _ranks(rows)
        self._even = len(rows) if (rows == np.arange(len(rows))).all() else 0
        self._stretches = [bitmap(np.array(stretch)) for stretch in batched(rows.tolist(), _EACH)]
        self._ends = [stretch[-1] for stretch in batched(rows.tolist(), _EACH)]

    def insert(self, new: Iterable[int], key: Key) -> None:
        """Put new rows in their place; a key tells the order of any row."""
        ordered = sorted(new, key=key)
        keys = [key(row) for row in ordered]
        places = [bisect_left(self._rows, one, key=lambda row: key(int(row))) for one in keys]
        for row, one in zip(ordered, keys, strict=True):
            self._stretch_of(one, key).add(row)
        rows = np.insert(self._rows, places, ordered).astype(np.int32)
        self._rows, self._ranks = rows, _ranks(rows)

    def page(self, kept: BitMap, first: int, count: int, *, ascending: bool) -> NDArray[np.uint32]:
        """Give the rows of a page of those kept, in order."""
        if len(kept) <= _FEW:
            return self._ordered(kept, ascending=ascending)[first : first + count]
        pages: list[NDArray[np.uint32]] = []
        for stretch in self._stretches if ascending else reversed(self._stretches):
            held = kept.intersection_cardinality(stretch)
            if first < held:
                part = self._ordered(kept & stretch, ascending=ascending)[first : first + count]
                pages.append(part)
                count -= len(part)
            first = max(first - held, 0)
            if not count:
                break
        return np.concatenate(pages) if pages else np.empty(0, dtype=np.uint32)

    def _ordered(self, kept: BitMap, *, ascending: bool) -> NDArray[np.uint32]:
        rows = rows_of(kept)
        # Rows that were there first, in an order that was theirs from the beginning, are as they should be.
        even = not len(rows) or rows[-1] < self._even
        ordered = rows if even else rows[np.argsort(self._ranks[rows])]
        return ordered if ascending else ordered[::-1]

    def _stretch_of(self, one: Any, key: Key) -> BitMap:
        """Give the stretch in which a key falls: the first whose last row comes after it."""
        if not self._stretches:
            self._stretches, self._ends = [BitMap()], [0]
        place = bisect_left(self._ends[:-1], one, key=key)
        return self._stretches[place]


def _ranks(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the place of each row; a row that is not there has none that counts."""
    ranks = np.zeros(int(rows.max()) + 1 if len(rows) else 0, dtype=np.int32)
    ranks[rows] = np.arange(len(rows), dtype=np.int32)
    return ranks

"""What each row carries in a field of many values: few rows are counted without going through every value."""

from collections import Counter
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sitra.search.rules.columns.block import Coded

_NARROW = 1 << 16
"""Values that two bytes tell apart."""

_AT_ONCE = 2048
"""Rows that are counted together: what is worked out of them stays near the processor."""


class Carried:
    """The values of each row, one row after the other; rows that came since are beside them."""

    def __init__(self, column: Coded) -> None:
        assert column.ends is not None, "a field with one value a row carries nothing to count so"
        self._values, self._ends = column.values, column.ends.astype(np.int32)
        self._codes = column.codes.astype(np.uint16) if len(column.values) < _NARROW else column.codes
        self._since: dict[int, tuple[int, ...]] = {}

    def add(self, row: int, values: tuple[int, ...]) -> None:
        """Add a row, after all others."""
        self._since[row] = values

    def count(self, rows: NDArray[np.uint32]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Count the values of rows, which are in order: values, and how many rows carry each."""
        known = int(np.searchsorted(rows, len(self._ends) - 1))
        values, many = self._counted(rows[:known])
        since = chain.from_iterable(self._since.get(row, ()) for row in rows[known:].tolist())
        if not (more := Counter(since)):
            return values, many
        more.update(dict(zip(values.tolist(), many.tolist(), strict=True)))
        return np.fromiter(more, dtype=np.int64), np.fromiter(more.values(), dtype=np.int64)

    def _counted(self, rows: NDArray[np.uint32]) -> tuple[NDArray[Any], NDArray[Any]]:
        held = np.zeros(len(self._values), dtype=np.int64)
        for first in range(0, len(rows), _AT_ONCE):
            held += self._part(rows[first : first + _AT_ONCE], len(held))
        codes = np.flatnonzero(held)
        return self._values[codes], held[codes]

    def _part(self, rows: NDArray[np.uint32], many: int) -> NDArray[np.int64]:
        begins = self._ends.take(rows)
        lengths = self._ends.take(rows + 1) - begins
        before = np.cumsum(lengths, dtype=np.int32) - lengths
        places = np.repeat(begins - before, lengths)
        places += np.arange(len(places), dtype=np.int32)
        counted: NDArray[np.int64] = np.bincount(self._codes.take(places), minlength=many)
        return counted

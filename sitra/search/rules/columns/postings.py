"""Sets of rows: for each value of a field, the rows that hold it."""

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from sitra.search.rules.columns.block import Coded

_SMALL_CODES = 1 << 16
"""Codes below this are sorted by their digits, ten times quicker."""


def bitmap(rows: NDArray[Any]) -> BitMap:
    """Make a set of rows of an array of them."""
    return BitMap(array("I", rows.astype(np.uint32).tobytes()))


def rows_of(held: BitMap) -> NDArray[np.uint32]:
    """Give the rows of a set, in order."""
    return np.frombuffer(held.to_array(), dtype=np.uint32)


def postings(column: Coded) -> dict[Any, BitMap]:
    """Give the rows of each value of a column."""
    held = _gathered(column.codes, column.rows(), len(column.values))
    return dict(zip(column.values.tolist(), held, strict=True))


def grouped(keys: NDArray[np.int64], rows: NDArray[Any]) -> dict[int, BitMap]:
    """Give the rows of each key, of as many rows as keys."""
    known, codes = np.unique(keys, return_inverse=True)
    return dict(zip(known.tolist(), _gathered(codes, rows, len(known)), strict=True))


def _gathered(codes: NDArray[Any], rows: NDArray[Any], many: int) -> Iterator[BitMap]:
    """Give the rows of each code, from the first to the last."""
    codes = codes.astype(np.uint16) if many < _SMALL_CODES else codes
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(many, dtype=codes.dtype)).tolist()
    raw = rows[order].astype(np.uint32).tobytes()
    for start, end in pairwise((*ends, len(rows))):
        yield BitMap(array("I", raw[4 * start : 4 * end]))


def days(bits: NDArray[np.uint8]) -> Iterator[BitMap]:
    """Give the rows that are open on each day of the horizon, a row of `bits` holding eight days."""
    for eight in bits:
        for rank in range(8):
            yield bitmap(np.flatnonzero(eight & (1 << rank)))

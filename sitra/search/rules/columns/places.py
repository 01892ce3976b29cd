"""Where each record stands: its row by its number, many at once, without looking for any."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BITS = 10
"""Numbers that follow each other are kept together, so many bits of them."""

_EACH = 1 << _BITS
_MOST = 1 << 31
"""Numbers from here on are too large to have a sheet: they are looked up one by one."""


class Places:
    """The row of each number. Sheets hold what is near each other; the first of them is that of no record."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        near = numbers[(numbers >= 0) & (numbers < _MOST)]
        sheets = np.unique(near >> _BITS)
        self._sheets = np.zeros(int(sheets[-1]) + 2 if len(sheets) else 1, dtype=np.int32)
        self._sheets[sheets] = np.arange(1, len(sheets) + 1)
        self._rows = np.full((len(sheets) + 1) * _EACH, -1, dtype=np.int32)
        self._far: dict[int, int] = {}
        self._rows[self._at(near)] = np.flatnonzero((numbers >= 0) & (numbers < _MOST))
        for row in np.flatnonzero((numbers < 0) | (numbers >= _MOST)).tolist():
            self._far[int(numbers[row])] = row

    def one(self, number: int) -> int:
        """Give the row of a number, -1 when there is none."""
        sheet = number >> _BITS
        if 0 <= sheet < len(self._sheets) and (page := int(self._sheets[sheet])):
            return int(self._rows[page * _EACH + (number & (_EACH - 1))])
        return self._far.get(number, -1)

    def of(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[Any]:
        """Give the row of each number, -1 where there is none."""
        wanted = np.asarray(numbers, dtype=np.int64)
        last = len(self._sheets) - 1
        if not len(wanted) or (int(wanted.min()) >= 0 and int(wanted.max()) >> _BITS <= last):
            rows = self._rows[self._at(wanted)]
        else:
            known = np.where((wanted >= 0) & (wanted >> _BITS <= last), wanted, last << _BITS)
            rows = self._rows[self._at(known)]
        if self._far:
            for place in np.flatnonzero(rows < 0).tolist():
                rows[place] = self._far.get(int(wanted[place]), -1)
        return rows

    def put(self, number: int, row: int) -> None:
        """Note the row of a number from now on, -1 when it has none any more."""
        sheet = number >> _BITS
        if 0 <= sheet < len(self._sheets) and (page := int(self._sheets[sheet])):
            self._rows[page * _EACH + (number & (_EACH - 1))] = row
        else:
            self._far[number] = row

    def _at(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        places: NDArray[np.int64] = (self._sheets[numbers >> _BITS].astype(np.int64) << _BITS) + (
            numbers & (_EACH - 1)
        )
        return places

"""What an archive said of each record, so that the next one tells what is new."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

_HEAD = struct.Struct("<QQ")
_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Told:
    """Records by number, each with 64 bits that are others as soon as it says something else."""

    numbers: NDArray[np.int64]
    marks: NDArray[np.uint64]

    @classmethod
    def of(cls, marks: Mapping[int, int]) -> Self:
        """Put records in order."""
        numbers = np.fromiter(marks, dtype=np.int64, count=len(marks))
        bits = np.fromiter(marks.values(), dtype=np.uint64, count=len(marks))
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order], bits[order])

    def since(self, before: "Told") -> list[int]:
        """Give the records that are new since, or say something else."""
        places = np.searchsorted(before.numbers, self.numbers)
        places = np.minimum(places, max(len(before.numbers) - 1, 0))
        if not len(before.numbers):
            return [int(number) for number in self.numbers]
        same = (before.numbers[places] == self.numbers) & (before.marks[places] == self.marks)
        return [int(number) for number in self.numbers[~same]]

    def gone(self, before: "Told") -> list[int]:
        """Give the records that were told of before and are not any more."""
        return [int(number) for number in np.setdiff1d(before.numbers, self.numbers)]


NOTHING = Told.of({})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive said: of the records asked for, and of those they are linked to."""

    records: Told = field(default_factory=lambda: NOTHING)
    linked: Told = field(default_factory=lambda: NOTHING)

    def written(self) -> bytes:
        """Write it as it is kept: some ten bytes a record."""
        parts = (self.records.numbers, self.records.marks, self.linked.numbers, self.linked.marks)
        plain = b"".join(part.tobytes() for part in parts)
        head = _HEAD.pack(len(self.records.numbers), len(self.linked.numbers))
        return head + isal_zlib.compress(plain, _LEVEL)

    @classmethod
    def read(cls, kept: bytes) -> Self:
        """Read back what `written` wrote."""
        records, linked = _HEAD.unpack_from(kept)
        plain = isal_zlib.decompress(kept[_HEAD.size :])
        cut, found = 8 * records, []
        for start, count in ((0, records), (2 * cut, linked)):
            numbers = np.frombuffer(plain, np.int64, count, start)
            marks = np.frombuffer(plain, np.uint64, count, start + 8 * count)
            found.append(Told(numbers, marks))
        return cls(*found)

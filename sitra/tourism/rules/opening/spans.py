"""A set of days between two dates, to ask, to list and to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import compress
from typing import Self

from sitra.tourism.rules.opening.window import Window

_DIGITS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Days:
    """A set of days of a window, one bit a day, the first the lowest."""

    window: Window
    bits: int

    @property
    def start(self) -> date:
        """Give the first day of the window."""
        return date.fromordinal(self.window.first)

    @property
    def end(self) -> date:
        """Give the last day of the window."""
        return date.fromordinal(self.window.first + self.window.length - 1)

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __contains__(self, day: date) -> bool:
        return bool(self.bits & self.window.at(day.toordinal()))

    def __iter__(self) -> Iterator[date]:
        first = self.window.first
        return map(date.fromordinal, compress(range(first, first + self.window.length), self._each()))

    def meets(self, first: date, last: date) -> bool:
        """Say whether one of its days lies between two dates, both included."""
        return bool(self.bits & self.window.between(first.toordinal(), last.toordinal()))

    def ranges(self) -> Iterator[tuple[date, date]]:
        """Give its days as ranges, both dates included."""
        bits, at = self.bits, self.window.first
        while bits:
            gap = (bits & -bits).bit_length() - 1
            bits >>= gap
            run = (~bits & (bits + 1)).bit_length() - 1
            bits >>= run
            first = date.fromordinal(at + gap)
            yield first, first + timedelta(days=run - 1)
            at += gap + run

    def written(self) -> list[str]:
        """Write its days `YYYY-MM-DD`, in order."""
        return list(compress(_names(self.window), self._each()))

    def to_bytes(self) -> bytes:
        """Give its bits, lowest first: what `numpy.unpackbits(…, bitorder="little")` reads."""
        return self.bits.to_bytes((self.window.length + 7) // 8, "little")

    @classmethod
    def from_bytes(cls, start: date, end: date, raw: bytes) -> Self:
        """Take back a set of days between two dates from its bytes."""
        window = Window.of(start, end)
        return cls(window, int.from_bytes(raw, "little") & window.full)

    def _each(self) -> bytes:
        """Give one byte for each day up to the last one it has, 1 when it has it."""
        return f"{self.bits:b}"[::-1].encode().translate(_DIGITS)


@lru_cache(maxsize=16)
def _names(window: Window) -> tuple[str, ...]:
    """Write every day of a window: records share the texts of their days."""
    return tuple(date.fromordinal(window.first + rank).isoformat() for rank in range(window.length))

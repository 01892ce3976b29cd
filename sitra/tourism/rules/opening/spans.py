"""A set of days between two dates, to ask, to list and to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from sitra.tourism.rules.opening.window import Window


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
        return (date.fromordinal(self.window.first + rank) for rank in self._ranks())

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
        names = _names(self.window)
        return [names[rank] for rank in self._ranks()]

    def to_bytes(self) -> bytes:
        """Give its bits, lowest first: what `numpy.unpackbits(…, bitorder="little")` reads."""
        return self.bits.to_bytes((self.window.length + 7) // 8, "little")

    @classmethod
    def from_bytes(cls, start: date, end: date, raw: bytes) -> Self:
        """Take back a set of days between two dates from its bytes."""
        window = Window.of(start, end)
        return cls(window, int.from_bytes(raw, "little") & window.full)

    def _ranks(self) -> Iterator[int]:
        written = f"{self.bits:b}"[::-1]
        rank = written.find("1")
        while rank >= 0:
            yield rank
            rank = written.find("1", rank + 1)


@lru_cache(maxsize=16)
def _names(window: Window) -> tuple[str, ...]:
    """Write every day of a window: records share the texts of their days."""
    return tuple(date.fromordinal(window.first + rank).isoformat() for rank in range(window.length))

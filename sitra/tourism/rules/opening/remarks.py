"""What cannot be read in an opening: told by path and kind, never raised."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

MOST_REMARKS = 100
"""Remarks kept of one document; what is wrong a hundred times is wrong the same way."""

_LONGEST = 40


class Flaw(StrEnum):
    """Why a part of an opening is not counted."""

    WRONG_TYPE = auto()
    NO_START = auto()
    NO_END = auto()
    BAD_DATE = auto()
    REVERSED = auto()
    UNKNOWN_RHYTHM = auto()
    NO_DAYS = auto()
    UNKNOWN_DAY = auto()
    UNKNOWN_RANK = auto()
    UNKNOWN_HOLIDAY = auto()
    BAD_TIME = auto()
    NO_TIME = auto()


@dataclass(frozen=True, slots=True)
class Remark:
    """A part of a document that is not counted: its path with ranks, why, and what stands there."""

    path: str
    flaw: Flaw
    value: str = ""


class Notes:
    """Remarks as they come, bounded."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[Remark, None] = {}

    def tell(self, path: str, flaw: Flaw, value: Any = None) -> None:
        """Keep a remark, once."""
        if len(self._kept) < MOST_REMARKS:
            self._kept[Remark(path, flaw, _short(value))] = None

    def all(self) -> tuple[Remark, ...]:
        """Give the remarks in the order of the document."""
        return tuple(self._kept)


def _short(value: Any) -> str:
    if isinstance(value, str):
        return value[:_LONGEST]
    return "" if value is None else type(value).__name__

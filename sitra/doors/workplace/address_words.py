"""Values of an address, read one by one: what makes no sense comes to nothing."""

from collections.abc import Iterable
from datetime import date
from math import isfinite

from sitra.search.queries import Box

LONGEST = 200
LONGEST_NUMBER = 8
_FIRST_YEAR = 1900
_DEGREES = 4
"""Digits of a zone: some ten metres."""


def clean(text: str) -> str:
    """Read words: spaces once, not too many signs."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


def once(values: Iterable[str]) -> tuple[str, ...]:
    """Give values in their order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))


def known(values: Iterable[str], every: Iterable[str]) -> tuple[str, ...]:
    """Give the values that are known, in the order in which they are known."""
    given = set(values)
    return tuple(str(value) for value in every if value in given)


def numbers(given: Iterable[str], dropped: Iterable[str] = ()) -> tuple[int, ...]:
    """Read numbers, each once, those dropped left out."""
    gone = set(map(number, dropped))
    return tuple(dict.fromkeys(one for one in map(number, given) if one and one not in gone))


def number(text: str) -> int:
    """Read a whole number; 0 for what is none, or is too long to be one of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def day(text: str) -> date | None:
    """Read a day; a year that is still being typed is none."""
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return None
    return read if read.year >= _FIRST_YEAR else None


def zone(text: str) -> Box | None:
    """Read a box of degrees, west, south, east, north."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        return None
    if not all(map(isfinite, (west, south, east, north))):
        return None
    within = abs(west) <= 180 and abs(east) <= 180 and -90 <= south < north <= 90  # noqa: PLR2004 - the Earth
    return Box(west, south, east, north) if within else None


def zone_address(box: Box | None) -> str:
    """Write a box as an address does; nothing for none."""
    if box is None:
        return ""
    return ",".join(f"{value:.{_DEGREES}f}" for value in (box.west, box.south, box.east, box.north))

"""The days of some months as shapes: a few paths of one drawing, readable without colour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sitra.tourism.rules.opening import Days, days
from sitra.tourism.rules.sentences.tongue import MONTHS

MONTHS_SHOWN = 18
_FRENCH = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_YEAR = 12


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the drawing: its row, its name, how many of its days are open."""

    row: int
    label: str
    open: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The days from the first of a month on, as paths in units of a day (across) and a month (down)."""

    rows: tuple[MonthRow, ...]
    opened: str
    closed: str
    extra: str
    """Exceptional openings: a dot cut out of the block."""
    shut: str
    """Exceptional closures: a cross."""
    today: tuple[int, int]
    open_days: int
    """Over the first twelve months."""
    known: bool


def strip(document: Mapping[str, Any], today: date, language: str, calendar: str = "") -> Strip:
    """Draw eighteen months from the first of this one. Nothing told draws no day."""
    start = today.replace(day=1)
    end = _month_after(start, MONTHS_SHOWN) - timedelta(days=1)
    opening = days(document, start, end, calendar=calendar)
    found = opening.days
    regular = days(_regular(document), start, end, calendar=calendar).days
    year = _month_after(start, _YEAR).toordinal() - start.toordinal()
    bits = found.bits if found else 0
    usual = regular.bits if regular else 0
    told = _told(found, opening.last)
    return Strip(
        rows=tuple(_rows(start, found, language)),
        opened=_blocks(start, bits),
        closed=_lines(start, told & ~bits & ~usual),
        extra=_dots(start, bits & ~usual),
        shut=_crosses(start, usual & ~bits),
        today=(today.day - 1, 0),
        open_days=(bits & ((1 << year) - 1)).bit_count(),
        known=found is not None,
    )


def _told(found: Days | None, last: date | None) -> int:
    """Give the days of which something is known: none after the last one told."""
    if found is None:
        return 0
    until = last.toordinal() if last else date.max.toordinal()
    return found.window.between(found.window.first, until)


def _regular(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the opening without its exceptional days."""
    block = document.get("ouverture")
    if not isinstance(block, Mapping):
        return dict(document)
    plain = {key: value for key, value in block.items() if key != "fermeturesExceptionnelles"}
    periods = block.get("periodesOuvertures")
    if isinstance(periods, list):
        plain["periodesOuvertures"] = [
            {key: value for key, value in one.items() if key != "ouverturesExceptionnelles"}
            if isinstance(one, Mapping)
            else one
            for one in periods
        ]
    return {**document, "ouverture": plain}


def _month_after(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _rows(start: date, found: Days | None, language: str) -> Iterator[MonthRow]:
    for row in range(MONTHS_SHOWN):
        first, after = _month_after(start, row), _month_after(start, row + 1)
        bits = found.bits & found.window.between(first.toordinal(), after.toordinal() - 1) if found else 0
        name = MONTHS[first.month - 1][1][:3] if language == "en" else _FRENCH[first.month - 1]
        yield MonthRow(row, f"{name} {first.year}", bits.bit_count())


def _runs(start: date, bits: int) -> Iterator[tuple[int, int, int]]:
    """Give days in a row within a month: row, first day, how many."""
    for row in range(MONTHS_SHOWN):
        first = _month_after(start, row)
        length = (_month_after(start, row + 1) - first).days
        month = bits >> (first - start).days & ((1 << length) - 1)
        at = 0
        while month:
            gap = (month & -month).bit_length() - 1
            month >>= gap
            run = (~month & (month + 1)).bit_length() - 1
            month >>= run
            yield row, at + gap, run
            at += gap + run


def _blocks(start: date, bits: int) -> str:
    return "".join(f"M{at} {row}.1h{run}v.8h-{run}z" for row, at, run in _runs(start, bits))


def _lines(start: date, bits: int) -> str:
    return "".join(f"M{at} {row}.5h{run}" for row, at, run in _runs(start, bits))


def _each(start: date, bits: int) -> Iterator[tuple[int, int]]:
    for row, at, run in _runs(start, bits):
        yield from ((row, at + step) for step in range(run))


def _dots(start: date, bits: int) -> str:
    return "".join(f"M{at}.3 {row}.5h.4" for row, at in _each(start, bits))


def _crosses(start: date, bits: int) -> str:
    return "".join(f"M{at}.2 {row}.2l.6 .6m0-.6l-.6 .6" for row, at in _each(start, bits))

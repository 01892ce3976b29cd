"""The hours of a period as the contract writes them since 2025: weekdays, closed or with time slots."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sitra.tourism.rules.opening.remarks import Flaw, Notes
from sitra.tourism.rules.opening.window import Window, public, week

type Json = Mapping[str, Any]

OPENING = 7457
"""The nature of hours (HoraireType) that are those of the opening; hours without one are too."""

HOLIDAYS = 1 << 7
EVERY_WEEKDAY = HOLIDAYS - 1
HOURS_DAYS: Final[Mapping[str, int]] = {
    "MON": 1, "TUE": 2, "WED": 4, "THU": 8, "FRI": 16, "SAT": 32, "SUN": 64, "HOL": HOLIDAYS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of hours: its nature, its days as bits, closed or not, its time slots still unread."""

    nature: int | None
    days: int
    closed: bool
    frames: Sequence[tuple[str, Json]]

    @property
    def is_opening(self) -> bool:
        """Say whether it tells when the place itself is open, not when a tour starts."""
        return self.nature in (None, OPENING)


def listed(holder: Json, name: str, path: str, notes: Notes) -> Iterator[tuple[str, Json]]:
    """Give the blocks of a list with their paths; what is no block is told."""
    held = holder.get(name)
    if held is None:
        return
    if not isinstance(held, list):
        notes.tell(f"{path}.{name}", Flaw.WRONG_TYPE, held)
        return
    for rank, one in enumerate(held):
        if isinstance(one, Mapping):
            yield f"{path}.{name}[{rank}]", one
        else:
            notes.tell(f"{path}.{name}[{rank}]", Flaw.WRONG_TYPE, one)


def truth(holder: Json, name: str, path: str, notes: Notes) -> bool:
    """Read a boolean; what is none is told, and false."""
    held = holder.get(name)
    if held is None or isinstance(held, bool):
        return bool(held)
    notes.tell(f"{path}.{name}", Flaw.WRONG_TYPE, held)
    return False


def timetable(period: Json, path: str, notes: Notes) -> list[Line]:
    """Read the hours of a period, all natures."""
    lines = []
    for place, hours in listed(period, "horaires", path, notes):
        nature = _nature(hours, place, notes)
        for spot, one in listed(hours, "timePeriods", place, notes):
            days = _days(one, spot, notes)
            if days:
                closed = truth(one, "closed", spot, notes)
                frames = () if closed else tuple(listed(one, "timeFrames", spot, notes))
                lines.append(Line(nature, days, closed, frames))
    return lines


def _nature(hours: Json, path: str, notes: Notes) -> int | None:
    kind = hours.get("type")
    if kind is None:
        return None
    number = kind.get("id") if isinstance(kind, Mapping) else None
    if isinstance(number, int):
        return number
    notes.tell(f"{path}.type", Flaw.WRONG_TYPE, kind)
    return None


def _days(one: Json, path: str, notes: Notes) -> int:
    """Read weekdays; none said is every one of them."""
    held = one.get("weekdays")
    if held is None or held == []:
        return EVERY_WEEKDAY
    if not isinstance(held, list):
        notes.tell(f"{path}.weekdays", Flaw.WRONG_TYPE, held)
        return 0
    days = 0
    for rank, word in enumerate(held):
        bit = HOURS_DAYS.get(word) if isinstance(word, str) else None
        if bit is None:
            notes.tell(f"{path}.weekdays[{rank}]", Flaw.UNKNOWN_DAY, word)
        days |= bit or 0
    return days


def on(lines: Iterable[Line], weekday: int, *, is_holiday: bool) -> list[Line]:
    """Give the lines of a nature that hold on a day.

    On a public holiday, lines that name holidays hold alone; without any, it is a day like others.
    """
    lines = list(lines)
    if is_holiday and any(line.days & HOLIDAYS for line in lines):
        return [line for line in lines if line.days & HOLIDAYS]
    return [line for line in lines if line.days >> weekday & 1]


def shut(lines: Iterable[Line], window: Window, calendar: str) -> int:
    """Give the days of a window on which the hours of the opening say closed."""
    lines = [line for line in lines if line.is_opening]
    closed = [line.days for line in lines if line.closed]
    if not closed:
        return 0
    bits = 0
    for days in closed:
        bits |= week(window, days & EVERY_WEEKDAY)
    if any(line.days & HOLIDAYS for line in lines):
        holidays = public(window, calendar)
        bits = bits | holidays if any(days & HOLIDAYS for days in closed) else bits & ~holidays
    return bits

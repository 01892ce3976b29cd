"""Time slots of a day, from both forms the contract has had."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

from sitra.tourism.rules.opening.remarks import Flaw, Notes
from sitra.tourism.rules.opening.timetable import OPENING, Json, Line, on, timetable

MIDNIGHT = time()
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """From when until when, where either may be unsaid; `next_day` when it closes after midnight.

    `every` is the time between two starts; `nature` the HoraireType, none for plain opening hours;
    `period` the path of the period that says so, where its words stand.
    """

    opens: time | None
    closes: time | None = None
    next_day: bool = False
    every: timedelta | None = None
    nature: int | None = None
    period: str = ""

    @property
    def is_opening(self) -> bool:
        """Say whether the place itself is open, not when a tour starts or the last visitor enters."""
        return self.nature in (None, OPENING)

    def bounds(self) -> tuple[int, int] | None:
        """Give its bounds in seconds from midnight of its day; nothing when one is unsaid."""
        if self.opens is None or self.closes is None:
            return None
        return _seconds(self.opens), _seconds(self.closes) + _DAY * self.next_day


ALL_DAY = Slot(MIDNIGHT, MIDNIGHT, next_day=True)


def slots(period: Json, path: str, weekday: int, notes: Notes, *, is_holiday: bool) -> Iterator[Slot]:
    """Give the slots of a period on a weekday.

    Hours of the opening written since 2025 stand for `horaireOuverture` and `horaireFermeture`, even
    where they say nothing of that day.
    """
    lines = timetable(period, path, notes) if "horaires" in period else []
    if not any(line.is_opening for line in lines):
        yield from old_slot(period, path, notes)
    for nature in dict.fromkeys(None if line.is_opening else line.nature for line in lines):
        alike = [line for line in lines if (None if line.is_opening else line.nature) == nature]
        held = on(alike, weekday, is_holiday=is_holiday)
        if not any(line.closed for line in held):
            yield from frames_of(held, path, notes)


def old_slot(period: Json, path: str, notes: Notes) -> Iterator[Slot]:
    """Read the hours of a period as they were written before 2025: from, until."""
    old = period.get("horaireOuverture"), period.get("horaireFermeture")
    if old != (None, None):
        yield from _slot(Slot(None, period=path), old, (path, "horaireOuverture", "horaireFermeture"), notes)


def frames_of(lines: Iterable[Line], path: str, notes: Notes) -> Iterator[Slot]:
    """Read the time slots of lines of hours."""
    for line in lines:
        for place, frame in line.frames:
            every = _every(frame, place, notes)
            blank = Slot(None, every=every, nature=line.nature, period=path)
            written = frame.get("startTime"), frame.get("endTime")
            yield from _slot(blank, written, (place, "startTime", "endTime"), notes)


def _slot(blank: Slot, written: tuple[Any, Any], names: tuple[str, str, str], notes: Notes) -> Iterator[Slot]:
    """Fill a slot. Equal times are a start without an end; midnight to midnight says nothing.

    DATAtourisme and forms write 00:00 twice where no hour is known; a whole day ends at 24:00.
    """
    path, first, last = names
    opens = _clock(written[0], f"{path}.{first}", notes)
    midnight = isinstance(written[1], str) and written[1][:5] == "24:00"
    closes = MIDNIGHT if midnight else _clock(written[1], f"{path}.{last}", notes)
    if opens is None and closes is None:
        if written == (None, None):
            notes.tell(path, Flaw.NO_TIME)
    elif opens == closes and not midnight:
        if opens == MIDNIGHT:
            notes.tell(path, Flaw.NO_TIME, "00:00")
        else:
            yield replace(blank, opens=opens)
    else:
        past = midnight or bool(opens is not None and closes is not None and closes < opens)
        yield replace(blank, opens=opens, closes=closes, next_day=past)


def _clock(written: Any, path: str, notes: Notes) -> time | None:
    """Read `HH:MM` or `HH:MM:SS`, as a time of the place whatever offset it carries."""
    if written is None:
        return None
    try:
        return time.fromisoformat(written).replace(tzinfo=None, microsecond=0)
    except (TypeError, ValueError):
        notes.tell(path, Flaw.BAD_TIME, written)
        return None


def _every(frame: Json, path: str, notes: Notes) -> timedelta | None:
    written = _clock(frame.get("recurrence"), f"{path}.recurrence", notes)
    return timedelta(seconds=_seconds(written)) if written else None


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def joined(found: Iterable[Slot]) -> tuple[Slot, ...]:
    """Put slots in order, each once, those of the opening that overlap as one."""
    kept: list[Slot] = []
    seen: set[Slot] = set()
    for slot in sorted(found, key=_order):
        plain = replace(slot, period="", nature=None if slot.is_opening else slot.nature)
        before = kept[-1] if kept else None
        if before is not None and _overlap(before, slot):
            if (slot.bounds() or (0, 0))[1] > (before.bounds() or (0, 0))[1]:
                kept[-1] = replace(before, closes=slot.closes, next_day=slot.next_day)
        elif plain not in seen:
            kept.append(slot)
        seen.add(plain)
    return tuple(sorted(kept, key=lambda slot: slot.opens or slot.closes or MIDNIGHT))


def _overlap(before: Slot, after: Slot) -> bool:
    one, other = before.bounds(), after.bounds()
    if not one or not other or not before.is_opening or not after.is_opening:
        return False
    return before.every is None and after.every is None and other[0] < one[1]


def _order(slot: Slot) -> tuple[bool, bool, int, int]:
    """Put slots that can be joined side by side: of the opening, with both times, by their start."""
    one = slot.bounds()
    return (not slot.is_opening, one is None or slot.every is not None, *(one or (0, 0)))

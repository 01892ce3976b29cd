"""The hours of a record on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sitra.tourism.rules.opening.dated import Reading, read_opening
from sitra.tourism.rules.opening.feasts import calendar_of
from sitra.tourism.rules.opening.remarks import Notes, Remark
from sitra.tourism.rules.opening.slots import ALL_DAY, Slot, joined, slots
from sitra.tourism.rules.opening.window import Window, public

ROUND_THE_CLOCK = 4186
"""The term (OuvertureComplementaire) that says open 24 hours a day."""

_DAY = timedelta(days=1)
CLOSED: Final = False


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether a record is open on a day, and its slots.

    `open` is none when nothing says so; open without a slot of the opening means hours unknown.
    """

    open: bool | None
    slots: tuple[Slot, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def known(self) -> bool:
        """Say whether it is known at every moment of the day whether the place is open."""
        if self.open is not True:
            return self.open is not None
        opening = [slot for slot in self.slots if slot.is_opening]
        return bool(opening) and all(slot.bounds() and slot.every is None for slot in opening)


def hours(document: Mapping[str, Any], day: date, *, calendar: str = "") -> Hours:
    """Say when a record opens and closes on a day; a slot past midnight belongs to the day it begins."""
    notes = Notes()
    window = Window.of(date(day.year, 1, 1), date(day.year, 12, 31))
    reading = read_opening(document, window, calendar, notes)
    if reading is None:
        return Hours(None, remarks=notes.all())
    at = window.at(day.toordinal())
    if not reading.bits & at:
        return Hours(_shut(reading, day, at), remarks=notes.all())
    is_holiday = bool(public(window, calendar or calendar_of(document)) & at)
    found = [
        slot
        for path, period, one in reading.periods
        if (one.opened | one.exceptional) & at
        for slot in slots(period, path, day.weekday(), notes, is_holiday=is_holiday)
    ]
    if not any(slot.is_opening for slot in found) and _round_the_clock(reading):
        found.append(ALL_DAY)
    return Hours(open=True, slots=joined(found), remarks=notes.all())


def open_at(document: Mapping[str, Any], moment: datetime, *, calendar: str = "") -> bool | None:
    """Say whether a record is open at a moment, in the time of the place; nothing when it is not known."""
    second = moment.hour * 3600 + moment.minute * 60 + moment.second
    today = hours(document, moment.date(), calendar=calendar)
    if _holds(today, second):
        return True
    if moment.date() > date.min:
        before = hours(document, moment.date() - _DAY, calendar=calendar)
        if _holds(before, second + int(_DAY.total_seconds())):
            return True
    return CLOSED if today.known else None


def _holds(one: Hours, second: int) -> bool:
    bounds = [slot.bounds() for slot in one.slots if slot.is_opening and slot.every is None]
    return any(both[0] <= second < both[1] for both in bounds if both)


def _shut(reading: Reading, day: date, at: int) -> bool | None:
    """Tell closed from unknown: a closure is said, a day after the last one told is not."""
    if reading.closed & at or reading.closed_for_now:
        return CLOSED
    if not reading.told or (reading.last and day > reading.last):
        return None
    return CLOSED


def _round_the_clock(reading: Reading) -> bool:
    held = reading.block.get("ouverturesComplementaires")
    return isinstance(held, list) and any(
        isinstance(one, Mapping) and one.get("id") == ROUND_THE_CLOCK for one in held
    )

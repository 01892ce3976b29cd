"""The days a record is open between two dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sitra.tourism.rules.opening.feasts import FEASTS, calendar_of
from sitra.tourism.rules.opening.periods import Read, day_of, read
from sitra.tourism.rules.opening.remarks import Flaw, Notes, Remark
from sitra.tourism.rules.opening.spans import Days
from sitra.tourism.rules.opening.timetable import Json, listed
from sitra.tourism.rules.opening.window import Window, feast

ROOT = "ouverture"


@dataclass(frozen=True, slots=True)
class Opening:
    """When a record is open. No `days` at all means that nothing says so: unknown, not closed.

    `last` is the last day its document speaks of, when it has one: later days are unknown again.
    """

    days: Days | None
    last: date | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Reading:
    """An `ouverture` read over a window: what each period says, what closes, what holds beside."""

    block: Json
    window: Window
    closed: int = 0
    all_year: bool = False
    closed_for_now: bool = False
    periods: list[tuple[str, Json, Read]] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Say whether anything tells when it is open."""
        return self.all_year or self.closed_for_now or any(one.told for _, _, one in self.periods)

    @property
    def bits(self) -> int:
        """Give its open days: periods rule the days they speak of, `ouvertTouteLAnnee` the others."""
        if self.closed_for_now:
            return 0
        opened = covered = 0
        for _, _, one in self.periods:
            opened |= one.opened | one.exceptional
            covered |= one.covered
        if self.all_year:
            opened |= self.window.full & ~covered
        return opened & ~self.closed

    @property
    def last(self) -> date | None:
        """Give the last day it speaks of; nothing when it has no end, or tells nothing."""
        ends = [one.last for _, _, one in self.periods if one.told]
        if self.all_year or self.closed_for_now or not ends or None in ends:
            return None
        return date.fromordinal(max(end for end in ends if end is not None))


def days(document: Mapping[str, Any], start: date, end: date, *, calendar: str = "") -> Opening:
    """Say on which days a record is open between two dates, both included.

    `calendar` is a code of CALENDARS, by default that of the postal code: it counts where hours say
    `HOL`. Never raises for what a document holds; a ValueError for a window over LONGEST days.
    """
    notes = Notes()
    reading = read_opening(document, Window.of(start, end), calendar, notes)
    if reading is None or not reading.told:
        return Opening(None, remarks=notes.all())
    return Opening(Days(reading.window, reading.bits), reading.last, notes.all())


def read_opening(document: Mapping[str, Any], window: Window, calendar: str, notes: Notes) -> Reading | None:
    """Read the opening of a document over a window; nothing when it has none."""
    block = document.get(ROOT)
    if not isinstance(block, Mapping):
        if block is not None:
            notes.tell(ROOT, Flaw.WRONG_TYPE, block)
        return None
    found = Reading(block, window)
    found.all_year = _flag(block, "ouvertTouteLAnnee", "OUVERT_TOUTE_L_ANNEE", notes)
    found.closed_for_now = _flag(block, "fermeTemporairement", "FERME_TEMPORAIREMENT", notes)
    calendar = calendar or calendar_of(document)
    for path, period in listed(block, "periodesOuvertures", ROOT, notes):
        found.periods.append((path, period, read(period, path, window, calendar, notes)))
    if "fermeturesExceptionnelles" in block:
        for path, closure in listed(block, "fermeturesExceptionnelles", ROOT, notes):
            for bits in _closure(closure, path, window, notes):
                found.closed |= bits
    return found


def _flag(block: Json, name: str, word: str, notes: Notes) -> bool:
    held = block.get(name)
    if held is not None and held != word:
        notes.tell(f"{ROOT}.{name}", Flaw.WRONG_TYPE, held)
    return bool(held == word)


def _closure(closure: Json, path: str, window: Window, notes: Notes) -> Iterator[int]:
    """Give the days of an exceptional closure: a date, a feast of every year, dates worked out before."""
    written, name, dates = (closure.get(key) for key in ("dateFermeture", "dateSpeciale", "dates"))
    if written is not None and (ordinal := day_of(written, f"{path}.dateFermeture", notes)):
        yield window.at(ordinal)
    if isinstance(name, str) and name in FEASTS:
        yield feast(window, name)
    elif name is not None:
        notes.tell(f"{path}.dateSpeciale", Flaw.UNKNOWN_HOLIDAY, name)
    if isinstance(dates, list):
        for rank, one in enumerate(dates):
            if ordinal := day_of(one, f"{path}.dates[{rank}]", notes):
                yield window.at(ordinal)
    elif dates is not None:
        notes.tell(f"{path}.dates", Flaw.WRONG_TYPE, dates)

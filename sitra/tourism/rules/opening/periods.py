"""One opening period: its season, its rhythm, its exceptional days."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sitra.catalog.rules.validation.values import read_day
from sitra.tourism.rules.opening.remarks import Flaw, Notes
from sitra.tourism.rules.opening.timetable import EVERY_WEEKDAY, Json, listed, shut, timetable, truth
from sitra.tourism.rules.opening.window import LAST, Window, month, week

EVERY_DAY, EXCEPT, WEEKLY, MONTHLY = (
    "OUVERTURE_TOUS_LES_JOURS",
    "OUVERTURE_SAUF",
    "OUVERTURE_SEMAINE",
    "OUVERTURE_MOIS",
)
WEEK_DAYS: Final[Mapping[str, int]] = {
    "LUNDI": 1, "MARDI": 2, "MERCREDI": 4, "JEUDI": 8, "VENDREDI": 16, "SAMEDI": 32, "DIMANCHE": 64,
    "TOUS": EVERY_WEEKDAY,
}  # fmt: skip
MONTH_DAYS: Final[Mapping[str, int]] = {"D_1ER": 1, "D_2EME": 2, "D_3EME": 3, "D_4EME": 4, "D_DERNIER": LAST}

LATEST = date.max.toordinal()


class Read(NamedTuple):
    """What a period says of a window: its open days, its exceptional ones, all days it speaks of.

    `told` is false when nothing could be read; `last` is the ordinal of the last day it knows, none
    when it has no end.
    """

    opened: int = 0
    exceptional: int = 0
    covered: int = 0
    told: bool = False
    last: int | None = 0


def read(period: Json, path: str, window: Window, calendar: str, notes: Notes) -> Read:
    """Read a period; a part that cannot be read is told, and opens nothing."""
    extra, latest = 0, 0
    if "ouverturesExceptionnelles" in period:
        extra, latest = _exceptional(period, path, window, notes)
    held = bounds(period, path, notes)
    rhythm = _rhythm(period, path, window, notes, alone=not latest)
    if held is None or rhythm is None:
        return Read(exceptional=extra, told=bool(latest), last=latest)
    first, last = held
    if truth(period, "tousLesAns", path, notes):
        covered, end = _every_year(first, last, window), None
    else:
        covered = window.between(first.toordinal(), last.toordinal())
        end = max(last.toordinal(), latest)
    opened = covered & rhythm
    if "horaires" in period:
        opened &= ~shut(timetable(period, path, notes), window, calendar)
    return Read(opened, extra, covered, told=True, last=end)


def bounds(period: Json, path: str, notes: Notes) -> tuple[date, date] | None:
    """Give the first and the last day; both are needed, in order."""
    written = period.get("dateDebut"), period.get("dateFin")
    first, last = map(read_day, written)
    if first and last and first <= last:
        return first, last
    if written[0] is None:
        notes.tell(f"{path}.dateDebut", Flaw.NO_START)
    elif first is None:
        notes.tell(f"{path}.dateDebut", Flaw.BAD_DATE, written[0])
    if written[1] is None:
        notes.tell(f"{path}.dateFin", Flaw.NO_END)
    elif last is None:
        notes.tell(f"{path}.dateFin", Flaw.BAD_DATE, written[1])
    elif first:
        notes.tell(f"{path}.dateFin", Flaw.REVERSED, written[1])
    return None


@lru_cache(maxsize=4096)
def _every_year(first: date, last: date, window: Window) -> int:
    """Give the days between two dates of every year, from the first time on.

    A period holds the days that exist: one from or to 29 February ends on the 28th or begins on
    1 March in a year without it, and a period of that day alone is skipped.
    """
    if last.toordinal() + 1 >= _ordinal(first.year + 1, first.month, first.day, begins=True):
        return window.between(first.toordinal(), LATEST)
    over = last.year - first.year
    bits = 0
    for year in range(max(first.year, window.years[0] - over), window.years[1] + 1):
        begin = _ordinal(year, first.month, first.day, begins=True)
        bits |= window.between(begin, _ordinal(year + over, last.month, last.day, begins=False))
    return bits


def _ordinal(year: int, number: int, day: int, *, begins: bool) -> int:
    if year > date.max.year:
        return LATEST
    try:
        return date(year, number, day).toordinal()
    except ValueError:
        return date(year, 3, 1).toordinal() - (not begins)


def _rhythm(period: Json, path: str, window: Window, notes: Notes, *, alone: bool) -> int | None:
    """Give the days of a rhythm over the whole window; nothing when it cannot be read.

    `alone` says that no exceptional opening stands beside: then days are needed.
    """
    kind = period.get("type")
    if kind == EVERY_DAY or (kind is None and not _names_days(period)):
        return window.full
    if kind == EXCEPT:
        days, sound = weekdays(period, path, notes)
        return window.full & ~week(window, days) if sound else None
    if kind == WEEKLY:
        days, _ = weekdays(period, path, notes)
        bits, name = week(window, days) if days else None, "ouverturesJournalieres"
    elif kind == MONTHLY:
        bits, name = _monthly(period, path, window, notes), "ouverturesJourDuMois"
    else:
        notes.tell(f"{path}.type", Flaw.UNKNOWN_RHYTHM, kind)
        return None
    if alone and not period.get(name):
        notes.tell(f"{path}.{name}", Flaw.NO_DAYS)
    return bits


def _names_days(period: Json) -> bool:
    return bool(period.get("ouverturesJournalieres") or period.get("ouverturesJourDuMois"))


def _weekday(one: Json) -> int:
    word = one.get("jour")
    return WEEK_DAYS.get(word, 0) if isinstance(word, str) else 0


def weekdays(period: Json, path: str, notes: Notes) -> tuple[int, bool]:
    """Read the weekdays of a period as bits, and say whether all of them could be read."""
    held = period.get("ouverturesJournalieres")
    days, sound = 0, held is None or isinstance(held, list)
    for place, one in listed(period, "ouverturesJournalieres", path, notes):
        bit = _weekday(one)
        if not bit:
            notes.tell(f"{place}.jour", Flaw.UNKNOWN_DAY, one.get("jour"))
            sound = False
        days |= bit
    return days, sound and (held is None or all(isinstance(one, Mapping) for one in held))


def month_days(period: Json, path: str, notes: Notes) -> Iterator[tuple[str, int]]:
    """Give the days of the month that a period names: the word of their rank, their weekdays as bits."""
    for place, one in listed(period, "ouverturesJourDuMois", path, notes):
        word = one.get("jourDuMois")
        day = _weekday(one)
        if not isinstance(word, str) or word not in MONTH_DAYS:
            notes.tell(f"{place}.jourDuMois", Flaw.UNKNOWN_RANK, word)
        elif not day:
            notes.tell(f"{place}.jour", Flaw.UNKNOWN_DAY, one.get("jour"))
        else:
            yield word, day


def _monthly(period: Json, path: str, window: Window, notes: Notes) -> int | None:
    """Give the days that ranks in the month name; nothing when none could be read."""
    bits = None
    for word, day in month_days(period, path, notes):
        bits = (bits or 0) | month(window, MONTH_DAYS[word], day)
    return bits


def _exceptional(period: Json, path: str, window: Window, notes: Notes) -> tuple[int, int]:
    """Give the exceptional openings in a window, and the ordinal of the last one anywhere; 0 for none."""
    bits, latest = 0, 0
    for place, one in listed(period, "ouverturesExceptionnelles", path, notes):
        if ordinal := day_of(one.get("dateOuverture"), f"{place}.dateOuverture", notes):
            bits |= window.at(ordinal)
            latest = max(latest, ordinal)
    return bits, latest


def day_of(written: Any, path: str, notes: Notes) -> int:
    """Read a date as its ordinal; 0 when it is none, and told."""
    day = read_day(written)
    if day is None:
        notes.tell(path, Flaw.BAD_DATE, written)
        return 0
    return day.toordinal()

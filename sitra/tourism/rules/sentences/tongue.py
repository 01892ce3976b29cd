"""Days, times and lists in French and in English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from typing import Final

HARD = "\u00a0"
"""A space at which a line never ends."""

WEEK = 7
WEEKDAYS: Final = (
    ("lundi", "Monday"),
    ("mardi", "Tuesday"),
    ("mercredi", "Wednesday"),
    ("jeudi", "Thursday"),
    ("vendredi", "Friday"),
    ("samedi", "Saturday"),
    ("dimanche", "Sunday"),
)
MONTHS: Final = (
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
)
_RANGE = 3
"""Weekdays in a row that are said as a range."""
_NOON = 12


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language says days and times; any language but English is spoken in French."""

    language: str = "fr"

    def either(self, french: str, english: str) -> str:
        """Pick the words of the language."""
        return english if self.language == "en" else french

    def day(self, day: date, *, year: bool = True) -> str:
        """Say a date: `1er avril 2026`, `1 April 2026`."""
        number = "1er" if day.day == 1 and self.language != "en" else str(day.day)
        said = f"{number} {self.either(*MONTHS[day.month - 1])}"
        return f"{said} {day.year}" if year else said

    def span(self, first: date, last: date, *, year: bool = True) -> str:
        """Say the days from one date to another, without a capital; a year that both share once."""
        if first == last:
            weekday = self.either(*WEEKDAYS[first.weekday()])
            said = self.day(first, year=year)
            if not year:
                return self.either(f"le {said}", f"on {said}")
            return self.either(f"le {weekday} {said}", f"on {weekday} {said}")
        begin = self.day(first, year=year and first.year != last.year)
        end = self.day(last, year=year)
        return self.either(f"du {begin} au {end}", f"from {begin} to {end}")

    def days(self, days: Iterable[date]) -> str:
        """Say dates, a year after those that share it: `le 1er mai et le 3 août 2026`."""
        said: list[str] = []
        for _, same in groupby(sorted(set(days)), key=lambda day: day.year):
            year = list(same)
            article = self.either("le ", "on ")
            said += [f"{article}{self.day(day, year=day is year[-1])}" for day in year]
        return self.listed(said)

    def listed(self, said: Sequence[str]) -> str:
        """Join words as people do: `a, b et c`."""
        if len(said) < 2:  # noqa: PLR2004 - one, or none
            return "".join(said)
        return f"{', '.join(said[:-1])}{self.either(' et ', ' and ')}{said[-1]}"

    def time(self, at: time) -> str:
        """Say a time of day: `9 h 30`, `9.30 am`; noon and midnight by their names in English."""
        if self.language != "en":
            return f"{at.hour}{HARD}h{HARD}{at.minute:02d}" if at.minute else f"{at.hour}{HARD}h"
        if at.minute == 0 and at.hour % _NOON == 0:
            return "noon" if at.hour else "midnight"
        hour, half = at.hour % _NOON or _NOON, "am" if at.hour < _NOON else "pm"
        return f"{hour}.{at.minute:02d}{HARD}{half}" if at.minute else f"{hour}{HARD}{half}"

    def lasting(self, every: timedelta) -> str:
        """Say a time between two starts: `toutes les 30 minutes`, `toutes les 2 heures`."""
        hours, minutes = divmod(int(every.total_seconds()) // 60, 60)
        if not minutes:
            if hours == 1:
                return self.either("toutes les heures", "every hour")
            return self.either(f"toutes les {hours} heures", f"every {hours} hours")
        if hours:
            return self.either(
                f"toutes les {hours}{HARD}h{HARD}{minutes:02d}", f"every {hours}{HARD}h{HARD}{minutes:02d}"
            )
        return self.either(f"toutes les {minutes} minutes", f"every {minutes} minutes")

    def weekdays(self, days: int, *, bare: bool = False) -> str:
        """Say weekdays, Monday the lowest bit: `du lundi au vendredi`, `le samedi et le dimanche`.

        `bare` leaves articles out, as after `sauf`: `lundi et mardi`, `du lundi au mercredi`.
        """
        said = []
        for run in _runs(days):
            names = [self.either(*WEEKDAYS[day]) for day in run]
            if len(run) >= _RANGE:
                said.append(
                    self.either(
                        f"du {names[0]} au {names[-1]}",
                        f"{'' if bare else 'from '}{names[0]} to {names[-1]}",
                    )
                )
            elif bare:
                said += names
            else:
                said += [self.either(f"le {name}", f"on {name}s") for name in names]
        return self.listed(said)


def sentence(words: str) -> str:
    """Begin with a capital and end with a full stop; the case of all else stays."""
    words = words.strip().rstrip(".").rstrip()
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _runs(days: int) -> list[list[int]]:
    """Give weekdays in runs; one that goes over Sunday is one run."""
    found: list[list[int]] = []
    for day in range(WEEK):
        if days >> day & 1:
            if found and found[-1][-1] == day - 1:
                found[-1].append(day)
            else:
                found.append([day])
    if len(found) > 1 and found[0][0] == 0 and found[-1][-1] == WEEK - 1:
        found = [*found[1:-1], found[-1] + found[0]]
    return found

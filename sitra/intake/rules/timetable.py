"""When a harvest is due: at an hour, on some days, or every few hours."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sitra.kit.errors import Impossible

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
"""Days of the week, Monday being 0 as for `date.weekday`."""
_WEEK, _MOST_HOURS, _HOUR = 7, 24 * 7, 3600
NIGHT = time(3, 30)


@dataclass(frozen=True, slots=True)
class Timetable:
    """At `hour` on `days` (none: every day), local time; or, with `every`, each so many hours."""

    hour: time = NIGHT
    days: Collection[int] = ()
    every: int | None = None

    def __post_init__(self) -> None:
        if not set(self.days) <= set(range(_WEEK)):
            raise Impossible(f"Les jours sont à choisir parmi {', '.join(DAYS)}.")
        if self.every is not None and not 1 <= self.every <= _MOST_HOURS:
            raise Impossible(f"L'intervalle est de 1 à {_MOST_HOURS} heures.")
        if self.every is not None and self.days:
            raise Impossible("Choisissez soit des jours et une heure, soit un intervalle en heures.")

    def after(self, now: datetime) -> datetime:
        """Give the first time that comes after an instant, which says its time zone.

        An hour that a change of clocks skips is kept an hour later; one that it repeats comes once.
        """
        if self.every is not None:
            return datetime.fromtimestamp(now.timestamp() + self.every * _HOUR, tz=now.tzinfo)
        for ahead in range(_WEEK + 2):
            day = now.date() + timedelta(days=ahead)
            due = datetime.combine(day, self.hour, tzinfo=now.tzinfo)
            if (not self.days or day.weekday() in self.days) and due.timestamp() > now.timestamp():
                return due
        raise AssertionError

    def words(self) -> str:
        """Say it in French."""
        if self.every is not None:
            return "toutes les heures" if self.every == 1 else f"toutes les {self.every} heures"
        named = ", ".join(DAYS[one] for one in sorted(set(self.days)))
        return f"{f'le {named}' if named else 'chaque jour'} à {self.hour:%H:%M}"


def days(text: str) -> list[int]:
    """Read days of the week, by their French names or beginnings, between commas."""
    found = []
    for word in filter(None, (part.strip().lower() for part in text.split(","))):
        named = [rank for rank, day in enumerate(DAYS) if day.startswith(word)]
        if len(word) < 2 or len(named) != 1:  # noqa: PLR2004 - "m" is two days
            raise Impossible(f"« {word} » n'est pas un jour : choisissez parmi {', '.join(DAYS)}.")
        found += named
    return sorted(set(found))

"""Who said last that a value is right, and when it is to be asked again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import Value, kept
from sitra.catalog.rules.validation.values import read_day
from sitra.tourism.events import Means
from sitra.tourism.rules.overlays import covers


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said at one moment: these paths are right, besides those."""

    at: datetime
    means: Means
    paths: Sequence[str]
    besides: Sequence[str] = ()
    who: str = ""

    def holds(self, path: str) -> bool:
        """Say whether a value is among those that were said to be right."""
        return any(covers(one, path) or covers(path, one) for one in self.paths) and not any(
            covers(one, path) or covers(path, one) for one in self.besides
        )


@dataclass(frozen=True, slots=True)
class Fresh:
    """A value of a record: who confirmed it last, if anybody did, and until when it is believed.

    `ends` is the last day it speaks of, when that is what makes it due.
    """

    value: Value
    word: Word | None
    due_on: date
    ends: date | None = None


def fresh(document: Mapping[str, Any], kind: Kind, words: Iterable[Word], born: datetime) -> list[Fresh]:
    """Say of each value that goes stale who confirmed it last; without one, it is as old as its record."""
    told = sorted(words, key=lambda word: word.at, reverse=True)
    found = []
    for value in kept(document, kind):
        word = next((one for one in told if one.holds(value.path)), None)
        due = (word.at if word else born).date() + timedelta(days=value.days)
        last = last_day(document, value.path)
        if last and last < due:
            found.append(Fresh(value, word, last + timedelta(days=1), last))
        else:
            found.append(Fresh(value, word, due))
    return found


def first_due(document: Mapping[str, Any], kind: Kind, words: Iterable[Word], born: datetime) -> date | None:
    """Give the day on which the first value of a record is to be asked again."""
    return min((one.due_on for one in fresh(document, kind, words, born)), default=None)


_DATED = {
    "ouverture.periodesOuvertures": ("ouverture", "periodesOuvertures"),
    "descriptionTarif.periodes": ("descriptionTarif", "periodes"),
}


def last_day(document: Mapping[str, Any], path: str) -> date | None:
    """Give the last day that opening periods or rates speak of; nothing when it has no end."""
    if path not in _DATED:
        return None
    block, name = _DATED[path]
    held = document.get(block)
    periods = held.get(name) if isinstance(held, Mapping) else None
    ends = [
        None if one.get("tousLesAns") else read_day(one.get("dateFin"))
        for one in (periods if isinstance(periods, list) else ())
        if isinstance(one, Mapping)
    ]
    days = [end for end in ends if end]
    return max(days) if days and len(days) == len(ends) else None


def moment(changed_on: str, now: datetime) -> datetime:
    """Give when a source last looked at a record: the day it says, in the past, else now."""
    day = read_day(changed_on)
    if day is None or day >= now.date():
        return now
    return datetime(day.year, day.month, day.day, 12, tzinfo=now.tzinfo)

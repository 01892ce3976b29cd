"""Days of the week as people write them in a cell: `lundi-vendredi`, `sam, dim`, `sauf mardi`."""

import re
from typing import Final

from sitra.kit.texts import fold
from sitra.tourism.rules.opening.periods import EVERY_DAY, EXCEPT, WEEK_DAYS, WEEKLY

NAMES: Final = tuple(name for name in WEEK_DAYS if name != "TOUS")
_ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _spellings() -> dict[str, int]:
    found: dict[str, int] = {}
    for rank, (wire, english) in enumerate(zip(NAMES, _ENGLISH, strict=True)):
        french = wire.lower()
        for word in (french, f"{french}s", french[:3], french[:2], english, f"{english}s", english[:3]):
            found.setdefault(word, rank)
    return found


_WORDS: Final = _spellings()
_WEEKEND: Final = frozenset({"weekend", "weekends"})
_FILLER: Final = frozenset({"le", "les", "et", "and", "on", "the", "uniquement", "seulement", "only", "from"})
_RANGE: Final = frozenset({"-", "au", "a", "to"})
_EVERY: Final = frozenset(
    {"", "tous les jours", "tlj", "7j 7", "7 7", "every day", "daily", "tous", "toute la semaine"}
)
_BUT = re.compile(
    r"^(?:tous les jours |tlj |every day |daily )?(?:sauf|except|hors|ferme)(?: ferme)?(?: |$)(.*)$"
)


class NoDays(ValueError):
    """Words that name no days of the week."""


def read_weekdays(words: str) -> tuple[str, list[str]]:
    """Read the rhythm that words say, and its days in the order of the week; raises `NoDays`."""
    plain = fold(words.replace("/", " / ")).replace("week end", "weekend")
    if plain in _EVERY:
        return EVERY_DAY, []
    if found := _BUT.match(plain):
        days = _named(_dashed(words), skip=frozenset(plain[: found.start(1)].split()))
        if len(days) == len(NAMES):
            raise NoDays(words)
        return EXCEPT, days
    days = _named(_dashed(words))
    return (EVERY_DAY, []) if len(days) == len(NAMES) else (WEEKLY, days)


def _dashed(words: str) -> list[str]:
    """Fold words, and keep the dashes that make a range."""
    spaced = re.sub(r"(?i)week[- ]?end", "weekend", words)
    parts = re.split(r"\s*[-–—]\s*", spaced)
    return " - ".join(fold(part) for part in parts).split()


def _named(words: list[str], skip: frozenset[str] = frozenset()) -> list[str]:
    found: set[int] = set()
    before: int | None = None
    in_range = False
    for word in words:
        if word in _RANGE and before is not None:
            in_range = True
        elif word in _WEEKEND:
            found |= {5, 6}
        elif word in _WORDS:
            day = _WORDS[word]
            found |= set(_between(before, day)) if in_range and before is not None else {day}
            before, in_range = day, False
        elif word not in _FILLER | skip | {"du", "of"}:
            raise NoDays(word)
    if not found or in_range:
        raise NoDays(" ".join(words))
    return [NAMES[day] for day in sorted(found)]


def _between(first: int, last: int) -> list[int]:
    """Give the days from one to another, over Sunday where need be."""
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]

"""Names of things, reduced to the words that tell one from another."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from rapidfuzz import fuzz

from sitra.kit.texts import fold
from sitra.tourism.rules.name_words import BRANDS, HALF, LABELS, PLAIN, SETTLING, SILENT, SORT, SPELLINGS

_STARS = re.compile(r"\b[1-5]\s*(?:\*+|étoiles?|etoiles?)|\*+", re.IGNORECASE)
_LABELS = re.compile(rf"\b(?:{'|'.join(LABELS)})\b")
_SECOND = re.compile(r"\s*/\s*|\s&\s|\s-\s*(?=restaurant\b)", re.IGNORECASE)
_PLAIN_WEIGHT, _HALF_WEIGHT, _LOCAL_WEIGHT = 0.12, 0.5, 0.3
_CLOSE, _LONG = 84.0, 4
_JOINED, _FULL = 90.0, 8
"""Likeness, in percent, of names run together that are one; letters from which they tell as a word does."""
_ONE_SIDED = 0.3
"""How much a word counts against two names when the other name has no other word in its place."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its words with how much each tells, those run together, and what it says of the house."""

    words: tuple[tuple[str, float], ...]
    joined: str
    settling: frozenset[str]
    figures: frozenset[str]
    sorts: frozenset[str]
    brands: frozenset[str]

    @property
    def ground(self) -> float:
        """How much the whole name tells."""
        return sum(weight for _, weight in self.words)

    @property
    def telling(self) -> tuple[str, ...]:
        """Words that say more than the kind."""
        return tuple(word for word, weight in self.words if weight > _PLAIN_WEIGHT)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How like two names are, from 0 to 1, on how much ground, and what speaks against it.

    `parted`: a word or a number settles that they differ.
    """

    share: float
    ground: float
    parted: bool
    mixed: bool
    """The names say two sorts of place."""


def variants(text: str, place: str = "") -> list[Name]:
    """Give a name whole, and without what comes after a stroke, an ampersand or its restaurant."""
    whole, main = named(text, place), named(_SECOND.split(text, maxsplit=1)[0], place)
    return [whole, main] if main != whole and main.ground >= 1.0 else [whole]


@lru_cache(maxsize=8192)
def named(text: str, place: str = "") -> Name:
    """Weigh the words of a name; those of the name of the commune tell little."""
    local = frozenset(_spelled(place))
    weighed = {word: _weight(word, local) for word in _spelled(_STARS.sub(" ", text))}
    telling = [word for word, weight in weighed.items() if weight > _PLAIN_WEIGHT]
    settling = SETTLING.intersection(weighed)
    figures = frozenset(word for word in weighed if word.isdigit())
    sorts = frozenset(SORT[word] for word in weighed if word in SORT)
    brands = BRANDS.intersection(fold(text).split())
    return Name(tuple(weighed.items()), "".join(telling or weighed), settling, figures, sorts, brands)


def _spelled(text: str) -> list[str]:
    folded = fold(text)
    words = (SPELLINGS.get(word, word) for word in (_LABELS.sub(" ", folded).split() or folded.split()))
    return [word for word in words if word and word not in SILENT]


def _weight(word: str, local: frozenset[str]) -> float:
    if word in PLAIN:
        return _PLAIN_WEIGHT
    if word in local:
        return _LOCAL_WEIGHT
    return _HALF_WEIGHT if word in HALF else 1.0


def closeness(one: Name, other: Name) -> Closeness:
    """Compare two names word by word, forgiving spelling, order, and words that one of them leaves out."""
    left, right = dict(one.words), dict(other.words)
    shared = [(word, word, 100.0) for word in left if word in right]
    lone_left = [word for word in left if word not in right]
    lone_right = [word for word in right if word not in left]
    shared += _twins(lone_left, lone_right)
    matched = fsum(min(left[a], right[b]) * ratio / 100 for a, b, ratio in shared)
    met_left, met_right = {a for a, _, _ in shared}, {b for _, b, _ in shared}
    missing = sorted(
        (
            fsum(weight for word, weight in left.items() if word not in met_left),
            fsum(weight for word, weight in right.items() if word not in met_right),
        )
    )
    misspelled = fsum(min(left[a], right[b]) * (1 - ratio / 100) for a, b, ratio in shared)
    against = missing[0] + _ONE_SIDED * (missing[1] - missing[0]) + misspelled
    share = matched / (matched + against) if matched else 0.0
    run = fuzz.ratio(one.joined, other.joined) if one.joined and other.joined else 0.0
    if run >= _JOINED and run / 100 > share:
        share, matched = run / 100, max(matched, min(1.0, min(len(one.joined), len(other.joined)) / _FULL))
    rivals = bool(one.brands and other.brands) and not one.brands & other.brands
    numbered = bool(one.figures and other.figures) and one.figures != other.figures
    parted = rivals or numbered or (one.settling != other.settling and one.joined != other.joined)
    mixed = bool(one.sorts and other.sorts) and not one.sorts & other.sorts
    return Closeness(share, matched, parted, mixed)


def _twins(left: list[str], right: list[str]) -> list[tuple[str, str, float]]:
    """Pair words of two names that are the same but for their spelling, best first."""
    scored = sorted(
        (
            (fuzz.ratio(a, b), a, b)
            for a in left
            if len(a) >= _LONG and not a.isdigit()
            for b in right
            if len(b) >= _LONG and not b.isdigit()
        ),
        key=lambda one: (-one[0], min(one[1:]), max(one[1:])),
    )
    found: list[tuple[str, str, float]] = []
    for ratio, a, b in scored:
        if ratio < _CLOSE:
            break
        if all(a != x and b != y for x, y, _ in found):
            found.append((a, b, ratio))
    return found

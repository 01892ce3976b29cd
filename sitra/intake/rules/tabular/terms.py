"""From the words of a file to the terms of a vocabulary."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Protocol

from sitra.kit.texts import fold
from sitra.vocabulary.rules.book import TermBook

_STARS = re.compile(
    r"^\s*(?:([1-5])\s*(?:\*+|★+|étoiles?|etoiles?|stars?|épis?|epis?)?|([*★]{1,5}))\s*$", re.IGNORECASE
)
_UNITS = ("etoile", "etoiles", "epi", "epis")


class Lexicon(Protocol):
    """Where words are looked up."""

    def find(self, vocabulary: str, words: str) -> int | None:
        """Give the term that is called so, or has that number."""


class TermWords:
    """The labels of all terms in all languages, folded and in the singular."""

    def __init__(self, book: TermBook) -> None:
        self._book = book

    def find(self, vocabulary: str, words: str) -> int | None:
        """Give the term that is called so in any language, or has that number; nothing when in doubt."""
        if words.isdecimal() and len(words) < 10:  # noqa: PLR2004 - the longest numbers of terms
            term = self._book.get(int(words))
            if term and term.type == vocabulary:
                return term.id
        labels = self._labels.get(vocabulary, {})
        for wanted in (loose(words), *_starred(words)):
            if found := labels.get(wanted):
                return found
        return None

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for term in sorted(self._book, key=lambda one: (not one.active, one.order)):
            for label in term.labels.values():
                found.setdefault(term.type, {}).setdefault(loose(str(label)), term.id)
        return found


def loose(words: str) -> str:
    """Fold words and drop what tells the plural."""
    return " ".join(one.rstrip("sx") or one for one in fold(words).split())


def _starred(words: str) -> Iterable[str]:
    """Read `***` or `3*` as ratings are called."""
    found = _STARS.match(words)
    if not found:
        return ()
    count = found[1] or str(len(found[2]))
    return [loose(f"{count} {unit}") for unit in _UNITS]

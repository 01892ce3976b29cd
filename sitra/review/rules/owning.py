"""What becomes of a private text as somebody typed it, beside what it says by now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256

from sitra.kit.texts import fold

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Typed:
    """A private text as a form holds it; `name` is empty for a new one, `mark` is that of what was read."""

    name: str
    mark: str
    title: str
    text: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Say whether it has words in no language."""
        return not any(words.strip() for words in self.text.values())


class Fate(Enum):
    """What is to be done with a text."""

    LEFT = auto()
    WRITTEN = auto()
    ERASED = auto()
    CONTESTED = auto()
    """A colleague wrote other words meanwhile."""


def mark(title: str, text: Mapping[str, str]) -> str:
    """Mark a text, so that a form says which one it showed; spaces around words do not count."""
    said = sorted((key, _plain(words)) for key, words in text.items() if _plain(words))
    return sha256(repr((_plain(title), said)).encode()).hexdigest()[:16]


def fate(typed: Typed, now: tuple[str, Mapping[str, str]] | None) -> Fate:
    """Decide about a text, of which `now` is the title and the words by now, nothing when it is not there.

    Whoever changed nothing lets others be right; whoever emptied every language erases.
    """
    current = mark(*now) if now else ""
    if mark(typed.title, typed.text) in {typed.mark, current} or (now is None and typed.empty):
        return Fate.LEFT
    if typed.mark != current:
        return Fate.CONTESTED
    return Fate.ERASED if typed.empty else Fate.WRITTEN


def technical_name(member: int, title: str, taken: Collection[str]) -> str:
    """Make the technical name of a new text, `4_accueil-des-groupes`, unlike those that are taken."""
    words = "".join(sign for sign in fold(title) if not sign.isdigit()).split()
    first = f"{member}_{'-'.join(words) or 'texte'}"[: LONGEST_NAME - 4].rstrip("-")
    ranks = (f"{first}-{rank}" for rank in range(2, len(taken) + 3))
    return next(name for name in (first, *ranks) if name not in taken)


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()

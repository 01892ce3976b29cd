"""What a draft changes in the words of a record, marked where they are read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 4_000
"""Words of both texts above which they are marked whole: comparing them word by word would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, and whether they are new."""

    text: str
    new: bool = False


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Cut a text into what it said before and what is new in it; the pieces put together are the text."""
    if before == after or not after:
        return (Piece(after),) if after else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not before or len(old) + len(new) > MOST_WORDS:
        return (Piece(after, new=True),)
    matched = SequenceMatcher(None, old, new, autojunk=False)
    found = [(new[low:high], move != "equal") for move, _, _, low, high in matched.get_opcodes()]
    return tuple(Piece("".join(words), is_new) for words, is_new in found if words)


def lines(before: Iterable[str], after: Sequence[str]) -> list[Piece]:
    """Say which lines of a list were not in it before."""
    known = set(before)
    return [Piece(one, one not in known) for one in after]

"""Lists too long for one page: a form holds some of their items, and those before and after it stay.

A form says so (`tranche`) by how many items stand before those it holds and after them, so that it can be
sent again when its own items have become more or less; `sign` tells whether those around are still the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

WINDOW = "tranche"
"""Name under which a form says which part of a list it holds."""
PAGE = 20
"""Items of a list that a page shows."""
WHOLE = frozenset({"ouverture.periodesOuvertures", "descriptionTarif.periodes"})
"""Lists that are drawn and judged as a whole, however long."""
_DIGEST = 8
_LONGEST = 7

type Items = Sequence[Any]
type Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that a form holds: how many items stand before it and after it."""

    name: str
    first: int
    rest: int
    sign: str

    @property
    def said(self) -> str:
        """Put it as a form says it."""
        return f"{self.name}:{self.first}:{self.rest}:{self.sign}"

    def around(self, held: Items) -> tuple[Items, Items] | None:
        """Give the items before and after it; nothing where these are no longer what they were."""
        if self.first + self.rest > len(held):
            return None
        before, after = held[: self.first], held[len(held) - self.rest :]
        return (before, after) if _sign(before, after) == self.sign else None


def window(name: str, held: Items, asked: int, *, last: bool = False) -> Window | None:
    """Give the part of a list in which the item `asked` stands, or the last one; a short list is whole."""
    if len(held) <= PAGE or name in WHOLE:
        return None
    end = (len(held) - 1) // PAGE
    first = PAGE * (end if last else min(max(asked, 0) // PAGE, end))
    rest = max(len(held) - first - PAGE, 0)
    return Window(name, first, rest, _sign(held[:first], held[len(held) - rest :]))


def windows(sent: Sent) -> dict[str, Window]:
    """Read which parts of lists a form holds; what says none is left."""
    found = (_read(words) for words in sent.get(WINDOW, ()))
    return {one.name: one for one in found if one}


def place(name: str) -> tuple[str, int] | None:
    """Give the list in which a name of a form stands, and its rank there: `illustrations.41.legende`."""
    steps = name.split(".")
    rank = next((at for at, step in enumerate(steps) if step.isdecimal()), 0)
    return (".".join(steps[:rank]), int(steps[rank])) if rank and len(steps[rank]) <= _LONGEST else None


def outside(name: str, held: Window, before: int, after: int) -> str:
    """Give a name of a list that a form does not hold as it is now called; empty where the form holds it.

    The list had `before` items and has `after`.
    """
    found = place(name)
    if found is None or found[0] != held.name:
        return ""
    rank = found[1]
    if rank < held.first:
        return name
    if rank < before - held.rest:
        return ""
    start = f"{held.name}.{rank}"
    return f"{held.name}.{rank + after - before}{name.removeprefix(start)}"


def _read(words: str) -> Window | None:
    name, *counts, sign = words.split(":") if words.count(":") == 3 else ("", "", "")  # noqa: PLR2004 - parts
    if not name or not all(one.isdecimal() and len(one) <= _LONGEST for one in counts):
        return None
    return Window(name, int(counts[0]), int(counts[1]), sign)


def _sign(before: Items, after: Items) -> str:
    said = orjson.dumps((list(before), list(after)), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=_DIGEST).hexdigest()

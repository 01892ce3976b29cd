"""What a selection holds and shows, without table or clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from sitra.delivery.events import Turn
from sitra.kit.texts import label
from sitra.search.rules import asking
from sitra.search.rules.asking import Question
from sitra.search.rules.conditions import NOTHING, Condition

_DAYS = {Turn.DAY: 1, Turn.WEEK: 7}
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio: numbers that follow each other land far apart."""


@dataclass(frozen=True)
class Line:
    """A selection as it is evaluated: `question` keeps records, people add some and refuse others.

    `ordered` go first; with `shown`, so many are shown at once and the others wait for their turn.
    """

    id: int
    member_id: int
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    question: Question | None = None
    added: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    ordered: tuple[int, ...] = ()
    shown: int | None = None
    turn: Turn = Turn.DAY

    @cached_property
    def by_hand(self) -> frozenset[int]:
        """The records that somebody added and nobody refused."""
        return frozenset(self.added) - frozenset(self.refused)

    def label(self, language: str = "fr") -> str:
        """Name it in a language, by its own name where it has none."""
        return label(self.labels, language) or self.name


def condition(line: Line, asked: Condition | None, opened: Condition) -> Condition:
    """Put a selection as a condition: what its question keeps, and what was done by hand.

    `asked` is its question as a condition, nothing for one that is picked by hand; nobody sees more than
    what is `opened`.
    """
    kept = asking.any_of([asked or NOTHING, asking.numbered(line.by_hand)]) if line.by_hand else asked
    whole = asking.all_of([opened, kept or NOTHING])
    return asking.but(whole, asking.numbered(line.refused)) if line.refused else whole


def in_turn(line: Line, numbers: Sequence[int], day: date) -> list[int]:
    """Give those of a selection that are shown on a day: those in front, then the next ones of the ring."""
    if line.shown is None or len(numbers) <= line.shown:
        return list(numbers)
    held = set(numbers)
    front = [number for number in line.ordered if number in held][: line.shown]
    ring = _ring(line.id, [number for number in numbers if number not in set(front)])
    room = line.shown - len(front)
    start = (day.toordinal() // _DAYS[line.turn]) * room % len(ring)
    return [*front, *(ring * 2)[start : start + room]]


def in_order(line: Line, numbers: Sequence[int]) -> list[int]:
    """Put first what people put first."""
    held = dict.fromkeys(numbers)
    front = [number for number in line.ordered if number in held]
    for number in front:
        del held[number]
    return [*front, *held]


def _ring(seed: int, numbers: Sequence[int]) -> list[int]:
    """Order numbers as by chance, always the same."""
    found = np.array(sorted(numbers), dtype=np.uint64)
    drawn = (found + np.uint64(seed)) * _SPREAD
    return [int(number) for number in found[np.argsort(drawn, kind="stable")]]

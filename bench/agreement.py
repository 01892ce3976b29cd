"""Whether engines answer the same: before that, how fast they do says nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.engines import Answer, Engine
from bench.questions import WORDY, Question

SAMPLE = 25
"""Questions of each shape that are compared."""


@dataclass(slots=True)
class Agreement:
    """How many questions were compared, and of how many total, numbers and counts were the same."""

    asked: int = 0
    totals: int = 0
    numbers: int = 0
    counts: int = 0
    overlap: float = 0.0
    """Share of the numbers of both that are in both, summed."""
    found: int = 0
    """Records that ours found, in all."""
    first: str = ""
    """The first question on which they differ, for whoever looks for the reason."""

    def holds(self, shape: str) -> bool:
        """Say whether the figures may be compared; by words, engines never find quite the same."""
        if shape in WORDY:
            return True
        return self.totals == self.numbers == self.counts == self.asked

    def words(self, shape: str) -> str:
        """Say it in a few words."""
        if not self.asked:
            return "not asked"
        if shape in WORDY:
            return f"{self.totals}/{self.asked} totals, {self.overlap / self.asked:.0%} of the page"
        if self.holds(shape):
            return f"agrees ({self.asked})"
        return f"DIFFERS: {self.totals} totals, {self.numbers} pages, {self.counts} counts of {self.asked}"


def compare(
    ours: Engine, other: Engine, questions: Mapping[str, Sequence[Question]], sample: int = SAMPLE
) -> dict[str, Agreement]:
    """Ask both a sample of each shape that the other can answer."""
    found: dict[str, Agreement] = {}
    for shape, asked in questions.items():
        if able := [(rank, one) for rank, one in enumerate(asked) if other.can(one)]:
            found[shape] = agreement = Agreement()
            for rank, one in able[:sample]:
                mine, theirs = (engine.read(one, engine.ask(one, rank)) for engine in (ours, other))
                _note(agreement, mine, theirs, one)
    return found


def _note(agreement: Agreement, mine: Answer, theirs: Answer, asked: Question) -> None:
    agreement.asked += 1
    agreement.found += mine.total or 0
    same = (
        theirs.total is None or mine.total == theirs.total,
        mine.numbers == theirs.numbers,
        mine.counts is None or theirs.counts is None or _plain(mine.counts) == _plain(theirs.counts),
    )
    agreement.totals += same[0]
    agreement.numbers += same[1]
    agreement.counts += same[2]
    a, b = (set(map(str, one.numbers)) for one in (mine, theirs))
    agreement.overlap += len(a & b) / len(a | b) if a | b else 1.0
    if not all(same) and not agreement.first:
        agreement.first = (
            f"{asked.v002()}: {mine.total} {mine.numbers[:5]}, {theirs.total} {theirs.numbers[:5]}"
        )


def _plain(counts: Any) -> dict[str, list[tuple[str, int]]]:
    """Write counts so that they can be compared: by field, pairs of a value and how many."""
    return {name: sorted((str(value), many) for value, many in pairs) for name, pairs in counts.items()}

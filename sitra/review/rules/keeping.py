"""Which of two records should go on under its number."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Merits:
    """What speaks for keeping a record: `completeness` is 0 to 100, `sources` how many know it."""

    number: int
    published: bool
    completeness: int
    sources: int
    created_at: datetime


def kept(one: Merits, other: Merits) -> int:
    """Give the number of the record to keep: published, fuller, known by more sources, older."""
    best = max(
        (one, other),
        key=lambda it: (
            it.published,
            it.completeness,
            it.sources,
            -it.created_at.timestamp(),
            -it.number,
        ),
    )
    return best.number

"""The order of what was found, worked out on columns: the index itself sorts by one field only."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sitra.search.rules.around import Circle

NAME, NUMBER, RELEVANCE = "NOM", "IDENTIFIANT", "PERTINENCE"
DISTANCE, CHANCE, OPENING = "DISTANCE", "RANDOM", "DATE_OUVERTURE"
CHANGE = "MODIFICATION"

type Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Order:
    """How records are ordered; ties go by number, and follow the direction with the rest.

    Relevance has one direction. Distance needs a circle, chance a seed.
    """

    by: str = NUMBER
    ascending: bool = True
    circle: Circle | None = None
    seed: str = ""


def ranked(
    keys: NDArray[np.generic], numbers: Numbers, first: int, count: int, *, ascending: bool = True
) -> NDArray[np.intp]:
    """Give the places of a page of what is ordered by a key, then by number; what has no key comes last.

    Only what stands before the end of the page is put in order.
    """
    end = first + count
    if not ascending or end >= len(keys):
        places = np.lexsort((numbers, keys))
        return (places if ascending else places[::-1])[first:end]
    near = np.partition(keys, end)[end]
    before = np.flatnonzero(keys <= near) if near == near else np.arange(len(keys))  # noqa: PLR0124 - not a number differs from itself
    return before[np.lexsort((numbers[before], keys[before]))][first:end]


def drawn(numbers: Numbers, seed: str) -> NDArray[np.uint64]:
    """Draw a lot for each number: the same for the same seed (splitmix64 of the number and the seed)."""
    start = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "little")
    lots = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(start)
    lots = (lots ^ (lots >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    lots = (lots ^ (lots >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(lots ^ (lots >> np.uint64(31)), dtype=np.uint64)

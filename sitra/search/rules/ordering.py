"""The order of what was found, worked out on columns: the index itself sorts by one field only."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sitra.search.rules.around import Circle

NAME, NUMBER, RELEVANCE = "NOM", "IDENTIFIANT", "PERTINENCE"
DISTANCE, CHANCE, OPENING = "DISTANCE", "RANDOM", "DATE_OUVERTURE"

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


def ranked(numbers: Numbers, columns: Sequence[NDArray[np.generic]], *, ascending: bool = True) -> Numbers:
    """Order numbers by columns, the first one the most telling, then by themselves."""
    order = np.lexsort((numbers, *reversed(columns)))
    return numbers[order if ascending else order[::-1]]


def drawn(numbers: Numbers, seed: str) -> NDArray[np.uint64]:
    """Draw a lot for each number: the same for the same seed (splitmix64 of the number and the seed)."""
    start = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "little")
    lots = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(start)
    lots = (lots ^ (lots >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    lots = (lots ^ (lots >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(lots ^ (lots >> np.uint64(31)), dtype=np.uint64)

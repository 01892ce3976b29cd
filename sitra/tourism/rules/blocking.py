"""Which records are worth comparing: those that share a key held by few."""

import hashlib
import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sitra.tourism.rules.likeness import FAMILY
from sitra.tourism.rules.traits import Traits

BLOCK = 40
"""Most records a key may bring together: one that more hold tells nothing and is left out."""

_CELL = 0.004
"""Side of a cell of the grid, in degrees: some 440 m north, 300 m east in France."""
_SHIFTS = ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5))
_STEM = 5
"""Letters of a word that make a key: the ends of words are what spellings differ by."""

type Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs worth comparing, in rising order, the lower number first, and what is left out."""

    lower: Numbers
    upper: Numbers
    left_out: int
    """Keys left out because more than `BLOCK` records hold them."""

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.lower.tolist(), self.upper.tolist(), strict=True)

    def __len__(self) -> int:
        return len(self.lower)

    def since(self, number: int) -> "Candidates":
        """Give the pairs whose lower number is this one or above."""
        rank = int(np.searchsorted(self.lower, number))
        return Candidates(self.lower[rank:], self.upper[rank:], self.left_out)

    def among(self, numbers: Collection[int]) -> "Candidates":
        """Give the pairs that one of these records is in."""
        asked = np.fromiter(numbers, dtype=np.int64, count=len(numbers))
        kept = np.isin(self.lower, asked) | np.isin(self.upper, asked)
        return Candidates(self.lower[kept], self.upper[kept], self.left_out)


def _none() -> Numbers:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of every record, some 150 bytes a record: renewed by what changed, never by pieces.

    `numbers` and `revisions` tell which state of which record was read; `held` and `holders` are a
    key and the record that holds it, one row each.
    """

    numbers: Numbers = field(default_factory=_none)
    revisions: Numbers = field(default_factory=_none)
    held: Numbers = field(default_factory=_none)
    holders: Numbers = field(default_factory=_none)

    def unread(self, numbers: Numbers, revisions: Numbers) -> Numbers:
        """Give which of these records, in these revisions, were not read."""
        return numbers[~np.isin(_state(numbers, revisions), _state(self.numbers, self.revisions))]

    def renewed(
        self, numbers: Numbers, revisions: Numbers, read: Iterable[tuple[int, int, frozenset[int]]]
    ) -> "Keyring":
        """Give the ring of these records: what is unchanged stays, `read` is number, revision and keys."""
        stays = np.isin(_state(self.numbers, self.revisions), _state(numbers, revisions))
        kept = np.isin(self.holders, self.numbers[stays])
        fresh = tuple(array("q") for _ in range(4))
        for number, revision, keyed in read:
            fresh[0].append(number)
            fresh[1].append(revision)
            fresh[2].extend(keyed)
            fresh[3].extend([number] * len(keyed))
        old = (self.numbers[stays], self.revisions[stays], self.held[kept], self.holders[kept])
        return Keyring(
            *(np.concatenate([part, np.array(more)]) for part, more in zip(old, fresh, strict=True))
        )

    def with_all(self, read: Iterable[tuple[int, int, frozenset[int]]]) -> "Keyring":
        """Give the ring with these records added: number, revision and keys."""
        return self.renewed(self.numbers, self.revisions, read)

    def candidates(self) -> Candidates:
        """Pair the records that share a key."""
        order = np.lexsort((self.holders, self.held))
        held, holders = self.held[order], self.holders[order]
        starts = np.flatnonzero(np.r_[True, held[1:] != held[:-1]]) if len(held) else _none()
        sizes = np.diff(np.r_[starts, len(held)])
        found = [_none()]
        for size in range(2, BLOCK + 1):
            blocks = starts[sizes == size][:, None] + np.arange(size)
            first, second = np.triu_indices(size, 1)
            found.append((holders[blocks[:, first]] << _HALF | holders[blocks[:, second]]).ravel())
        pairs = np.unique(np.concatenate(found))
        return Candidates(pairs >> _HALF, pairs & _LOW, int((sizes > BLOCK).sum()))


_HALF = 31
_LOW = (1 << _HALF) - 1
"""Two numbers of records, each under two thousand million, in one of 63 bits."""


def _state(numbers: Numbers, revisions: Numbers) -> Numbers:
    return numbers << _HALF | revisions


def candidates(traits: Mapping[int, Traits]) -> Candidates:
    """Pair the records of a set, by number, that share a key."""
    return Keyring().with_all((number, 1, keys(one)) for number, one in traits.items()).candidates()


def keys(traits: Traits) -> frozenset[int]:
    """Give the keys of a record as numbers of 63 bits; two records worth comparing share one."""
    family = FAMILY[traits.kind] if FAMILY[traits.kind] > 0 else traits.kind.code
    return frozenset(_number(f"{family}|{key}") for key in _keys(traits))


def _keys(traits: Traits) -> Iterator[str]:
    if traits.siret:
        yield f"siret|{traits.siret}"
    yield from (f"phone|{one}" for one in traits.phones)
    yield from (f"mail|{one}" for one in traits.mails)
    where = traits.commune if traits.commune is not None else traits.postal_code
    words = {word[:_STEM] for name in traits.names for word in name.telling}
    runs = {name.joined[:_STEM] for name in traits.names}
    yield from (f"site|{where}|{one}" for one in traits.domains)
    yield from (f"word|{where}|{one}" for one in sorted(words | runs))
    if traits.postal_code:
        yield from (f"word|{traits.postal_code}|{one}" for one in sorted(words))
    if traits.street:
        yield f"street|{where}|{traits.street.house}|{traits.street.words[:8]}"
    if traits.point:
        yield from (f"cell|{one}" for one in _cells(*traits.point))


def _cells(lon: float, lat: float) -> Iterator[str]:
    """Give four cells of grids shifted by half a side: two points that are near share one of them."""
    for rank, (east, north) in enumerate(_SHIFTS):
        yield f"{rank}|{math.floor(lon / _CELL + east)}|{math.floor(lat / _CELL + north)}"


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(errors="replace"), digest_size=8).digest()) >> 1

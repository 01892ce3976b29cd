"""The columns of a node in memory, and how they follow changes without being read again."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from sitra.search.rules import alphabet
from sitra.search.rules.columns import postings
from sitra.search.rules.columns.block import Block
from sitra.search.rules.columns.carrying import Carried
from sitra.search.rules.columns.facts import MANY, ONE, Facts
from sitra.search.rules.columns.places import Places
from sitra.search.rules.columns.ranking import Ranking
from sitra.search.rules.columns.remembering import Remembered

COUNTED = ("terms",)
"""Fields of many values that are counted on screens."""

_LEAST_ROOM = 256
_SHARE = 8
"""Room is kept behind the last row for one row more in so many."""

_MOST_REMEMBERED = 256 * 1024 * 1024
"""Bytes of answers that are remembered."""

_MOST_HEARD = 1024
"""Things worked out that are remembered until something changes."""

_CELLS_A_DEGREE = 10
_PLAIN: dict[str, Any] = {
    "number": np.int64,
    "changed": np.int64,
    "minutes": np.int32,
    "lon": np.float64,
    "lat": np.float64,
}


def cell(lon: float, lat: float) -> int:
    """Give the number of the cell of a tenth of a degree in which a point stands."""
    return int(np.floor(lat * _CELLS_A_DEGREE)) * 10_000 + int(np.floor(lon * _CELLS_A_DEGREE)) + 5_000


@dataclass(slots=True)
class Held:
    """For each field, the rows that hold each of its values."""

    fields: dict[str, dict[Any, BitMap]]
    days: list[BitMap]
    cells: dict[int, BitMap]
    none: BitMap = field(default_factory=BitMap)

    def add(self, row: int, facts: Facts) -> None:
        """Add a row."""
        for name in ONE:
            self._add(self.fields[name], getattr(facts, name), row)
        for name in MANY:
            for value in getattr(facts, name):
                self._add(self.fields[name], value, row)
        if facts.located:
            self._add(self.cells, cell(facts.lon, facts.lat), row)
        bits = facts.days
        while bits:
            rank = (bits & -bits).bit_length() - 1
            self.days[rank].add(row)
            bits &= bits - 1

    @staticmethod
    def _add(among: dict[Any, BitMap], value: Any, row: int) -> None:
        if value not in among:
            among[value] = BitMap()
        among[value].add(row)


class Columns:
    """Every record of a node; a row never changes: a record that does gets another one.

    `lock` is held while changes are taken in, and by whoever looks for rows; what was found stays right.
    """

    def __init__(self, block: Block, first_day: int, ready: Mapping[str, Any] | None = None) -> None:
        self.lock = RLock()
        self.first_day = first_day
        self.rows = len(block)
        self._room = _roomier(self.rows)
        self.plain = {name: self._roomy(block.plain[name], _PLAIN[name]) for name in _PLAIN}
        self._names = self._roomy(block.names, np.int64)
        self.held = _held(block)
        self.carried = {name: Carried(block.coded[name]) for name in COUNTED}
        codes = block.coded["commune"]
        self.commune_codes = {code: rank for rank, code in enumerate(codes.values.tolist())}
        self._commune_values: list[str] = []
        self.communes = self._roomy(codes.codes, np.int32)
        self._places = Places(block.plain["number"])
        self.live = BitMap(range(self.rows))
        self.ready = ready or {}
        """What is ready of the records of the first rows, by shelf."""
        self.renditions = Remembered[Any](_MOST_REMEMBERED)
        """Answers made of the records of rows, in the shapes that projects ask for."""
        self.heard: dict[Any, Any] = {}
        """What was worked out as long as nothing changed: a change leaves it to those who ask meanwhile."""
        self.noted: dict[int, frozenset[str]] = {}
        """What was worked out of the record of a row, such as the communes of a territory."""
        self.by_name = Ranking(_by_name(block))
        self.by_number = Ranking(np.arange(self.rows, dtype=np.int32))

    def absorb(self, changed: Mapping[int, Facts | None]) -> None:
        """Take in records that changed; those without facts are gone."""
        with self.lock:
            self._absorb(changed)

    def _absorb(self, changed: Mapping[int, Facts | None]) -> None:
        live, new = self.live.copy(), list[int]()
        for number, facts in changed.items():
            if (old := self.row(number)) is not None:
                live.discard(old)
            if facts:
                self._append(facts)
                new.append(self.rows - 1)
                self._places.put(number, self.rows - 1)
            elif old is not None:
                self._places.put(number, -1)
        if new:
            self.by_name.insert(new, self._name_of)
            self.by_number.insert(new, lambda row: int(self.plain["number"][row]))
        live.update(new)
        self.live, self.heard = live, {}

    def worked_out[Found](self, key: Hashable, make: Callable[[], Found]) -> Found:
        """Give what is worked out once, until something changes."""
        heard = self.heard
        known: Found | None = heard.get(key)
        if known is None:
            if len(heard) >= _MOST_HEARD:
                heard.clear()
            known = heard[key] = make()
        return known

    def row(self, number: int) -> int | None:
        """Give the row of a record."""
        row = self._places.one(number)
        return row if row >= 0 else None

    def rows_of(self, numbers: Sequence[int] | NDArray[np.int64]) -> BitMap:
        """Give the rows of records; those that are not here are left out."""
        rows = self._places.of(numbers)
        return postings.bitmap(rows[rows >= 0]) & self.live

    def each_row(self, numbers: Sequence[int]) -> list[int | None]:
        """Give the row of each record, in the order of their numbers."""
        return [row if row >= 0 else None for row in self._places.of(numbers).tolist()]

    def places(self, numbers: Sequence[int]) -> NDArray[Any]:
        """Give the row of each record, in the order of their numbers, -1 where there is none."""
        return self._places.of(numbers)

    def missing(self, numbers: Sequence[int]) -> set[int]:
        """Give the numbers that no record carries."""
        absent = np.flatnonzero(self._places.of(numbers) < 0)
        return {numbers[place] for place in absent.tolist()}

    def numbers(self, rows: Sequence[int] | NDArray[np.uint32]) -> list[int]:
        """Give the numbers of rows, in their order."""
        return self.plain["number"][np.asarray(rows, dtype=np.int64)].tolist()  # type: ignore[no-any-return]

    def commune_values(self) -> list[str]:
        """Give the code of each commune, in the order of `communes`."""
        if len(self._commune_values) != len(self.commune_codes):
            self._commune_values = list(self.commune_codes)
        return self._commune_values

    def _append(self, facts: Facts) -> None:
        if self.rows == self._room:
            self._grow()
        row = self.rows
        for name, column in self.plain.items():
            column[row] = getattr(facts, name)
        self._names[row] = alphabet.packed(facts.name)
        self.communes[row] = self.commune_codes.setdefault(facts.commune, len(self.commune_codes))
        self.held.add(row, facts)
        for name, carried in self.carried.items():
            carried.add(row, getattr(facts, name))
        self.rows = row + 1

    def _grow(self) -> None:
        self._room = _roomier(self.rows)
        self.plain = {
            name: self._roomy(column[: self.rows], _PLAIN[name]) for name, column in self.plain.items()
        }
        self._names = self._roomy(self._names[: self.rows], np.int64)
        self.communes = self._roomy(self.communes[: self.rows], np.int32)

    def _roomy(self, column: NDArray[Any], kind: Any) -> NDArray[Any]:
        roomy = np.zeros((self._room, *column.shape[1:]), dtype=kind)
        roomy[: len(column)] = column
        return roomy

    def _name_of(self, row: int) -> tuple[int, ...]:
        return (*self._names[row].tolist(), int(self.plain["number"][row]))


def _roomier(rows: int) -> int:
    return rows + max(_LEAST_ROOM, rows // _SHARE)


def _held(block: Block) -> Held:
    lon, lat = block.plain["lon"], block.plain["lat"]
    located = np.flatnonzero(~np.isnan(lon))
    keys = (
        np.floor(lat[located] * _CELLS_A_DEGREE) * 10_000 + np.floor(lon[located] * _CELLS_A_DEGREE) + 5_000
    )
    return Held(
        {name: postings.postings(block.coded[name]) for name in (*ONE, *MANY)},
        list(postings.days(block.days)),
        postings.grouped(keys.astype(np.int64), located),
    )


def _by_name(block: Block) -> NDArray[np.int32]:
    parts = [block.plain["number"], *block.names.T[::-1]]
    return np.lexsort(parts).astype(np.int32)


def of(facts: Iterable[Facts], width: int, first_day: int) -> Columns:
    """Make columns of the facts of records."""
    return Columns(Block.of(sorted(facts), width), first_day)

"""Columns as they are kept in a file: arrays of the facts of records, ordered by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sitra.search.rules import alphabet
from sitra.search.rules.columns.facts import MANY, ONE, Facts, values

type Array = NDArray[Any]
PLAIN = ("number", "changed", "minutes", "lon", "lat")
"""Fields kept as they are."""

_TYPES = {"number": np.int64, "changed": np.int64, "minutes": np.int32, "lon": np.float64, "lat": np.float64}


@dataclass(frozen=True, slots=True)
class Coded:
    """A field as codes into its different values, in order.

    With `ends`, record `i` holds the codes from `ends[i]` to `ends[i + 1]`; without, the code `i`.
    """

    values: Array
    codes: NDArray[np.int32]
    ends: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, field: str, facts: Sequence[Facts]) -> Self:
        """Code a field of some records."""
        held = values(facts, field)
        if field in ONE:
            return cls(*_coded(np.array(held, dtype=str if field != "owner" else np.int64)))
        ends = np.zeros(len(held) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in held], out=ends[1:])
        known, codes = _coded(np.fromiter(chain.from_iterable(held), dtype=np.int64, count=int(ends[-1])))
        return cls(known, codes, ends)

    def take(self, rows: Array) -> "Coded":
        """Keep some records, in the order given."""
        if self.ends is None:
            return Coded(self.values, self.codes[rows])
        lengths = np.diff(self.ends)[rows]
        ends = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(ends[-1]) + np.repeat(self.ends[rows] - ends[:-1], lengths)
        return Coded(self.values, self.codes[places], ends)

    def rows(self) -> Array:
        """Give the record each code belongs to."""
        if self.ends is None:
            return np.arange(len(self.codes))
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))


@dataclass(frozen=True, slots=True)
class Block:
    """Some records; `names` has a row of packed parts a record, `days` a row a byte of the horizon."""

    plain: Mapping[str, Array]
    coded: Mapping[str, Coded]
    names: NDArray[np.int64]
    days: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.plain["number"])

    @classmethod
    def of(cls, facts: Sequence[Facts], width: int) -> Self:
        """Make a block of some records; `width` is the bytes of a horizon."""
        plain = {name: np.array(values(facts, name), dtype=_TYPES[name]) for name in PLAIN}
        packed = [alphabet.packed(one.name) for one in facts]
        raw = b"".join(one.days.to_bytes(width, "little") for one in facts)
        return cls(
            plain,
            {field: Coded.of(field, facts) for field in (*ONE, *MANY)},
            np.array(packed, dtype=np.int64).reshape(len(facts), alphabet.PARTS),
            np.frombuffer(raw, dtype=np.uint8).reshape(len(facts), width).T.copy(),
        )

    def take(self, rows: Array) -> "Block":
        """Keep some records, in the order given."""
        return Block(
            {name: column[rows] for name, column in self.plain.items()},
            {field: column.take(rows) for field, column in self.coded.items()},
            self.names[rows],
            self.days[:, rows],
        )

    def save(self, path: Path) -> None:
        """Write the block to a file, whole or not at all."""
        arrays = {**self.plain, "names": self.names, "days": self.days}
        for field, column in self.coded.items():
            arrays[f"{field}.values"], arrays[f"{field}.codes"] = column.values, column.codes
            if column.ends is not None:
                arrays[f"{field}.ends"] = column.ends
        coming = path.with_suffix(".new")
        with coming.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        coming.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a block from its file."""
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        coded = {
            field: Coded(
                arrays[f"{field}.values"],
                arrays[f"{field}.codes"],
                arrays.get(f"{field}.ends"),
            )
            for field in (*ONE, *MANY)
        }
        return cls({name: arrays[name] for name in PLAIN}, coded, arrays["names"], arrays["days"])


def join(blocks: Sequence[Block]) -> Block:
    """Put blocks together, ordered by number; a number must be in one of them only."""
    if len(blocks) == 1:
        return blocks[0]
    whole = Block(
        {name: np.concatenate([block.plain[name] for block in blocks]) for name in PLAIN},
        {field: _joined([block.coded[field] for block in blocks]) for field in (*ONE, *MANY)},
        np.concatenate([block.names for block in blocks]),
        np.concatenate([block.days for block in blocks], axis=1),
    )
    numbers = whole.plain["number"]
    return whole if (numbers[1:] > numbers[:-1]).all() else whole.take(np.argsort(numbers, kind="stable"))


def _joined(columns: Sequence[Coded]) -> Coded:
    known = np.unique(np.concatenate([column.values for column in columns]))
    codes = [np.searchsorted(known, column.values).astype(np.int32)[column.codes] for column in columns]
    if columns[0].ends is None:
        return Coded(known, np.concatenate(codes))
    lengths = [np.diff(column.ends) for column in columns if column.ends is not None]
    return Coded(known, np.concatenate(codes), np.concatenate(([0], np.cumsum(np.concatenate(lengths)))))


def _coded(held: Array) -> tuple[Array, NDArray[np.int32]]:
    known, codes = np.unique(held, return_inverse=True)
    return known, codes.astype(np.int32)

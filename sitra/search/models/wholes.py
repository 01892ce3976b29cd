"""Whole records as they were woven, and the paths that their pieces are of."""

import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import lmdb
import orjson

from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Loom, Woven, unwoven

_LENGTH = struct.Struct("<I")

type Record = dict[str, Any]


class Weft(NamedTuple):
    """Records that were woven, and the paths of their pieces; nothing for one that no tag was left for."""

    paths: Paths
    woven: list[Woven | None]


class Wholes:
    """The whole records of a generation, in API form, in every language."""

    def __init__(self, store: lmdb.Environment) -> None:
        self._store = store
        self._shelf = store.open_db(b"whole")
        self._lines = store.open_db(b"paths")
        self._lock = threading.Lock()
        self._paths = Paths()
        # What is woven may note paths before they are safe in the store: readers never see those.
        self._loom = Loom(Paths())
        self._safe = len(self._loom.paths)

    @property
    def shelf(self) -> Any:
        """Give the part of the store where they are."""
        return self._shelf

    @property
    def known(self) -> Paths:
        """Give the paths that are known in this process."""
        return self._paths

    def paths(self) -> Paths:
        """Give the paths that are known by now, whichever process noted them."""
        with self._lock, self._store.begin() as reading:
            self._learn(reading, self._paths)
        return self._paths

    def weave(self, records: Iterable[Record]) -> Weft:
        """Weave records without keeping any other writer waiting."""
        with self._lock:
            with self._store.begin() as reading:
                self._catch_up(reading)
            return self._weft(records)

    def put(self, writing: lmdb.Transaction, records: Sequence[Record], weft: Weft) -> None:
        """Write woven records to the store; their new paths are safe together with them.

        A transaction excludes every other: two writers never give one number to two paths. Where another
        one was first to note paths, the records are woven again.
        """
        with self._lock:
            self._catch_up(writing)
            if weft.paths is not self._loom.paths:
                weft = self._weft(records)
            for record, woven in zip(records, weft.woven, strict=True):
                writing.put(key(record["id"]), _written(record, woven), db=self._shelf)
            for tag, line in enumerate(weft.paths.lines(self._safe), start=self._safe):
                writing.put(key(tag), line, db=self._lines)
            self._safe = len(weft.paths)

    def forget(self) -> None:
        """Forget the paths that were noted: what was written with them is not safe in the store."""
        with self._lock:
            self._loom = Loom(Paths())
            self._safe = len(self._loom.paths)

    def plain(self, numbers: Iterable[int]) -> Iterator[bytes | None]:
        """Give the JSON of records, in the order asked."""
        for woven in self.woven(numbers):
            yield None if woven is None else unwoven(woven.content) if woven.table else woven.content

    def woven(self, numbers: Iterable[int]) -> list[Woven | None]:
        """Give records in pieces, in the order asked; one without a table is plain JSON."""
        with self._store.begin(db=self._shelf) as reading:
            kept = list(map(reading.get, map(key, numbers)))
        return [None if one is None else _split(one) for one in kept]

    def _weft(self, records: Iterable[Record]) -> Weft:
        return Weft(self._loom.paths, [self._loom.weave(record) for record in records])

    def _catch_up(self, reading: lmdb.Transaction) -> None:
        """Learn the paths that another writer noted; where this one noted some too, begin anew."""
        stored = self._stored(reading)
        if stored == self._safe:
            return
        if stored < self._safe or len(self._loom.paths) > self._safe:
            self._loom = Loom(Paths())
        self._learn(reading, self._loom.paths)
        self._safe = len(self._loom.paths)

    def _stored(self, reading: lmdb.Transaction) -> int:
        """Count the tags that are in the store; that of the root is not needed there."""
        with reading.cursor(db=self._lines) as cursor:
            return int.from_bytes(cursor.key()) + 1 if cursor.last() else 1

    def _learn(self, reading: lmdb.Transaction, paths: Paths) -> None:
        with reading.cursor(db=self._lines) as cursor:
            if cursor.set_range(key(len(paths))):
                paths.learn(bytes(line) for _, line in cursor)


def _written(record: Record, woven: Woven | None) -> bytes:
    if woven is None:
        return _LENGTH.pack(0) + orjson.dumps(record)
    return b"".join((_LENGTH.pack(len(woven.table)), woven.table, woven.content))


key = struct.Struct(">Q").pack
"""Gives the key of a record in the store."""


def _split(kept: bytes) -> Woven:
    start = _LENGTH.size
    end = start + _LENGTH.unpack_from(kept)[0]
    return Woven(kept[end:], kept[start:end])

"""Whole records as they were woven, and the paths that their pieces are of."""

import struct
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import lmdb
import orjson

from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Loom, Woven, unwoven

_LENGTH = struct.Struct("<I")


class Wholes:
    """The whole records of a generation, in API form, in every language."""

    def __init__(self, store: lmdb.Environment) -> None:
        self._store = store
        self._shelf = store.open_db(b"whole")
        self._lines = store.open_db(b"paths")
        self._lock = threading.Lock()
        self._paths = Paths()
        self._loom = Loom(self._paths)

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
            self._learn(reading)
        return self._paths

    def put(self, writing: lmdb.Transaction, records: Iterable[Mapping[str, Any]]) -> None:
        """Weave records into the store; their new paths are safe together with them.

        A transaction excludes every other: two writers never give one number to two paths.
        """
        with self._lock:
            try:
                self._learn(writing)
                known = len(self._paths)
                for record in records:
                    writing.put(key(record["id"]), self._written(record), db=self._shelf)
                for tag, line in enumerate(self._paths.lines(known), start=known):
                    writing.put(key(tag), line, db=self._lines)
            except BaseException:
                self._paths = Paths()
                self._loom = Loom(self._paths)
                raise

    def plain(self, numbers: Iterable[int]) -> Iterator[bytes | None]:
        """Give the JSON of records, in the order asked."""
        for woven in self.woven(numbers):
            yield None if woven is None else unwoven(woven.content) if woven.table else woven.content

    def woven(self, numbers: Iterable[int]) -> list[Woven | None]:
        """Give records in pieces, in the order asked; one without a table is plain JSON."""
        with self._store.begin(db=self._shelf) as reading:
            kept = [reading.get(key(number)) for number in numbers]
        return [None if one is None else _split(one) for one in kept]

    def _written(self, record: Mapping[str, Any]) -> bytes:
        woven = self._loom.weave(dict(record))
        if woven is None:
            return _LENGTH.pack(0) + orjson.dumps(record)
        return b"".join((_LENGTH.pack(len(woven.table)), woven.table, woven.content))

    def _learn(self, reading: lmdb.Transaction) -> None:
        with reading.cursor(db=self._lines) as cursor:
            if cursor.set_range(key(len(self._paths))):
                self._paths.learn(bytes(line) for _, line in cursor)


def key(number: int) -> bytes:
    """Key of a record in the store."""
    return struct.pack(">Q", number)


def _split(kept: bytes) -> Woven:
    start = _LENGTH.size
    end = start + _LENGTH.unpack_from(kept)[0]
    return Woven(kept[end:], kept[start:end])

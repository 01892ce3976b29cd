"""A store on this node of what can always be made again: values by number, each with a mark that says what.

A value answers only for the mark it was kept with, and only whole: what was written for another mark, or was
spoiled on the disk, counts as absent. Many processes may read and write at once; losing all of it loses time.
"""

import logging
import shutil
import struct
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import lmdb
from isal import isal_zlib

log = logging.getLogger(__name__)

MAP_SIZE = 64 * 1024**3
"""Largest size of a store in bytes; the file itself grows only with what is in it."""

SEEN_AT_MOST = 32 * 1024**2
"""Bytes of the file that are read before it is opened anew: what was read of it counts as memory of ours."""

_MOST_SHELVES = 64
_ABOUT = struct.Struct(">QI")
"""The mark of a value, and its CRC-32."""

_KEY = struct.Struct(">Q")
_WALKED_AT_ONCE = 5000

_opened: dict[Path, "Shelves"] = {}
_opening = threading.Lock()
"""A store is opened once in a process."""


def shelves(path: Path) -> "Shelves":
    """Give the store of a directory; one that cannot be read is begun anew."""
    with _opening:
        if path not in _opened:
            try:
                _opened[path] = Shelves(path)
            except lmdb.Error as error:
                log.warning("Ce qui était gardé dans %s est illisible et sera refait : %s", path, error)
                shutil.rmtree(path, ignore_errors=True)
                _opened[path] = Shelves(path)
        return _opened[path]


class Shelves:
    """Shelves of values by number, each shelf by its name."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = threading.Lock()
        self._open()

    def read(self, shelf: str, marks: Mapping[int, int]) -> dict[int, bytes]:
        """Give the values that were kept for these numbers with these marks (64 bits, unsigned)."""
        unpack, start = _ABOUT.unpack_from, _ABOUT.size
        found: dict[int, bytes] = {}
        keys = {_KEY.pack(number): number for number in sorted(marks)}
        with self._lock, self._at(shelf).begin() as reading, reading.cursor(self._shelf(shelf)) as cursor:
            for key, kept in cursor.getmulti(list(keys)):
                number, (mark, crc), value = keys[key], unpack(kept), kept[start:]
                self._touched += len(kept)
                if mark == marks[number] and crc == isal_zlib.crc32(value):
                    found[number] = value
        return found

    def put(self, shelf: str, values: Mapping[int, tuple[int, bytes]]) -> None:
        """Keep values, each with its mark; when there is no room they are let go."""
        try:
            with self._lock, self._at(shelf).begin(write=True, db=self._shelf(shelf)) as writing:
                for number, (mark, value) in sorted(values.items()):
                    writing.put(_KEY.pack(number), _ABOUT.pack(mark, isal_zlib.crc32(value)) + value)
                    self._touched += len(value)
        except (lmdb.MapFullError, lmdb.DiskError) as error:
            log.warning("Plus de place pour garder ce qui est prêt ; il faudra le refaire : %s", error)

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget values, on every shelf."""
        keys = [_KEY.pack(number) for number in numbers]
        for name in self.names():
            with self._lock, self._at(name).begin(write=True, db=self._shelf(name)) as writing:
                for key in keys:
                    writing.delete(key)

    def names(self) -> list[str]:
        """Name the shelves there are, by whichever process they were begun."""
        with self._lock, self._store.begin() as reading, reading.cursor() as cursor:
            return [key.decode() for key in cursor.iternext(values=False)]

    def numbers(self) -> Iterator[list[int]]:
        """Give the numbers that stand on each shelf, some at a time."""
        for name in self.names():
            after = 0
            while some := self._after(name, after):
                yield some
                after = some[-1] + 1

    def _after(self, shelf: str, first: int) -> list[int]:
        with self._lock, self._at(shelf).begin() as reading, reading.cursor(self._shelf(shelf)) as cursor:
            if not cursor.set_range(_KEY.pack(first)):
                return []
            keys = zip(cursor.iternext(values=False), range(_WALKED_AT_ONCE), strict=False)
            return [_KEY.unpack(key)[0] for key, _ in keys]

    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_blocks * 512 for file in self.path.iterdir())

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    def _open(self) -> None:
        self._store = lmdb.open(
            str(self.path), map_size=MAP_SIZE, max_dbs=_MOST_SHELVES, max_readers=512, metasync=False
        )
        self._named: dict[str, Any] = {}
        self._touched = 0

    def _at(self, shelf: str) -> lmdb.Environment:
        """Give the store, a shelf of it open; what was seen of its file is let go now and then."""
        if self._touched > SEEN_AT_MOST:
            self._store.close()
            self._open()
        if shelf not in self._named:
            self._named[shelf] = self._store.open_db(shelf.encode())
        return self._store

    def _shelf(self, shelf: str) -> Any:
        return self._named[shelf]

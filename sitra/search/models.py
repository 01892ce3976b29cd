"""The files of the read model: generations of an index and a store, one of them current."""

import shutil
import struct
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import lmdb
import tantivy
from django.conf import settings

from sitra.ledger.events import START, Position
from sitra.search.events import RENDITIONS, ReadModelFull, ReadModelUnavailable
from sitra.search.rules import schema as rules
from sitra.tourism.rules import opening

MAP_SIZE = 16 * 1024**3
"""Largest size of the store in bytes; the file itself grows only with what is in it."""

WHOLE, CARD = "whole", "card"
_CURRENT = "current"
_POSITION, _MAKE, _BEGUN = b"position", b"make", b"begun"
_FULL = (lmdb.MapFullError, lmdb.DiskError)
_NO_ROOM_MARKS = ("No space left", "File too large", "os error 28", "os error 27")


def root() -> Path:
    """Directory of the read model on this node."""
    return Path(settings.READ_MODEL_DIR)


def make() -> str:
    """Name how the read model is made: another name, and it is built anew."""
    return "/".join((rules.VERSION, *sorted(RENDITIONS)))


def key(number: int) -> bytes:
    """Key of a record in the store."""
    return struct.pack(">Q", number)


class Generation:
    """One index and one store that belong together."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "index").mkdir(parents=True, exist_ok=True)
        self.store = lmdb.open(
            str(path / "store"), map_size=MAP_SIZE, max_dbs=16, max_readers=512, metasync=False
        )
        self._shelves = {name: self.store.open_db(name.encode()) for name in (WHOLE, CARD, *RENDITIONS)}
        self._about = self.store.open_db(b"about")
        self.index = tantivy.Index(rules.schema(), path=str(path / "index"))
        for name, analyzer in rules.analyzers().items():
            self.index.register_tokenizer(name, analyzer)
        self._seen = 0

    def searcher(self) -> tantivy.Searcher:
        """Give a searcher that sees the last commit, whichever process made it."""
        committed = (self.path / "index" / "meta.json").stat().st_mtime_ns
        if committed != self._seen:
            self.index.reload()
            self._seen = committed
        return self.index.searcher()

    def read(self, shelf: str, numbers: Iterable[int]) -> Iterator[bytes | None]:
        """Give the bytes kept for each record, in the order asked."""
        with self.store.begin(db=self._shelves[shelf], buffers=False) as reading:
            for number in numbers:
                yield reading.get(key(number))

    def begin(self, day: date) -> None:
        """Note the day it was begun, on which hang the days of opening that are indexed."""
        with self.store.begin(write=True, db=self._about) as writing:
            writing.put(_BEGUN, day.isoformat().encode())
        self.__dict__.pop("_horizon", None)

    def horizon(self) -> tuple[date, date]:
        """Give the first and the last day whose openings are indexed."""
        return self._horizon

    @cached_property
    def _horizon(self) -> tuple[date, date]:
        with self.store.begin(db=self._about) as reading:
            kept = reading.get(_BEGUN)
        return opening.horizon(date.fromisoformat(kept.decode())) if kept else (date.max, date.min)

    def position(self) -> Position:
        """Say how far in the ledger this generation has read."""
        with self.store.begin(db=self._about) as reading:
            kept = reading.get(_POSITION)
        return Position.parse(kept.decode()) if kept else START

    def make(self) -> str:
        """Say how this generation was made."""
        with self.store.begin(db=self._about) as reading:
            return (reading.get(_MAKE) or b"").decode()

    def put(self, pages: Iterable[tuple[int, dict[str, bytes]]], gone: Iterable[int]) -> None:
        """Write the bytes of records and drop those of the gone."""
        with self.store.begin(write=True) as writing:
            for number, page in pages:
                for shelf, content in page.items():
                    writing.put(key(number), content, db=self._shelves[shelf])
            for number in gone:
                for opened in self._shelves.values():
                    writing.delete(key(number), db=opened)

    def remember(self, position: Position) -> None:
        """Note how far in the ledger it has read: last, once all else is safe."""
        with self.store.begin(write=True, db=self._about) as writing:
            writing.put(_POSITION, str(position).encode())
            writing.put(_MAKE, make().encode())

    def size(self) -> int:
        """Bytes on disk."""
        files = (file for file in self.path.rglob("*") if file.is_file())
        return sum(file.stat().st_blocks * 512 for file in files)

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()


_opening = threading.Lock()
"""A store is opened once in a process: two threads must not try together."""


@lru_cache(maxsize=2)
def _opened(path: Path) -> Generation:
    return Generation(path)


def current() -> Generation:
    """Give the generation that is read, or say that there is none."""
    pointer = root() / _CURRENT
    try:
        name = pointer.read_text(encoding="ascii").strip()
        with _opening:
            generation = _opened(root() / name)
    except (OSError, ValueError, lmdb.Error) as error:
        message = (
            "L'index de recherche n'est pas disponible. "
            "Lancez « sitra index rebuild », ou « sitra doctor » pour en savoir plus."
        )
        raise ReadModelUnavailable(message) from error
    return generation


def fresh(name: str) -> Generation:
    """Begin a generation, not yet read by anyone."""
    shutil.rmtree(root() / name, ignore_errors=True)
    root().mkdir(parents=True, exist_ok=True)
    return Generation(root() / name)


def enthrone(generation: Generation) -> None:
    """Make a generation the one that is read, at once for every process, and drop the others."""
    name = generation.path.name
    generation.close()
    coming = root() / f"{_CURRENT}.new"
    coming.write_text(name, encoding="ascii")
    coming.replace(root() / _CURRENT)
    for other in root().glob("g-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)


class full_disk_named:  # noqa: N801 - reads as a phrase after `with`
    """Name a full disk as such, whichever library met it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, ReadModelFull):
            return
        full = isinstance(error, _FULL) or any(mark in str(error) for mark in _NO_ROOM_MARKS)
        if full:
            message = (
                f"Plus de place pour l'index de recherche dans {root()} : libérez de l'espace. "
                "Rien n'est perdu, l'indexation reprendra où elle en était."
            )
            raise ReadModelFull(message) from error

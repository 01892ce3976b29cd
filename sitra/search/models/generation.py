"""A generation of the read model: an index of words, columns and a store of bytes."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import lmdb
import numpy as np
import tantivy

from sitra.ledger.events import START, Position
from sitra.search.events import RENDITIONS, ReadModelUnavailable
from sitra.search.models.following import Changed, Follower, Journal
from sitra.search.models.ready import Strip, Writing
from sitra.search.models.wholes import Weft, Wholes, key
from sitra.search.rules import schema as rules
from sitra.search.rules.columns.block import Block, join
from sitra.search.rules.columns.table import Columns
from sitra.tourism.rules import opening

MAP_SIZE = 16 * 1024**3
"""Largest size of the store in bytes; the file itself grows only with what is in it."""

CARD = "card"
DEFLATED = "/deflated"
"""After the name of a rendition: its shelf of blocks that were deflated when records changed."""

_POSITION, _MAKE, _BEGUN = b"position", b"make", b"begun"

UNAVAILABLE = (
    "L'index de recherche n'est pas disponible. "
    "Lancez « sitra index rebuild », ou « sitra doctor » pour en savoir plus."
)


def make() -> str:
    """Name how the read model is made: another name, and it is built anew."""
    return "/".join((rules.VERSION, *sorted(RENDITIONS)))


def _shelves() -> tuple[str, ...]:
    return (CARD, *RENDITIONS, *(name + DEFLATED for name in RENDITIONS))


def kept_ready() -> tuple[str, ...]:
    """Name the shelves whose bytes are kept ready beside the columns: those that answers are made of."""
    return tuple(name for name in _shelves() if name != CARD)


class Page(NamedTuple):
    """What is written of a record: whole, and on each shelf."""

    record: dict[str, Any]
    shelves: Mapping[str, bytes]


class Making:
    """The columns of a generation that is made, and the bytes that are kept ready beside them."""

    def __init__(self, journal: Journal, written: Mapping[str, Writing]) -> None:
        self._journal, self._written = journal, written
        self._blocks: list[Block] = []

    def add(self, block: Block, strips: Mapping[str, Strip]) -> None:
        """Take the next records, whose numbers follow those of the ones before."""
        self._blocks.append(block)
        for shelf, writing in self._written.items():
            writing.add(strips[shelf])

    def keep(self, width: int) -> None:
        """Keep all, once every record was taken; `width` is the bytes of the horizon."""
        self._journal.begin(join(self._blocks or [Block.of([], width)]), self._written)


class Generation:
    """One index and one store that belong together."""

    def __init__(self, path: Path, *, building: bool = False) -> None:
        """Open a generation; while one is built nobody reads it, and what is written may wait in memory."""
        self.path = path
        (path / "index").mkdir(parents=True, exist_ok=True)
        self.store = lmdb.open(
            str(path / "store"),
            map_size=MAP_SIZE,
            max_dbs=16,
            max_readers=512,
            metasync=False,
            sync=not building,
        )
        self.wholes = Wholes(self.store)
        self._shelves = {name: self.store.open_db(name.encode()) for name in _shelves()}
        self._about = self.store.open_db(b"about")
        self.index = tantivy.Index(rules.schema(), path=str(path / "index"))
        for name, analyzer in rules.analyzers().items():
            self.index.register_tokenizer(name, analyzer)
        self.journal = Journal(self.store, path, {name: self._shelves[name] for name in kept_ready()})
        self._lock = threading.Lock()
        self._reloaded = b""

    def columns(self) -> Columns:
        """Give the columns as they are after the last change that was told, whichever process told it."""
        return self._follower.columns()

    @cached_property
    def _follower(self) -> Follower:
        with self._lock:
            if known := self.__dict__.get("_follower"):
                return known  # type: ignore[no-any-return]
            try:
                return Follower(self.journal, self.horizon()[0].toordinal())
            except (OSError, KeyError, ValueError) as error:
                raise ReadModelUnavailable(UNAVAILABLE) from error

    def searcher(self) -> tantivy.Searcher:
        """Give a searcher that sees what the columns have been told."""
        heard = self.journal.bell.heard()
        if heard != self._reloaded:
            self.index.reload()
            self._reloaded = heard
        return self.index.searcher()

    def read(self, shelf: str, numbers: Sequence[int]) -> list[bytes | None]:
        """Give the bytes kept for each record, in the order asked."""
        columns = self.columns()
        if (ready := columns.ready.get(shelf)) is None:
            return self._stored(shelf, numbers)
        rows = columns.places(numbers)
        if len(rows) and rows.min() >= 0 and rows.max() < ready.rows:
            return ready.read(rows)  # type: ignore[no-any-return]  # as the store does
        here = (rows >= 0) & (rows < ready.rows)
        read = iter(ready.read(rows[here]))
        stored = iter(self._stored(shelf, [numbers[place] for place in np.flatnonzero(~here).tolist()]))
        return [next(read if one else stored) for one in here.tolist()]

    def _stored(self, shelf: str, numbers: Sequence[int]) -> list[bytes | None]:
        with self.store.begin(db=self._shelves[shelf], buffers=False) as reading:
            return list(map(reading.get, map(key, numbers)))

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

    def put(self, pages: Sequence[Page], weft: Weft, gone: Iterable[int]) -> None:
        """Write the bytes of records, which were woven, and drop those of the gone."""
        try:
            with self.store.begin(write=True) as writing:
                self.wholes.put(writing, [page.record for page in pages], weft)
                for page in pages:
                    number = key(page.record["id"])
                    for shelf, content in page.shelves.items():
                        writing.put(number, content, db=self._shelves[shelf])
                for number in map(key, gone):
                    for opened in (self.wholes.shelf, *self._shelves.values()):
                        writing.delete(number, db=opened)
        except BaseException:
            self.wholes.forget()
            raise

    def tell(self, changed: Changed) -> None:
        """Make known what changed, once its words and bytes are written: readers find it from here on."""
        self.journal.tell(changed)
        self.journal.compact()

    @contextmanager
    def making(self) -> Iterator[Making]:
        """Write what stands in the order of the rows while the generation is made."""
        with ExitStack() as open_files:
            yield Making(self.journal, self.journal.shelves(open_files))

    @property
    def width(self) -> int:
        """Give the bytes that hold a bit a day of its horizon."""
        first, last = self.horizon()
        return ((last - first).days + 8) // 8

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

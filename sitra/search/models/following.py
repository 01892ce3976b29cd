"""How a process follows the columns of a generation: a file of them, then a journal of what changed since."""

import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import lmdb
import numpy as np

from sitra.search.models import ready
from sitra.search.models.bell import Bell
from sitra.search.models.ready import Ready, Writing
from sitra.search.rules.columns.block import Block, join
from sitra.search.rules.columns.facts import Facts
from sitra.search.rules.columns.table import Columns

Changed = dict[int, Facts | None]
_SEQUENCE, _KEPT, _PENDING = b"sequence", b"kept", b"pending"
_LEAST_PENDING = 10_000
_SHARE = 10
"""The file is made again when changes are more than one record in so many."""


class Journal:
    """What changed, in sequence; `kept` is the sequence up to which the file of columns tells all."""

    def __init__(self, store: lmdb.Environment, path: Path, shelves: Mapping[str, Any]) -> None:
        """Follow a generation; the bytes on shelves of its store are kept ready beside the columns."""
        self._store, self._path, self._shelves = store, path, shelves
        self._lines = store.open_db(b"journal")
        self._about = store.open_db(b"about")
        self.bell = Bell(path / "bell")

    def sequence(self) -> int:
        """Give the number of the last change that was told."""
        with self._store.begin(db=self._about) as reading:
            return _number(reading.get(_SEQUENCE))

    def kept(self) -> int:
        """Give the number of the last change that the file of columns holds."""
        with self._store.begin(db=self._about) as reading:
            return _number(reading.get(_KEPT))

    def after(self, sequence: int) -> Iterator[tuple[int, Changed]]:
        """Give what changed after a number, in order."""
        with self._store.begin(db=self._lines) as reading, reading.cursor() as cursor:
            if cursor.set_range(_key(sequence + 1)):
                yield from ((_number(key), _read(line)) for key, line in cursor)

    def tell(self, changed: Changed) -> None:
        """Add what changed; from here on readers see it."""
        with self._store.begin(write=True) as writing:
            number = _number(writing.get(_SEQUENCE, db=self._about)) + 1
            pending = _number(writing.get(_PENDING, db=self._about)) + len(changed)
            writing.put(_key(number), _written(changed), db=self._lines)
            writing.put(_SEQUENCE, _key(number), db=self._about)
            writing.put(_PENDING, _key(pending), db=self._about)
        self.bell.ring()

    def shelves(self, open_files: ExitStack) -> dict[str, Writing]:
        """Begin the files of ready bytes of a new generation, by shelf; who makes it writes row after row."""
        return {name: open_files.enter_context(Writing(self._ready(name, 0))) for name in self._shelves}

    def begin(self, block: Block, written: Mapping[str, Writing]) -> None:
        """Keep the columns of a new generation, whose ready bytes were written in the same order."""
        for writing in written.values():
            writing.done()
        block.save(self._file(0))

    def load(self) -> tuple[int, Block, dict[str, Ready]]:
        """Read the file of columns, and the number of the last change it holds; open what is ready beside."""
        while True:
            kept = self.kept()
            try:
                # Looked for first: they go last, and one that was never made is no trouble.
                opened = {name: self._ready(name, kept) for name in self._shelves}
                found = {name: Ready(path) for name, path in opened.items() if path.exists()}
                return kept, Block.load(self._file(kept)), found
            except FileNotFoundError:
                if self.kept() == kept:
                    raise

    def compact(self) -> bool:
        """Make the file of columns again when much changed since; say whether it was."""
        with self._store.begin(db=self._about) as reading:
            pending = _number(reading.get(_PENDING))
        if pending < _LEAST_PENDING:
            return False
        before, block, _ = self.load()
        if pending < len(block) // _SHARE:
            return False
        told = list(self.after(before))
        upto = told[-1][0]
        changed: Changed = {number: facts for _, some in told for number, facts in some.items()}
        self._keep(_merged(block, changed), upto)
        with self._store.begin(write=True) as writing:
            writing.put(_KEPT, _key(upto), db=self._about)
            writing.put(_PENDING, _key(0), db=self._about)
            # Readers that are behind still find what came since the file before this one.
            with writing.cursor(db=self._lines) as cursor:
                while cursor.first() and _number(cursor.key()) <= before:
                    cursor.delete()
        for file in (self._file(before), *(self._ready(name, before) for name in self._shelves)):
            file.unlink(missing_ok=True)
        return True

    def _keep(self, block: Block, upto: int) -> None:
        """Make the files of columns and of ready bytes, after the change of a number."""
        numbers = block.plain["number"].tolist()
        for name, shelf in self._shelves.items():
            with self._store.begin(db=shelf, buffers=True) as reading:
                ready.write(self._ready(name, upto), map(reading.get, map(_key, numbers)))
        block.save(self._file(upto))

    def _file(self, kept: int) -> Path:
        return self._path / f"columns-{kept}.npz"

    def _ready(self, name: str, kept: int) -> Path:
        return self._path / f"{name.replace('/', '-')}-{kept}.ready"


class Follower:
    """The columns of a generation in this process, brought up to date when they are asked for."""

    def __init__(self, journal: Journal, first_day: int) -> None:
        self._journal, self._first_day = journal, first_day
        self._lock = threading.Lock()
        self._heard = b""
        self._seen, self._kept, self._columns = self._loaded()
        self._renewing = False

    @property
    def seen(self) -> int:
        """Give the number of the last change that is in these columns."""
        return self._seen

    def columns(self) -> Columns:
        """Give the columns as they are now."""
        if self._journal.bell.heard() != self._heard:
            with self._lock:
                self._catch_up()
        return self._columns

    def _catch_up(self) -> None:
        heard = self._journal.bell.heard()
        kept = self._journal.kept()
        if kept > self._kept and self._missed():
            self._seen, self._kept, self._columns = self._loaded()
        for sequence, changed in self._journal.after(self._seen):
            self._columns.absorb(changed)
            self._seen = sequence
        if kept > self._kept and not self._renewing:
            self._renewing = True
            threading.Thread(target=self._renew, name="columns", daemon=True).start()
        self._heard = heard

    def _missed(self) -> bool:
        """Say whether changes that were not seen have left the journal."""
        following = next(self._journal.after(self._seen), None)
        return following is None or following[0] != self._seen + 1

    def _renew(self) -> None:
        """Read the new file beside the answers: rows that are of no more use are let go."""
        # A generation that is dropped meanwhile has nothing to renew.
        with suppress(lmdb.Error, OSError):
            seen, kept, columns = self._loaded()
            with self._lock:
                for sequence, changed in self._journal.after(seen):
                    columns.absorb(changed)
                    seen = sequence
                self._seen, self._kept, self._columns = seen, kept, columns
        self._renewing = False

    def _loaded(self) -> tuple[int, int, Columns]:
        kept, block, opened = self._journal.load()
        return kept, kept, Columns(block, self._first_day, opened)


def _merged(block: Block, changed: Mapping[int, Facts | None]) -> Block:
    """Put changed records in the place of what a block knew of them."""
    gone = np.isin(block.plain["number"], np.fromiter(changed, dtype=np.int64))
    new = sorted(facts for facts in changed.values() if facts)
    return join([block.take(np.flatnonzero(~gone)), Block.of(new, len(block.days))])


def _written(changed: Changed) -> bytes:
    return b"\n".join(facts.written() if facts else b"-%d" % number for number, facts in changed.items())


def _read(lines: bytes) -> Changed:
    changed = Changed()
    for line in lines.split(b"\n") if lines else ():
        if line.startswith(b"-"):
            changed[int(line[1:])] = None
        else:
            facts = Facts.read(line)
            changed[facts.number] = facts
    return changed


def _key(number: int) -> bytes:
    return struct.pack(">Q", number)


def _number(key: bytes | None) -> int:
    return int.from_bytes(key, "big") if key else 0

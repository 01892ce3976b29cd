"""The sources that can be read, each a folder here: its reader, its licence, its tables."""

import hashlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from sitra.intake.rules.draft import Note, Read, Source
from sitra.intake.rules.glance import Glance


class Reader(Protocol):
    """What the package of a source offers."""

    SOURCE: Source

    def recognises(self, seen: Glance, /) -> bool:
        """Say whether a file is one of this source; raises `Unreadable` when it cannot be read at all."""

    def expected(self, path: Path, /) -> int | None:
        """Say about how many rows a file holds, quickly, to tell how much time is left."""

    def read(self, path: Path, /) -> Iterator[Read]:
        """Read a file, always in the same order; raises `Unreadable` when nothing can be made of it."""


def _found() -> Iterator[Reader]:
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        yield cast("Reader", import_module(module.name))


SOURCES: dict[str, Reader] = {reader.SOURCE.code: reader for reader in _found()}
"""Code of a source -> its reader. A folder more is a source more."""


@dataclass
class Named:
    """A reader under a source of its own: two networks number their records alike.

    `notes` are told at the end: what is known of how the file came.
    """

    reader: Reader
    SOURCE: Source
    notes: tuple[str, ...] = ()

    def recognises(self, seen: Glance, /) -> bool:
        """Say whether a file is one of this source."""
        return self.reader.recognises(seen)

    def expected(self, path: Path, /) -> int | None:
        """Say about how many rows a file holds."""
        return self.reader.expected(path)

    def read(self, path: Path, /) -> Iterator[Read]:
        """Read a file, then tell the notes."""
        yield from self.reader.read(path)
        yield from map(Note, self.notes)


def guess(path: Path) -> str | None:
    """Recognise the source of a file from its content; nothing when it is none of them.

    A file that cannot be read at all raises `Unreadable`.
    """
    seen = Glance(path)
    return next((code for code, reader in SOURCES.items() if reader.recognises(seen)), None)


def fingerprint() -> str:
    """Tell apart two versions of all that reads files."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return digest.hexdigest()

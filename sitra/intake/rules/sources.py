"""The sources that can be read, and how a file is recognised."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sitra.intake.rules import (
    atout_france,
    datatourisme,
    festivals,
    museums,
    reading,
    tourisme_handicap,
)
from sitra.intake.rules.draft import Draft, Refusal, Source


class Reader(Protocol):
    """A module that reads one source."""

    SOURCE: Source

    def read(self, path: Path, /) -> Iterator[Draft | Refusal]:
        """Read a file; raises `Unreadable` when nothing can be made of it."""


SOURCES: dict[str, Reader] = {
    datatourisme.SOURCE.code: datatourisme,
    atout_france.SOURCE.code: atout_france,
    festivals.SOURCE.code: festivals,
    museums.SOURCE.code: museums,
    tourisme_handicap.SOURCE.code: tourisme_handicap,
}
"""Code of a source -> its reader."""

_TABLES = {
    one.SOURCE.code: frozenset(one.COLUMNS) for one in (atout_france, festivals, museums, tourisme_handicap)
}


def guess(path: Path) -> str | None:
    """Recognise the source of a file from its content; nothing when it is none of them.

    A file that cannot be read at all raises `Unreadable`.
    """
    if reading.is_zip(path):
        folder = datatourisme.FOLDER
        is_flux = any(name.startswith(folder) for name in reading.names(path))
        return datatourisme.SOURCE.code if is_flux else None
    header = reading.header(path)
    return next((code for code, columns in _TABLES.items() if columns <= header), None)

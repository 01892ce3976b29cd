"""A reader whose source is one member's own: two offices may name a trail alike."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sitra.intake.rules.draft import Read
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.sources import Reader


class Owned:
    """Reads as another reader does, under a source of its own."""

    def __init__(self, reader: Reader, member: int, name: str) -> None:
        known = reader.SOURCE
        self.SOURCE = replace(known, code=f"{known.code}-m{member}", name=f"{known.name} ({name})")
        self._reader = reader

    def recognises(self, seen: Glance, /) -> bool:
        """Say whether a file is one of this source."""
        return self._reader.recognises(seen)

    def expected(self, path: Path, /) -> int | None:
        """Say about how many rows a file holds."""
        return self._reader.expected(path)

    def read(self, path: Path, /) -> Iterator[Read]:
        """Read a file."""
        return self._reader.read(path)

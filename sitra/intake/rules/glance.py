"""A first look at a file or folder, for sources to recognise their own."""

from functools import cached_property
from pathlib import Path

from sitra.intake.rules import archives, reading


class Glance:
    """What can be seen of a file without reading it through; raises `Unreadable` when nothing can."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def is_archive(self) -> bool:
        """Say whether it is an archive: a zip, or a folder."""
        return archives.is_archive(self.path)

    @cached_property
    def names(self) -> list[str]:
        """Names of the files of an archive; none when it is a plain file."""
        return archives.names(self.path) if self.is_archive else []

    @cached_property
    def marks(self) -> list[str]:
        """Names by which an export is known: of a folder, those at its top, others may be kept deeper."""
        return [name for name in self.names if not self.path.is_dir() or name.count("/") <= 1]

    @cached_property
    def is_json(self) -> bool:
        """Say whether it is meant as JSON."""
        return not self.is_archive and reading.is_json(self.path)

    @cached_property
    def columns(self) -> frozenset[str]:
        """Folded column names of a table; none when it is an archive or JSON."""
        return frozenset() if self.is_archive or self.is_json else reading.header(self.path)

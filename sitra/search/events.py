"""What the read model says of itself, and the renditions upper floors ask it to keep."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Woven

SUBJECT = "kept"
COLUMNS_AT_MOST = 30
"""Columns that somebody chooses."""


class Sort(StrEnum):
    """What is kept of searches: a question, or records picked by hand."""

    SEARCH = "search"
    LIST = "list"


class View(StrEnum):
    """How results are shown."""

    CARDS = "cards"
    TABLE = "table"


class KeptFact(StrEnum):
    """What is told of what people keep of their searches, and take away."""

    SAVED = "search.saved"
    CHANGED = "search.changed"
    DROPPED = "search.dropped"
    RESTORED = "search.restored"
    ARRANGED = "search.arranged"
    DOWNLOADED = "search.downloaded"


class Cutter(Protocol):
    """What cuts answers out of woven records."""

    def cut(self, records: Sequence[Woven]) -> list[bytes | None]:
        """Give each answer, nothing where a record has to be parsed; `LookupError` when paths are missing."""
        ...


class Rendition(NamedTuple):
    """What makes one answer of a record: cut out of pieces, or out of a whole record (API form)."""

    cutter: Callable[[Paths], Cutter]
    parsed: Callable[[Mapping[str, Any]], bytes]


RENDITIONS: dict[str, Rendition] = {}


class ReadModelUnavailable(Exception):
    """The read model cannot be read; the sentence says why and what to do."""


class ReadModelFull(Exception):
    """The read model cannot be written: no room is left on its disk."""


def keep_ready(name: str, rendition: Rendition) -> None:
    """Ask for a rendition to be kept ready for every record; called from an `apps` room.

    The name carries a version: a new name makes the read model be built anew.
    """
    RENDITIONS[name] = rendition

"""What the read model says of itself, and the renditions upper floors ask it to keep."""

from collections.abc import Callable, Mapping
from typing import Any

Rendition = Callable[[Mapping[str, Any]], bytes]
"""Turns a whole record (API form, every language) into the bytes of one answer."""

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

"""One change as it is told, and which ones somebody wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sitra.delivery.events import Verb


@dataclass(frozen=True, slots=True)
class Line:
    """One change as it is told; `fields` are none when any may have changed."""

    cursor: int
    record: int
    kind: str
    verb: Verb
    revision: int
    fields: tuple[str, ...]
    reason: str
    heir: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes are wanted: kinds of records, beginnings of paths, and verbs; empty asks for all."""

    kinds: Sequence[str] = ()
    fields: Sequence[str] = ()
    verbs: Sequence[str] = ()

    def wants(self, line: Line) -> bool:
        """Say whether a change is wanted: what came or left is, whatever the fields asked."""
        if self.kinds and line.kind not in self.kinds:
            return False
        if self.verbs and line.verb not in self.verbs:
            return False
        if line.verb is not Verb.CHANGED or not self.fields or not line.fields:
            return True
        return any(_touches(path, asked) for path in line.fields for asked in self.fields)


EVERYTHING = Asked()


def _touches(path: str, asked: str) -> bool:
    """Say whether a path is one that is asked for, is below it, or holds it."""
    return path == asked or path.startswith((f"{asked}.", f"{asked}[")) or asked.startswith(f"{path}.")

"""What is told, and to whom: facts, positions in the ledger, and the register of listeners."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol


class Position(NamedTuple):
    """A place in the ledger: everything up to it, in commit order, has been read."""

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Read back what `str` wrote."""
        xid, _, number = text.partition(":")
        return cls(int(xid), int(number))


START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to one subject."""

    name: str
    subject: str
    subject_id: int
    person_id: int | None = None
    member_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as read back: where it stands and when it was written."""

    position: Position
    at: datetime
    fact: Fact


class Listener(Protocol):
    """What follows the ledger. It keeps its own cursor and may be told the same fact twice."""

    name: str
    facts: frozenset[str]

    def prepare(self) -> None:
        """Have at hand what the first fact will ask for; most need nothing."""
        return

    def position(self) -> Position:
        """Say how far it has read."""

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        """Take in these facts, then remember `upto`; all or nothing."""

    def rewind(self, position: Position) -> None:
        """Go back to a position: what follows is told again."""


LISTENERS: dict[str, Listener] = {}


PUBLIC: dict[str, frozenset[str]] = {}
"""Name of a fact that is told outside -> the details that may be."""

SUPERSEDED: set[str] = set()
"""Facts of which the last one about a subject says all: older ones may be dropped one day."""

COMPACTED = "ledger.compacted"


def publish(names: Iterable[str], *details: str) -> None:
    """Let facts be told outside, with these details; called from the `apps` room of their package."""
    PUBLIC.update((name, frozenset(details)) for name in names)


def supersede(names: Iterable[str]) -> None:
    """Say that of these facts only the last about a subject need be kept; called from `apps`."""
    SUPERSEDED.update(names)


def listen(listener: Listener) -> None:
    """Register a listener; called from the `apps` room of an upper floor."""
    LISTENERS[listener.name] = listener

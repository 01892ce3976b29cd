"""What is told of members and of those who hold a seat, without their tables."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member; `kind` is the number of a term, `communes` are our numbers."""

    id: int
    name: str
    kind: int
    created_at: datetime
    changed_at: datetime
    communes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat: in which member, and the duties it carries."""

    member: int
    member_name: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who holds at least one seat; seats are by member number."""

    id: int
    first_name: str
    last_name: str
    email: str
    active: bool
    joined_at: datetime
    seats: tuple[SeatLine, ...]

    def at(self, seat: SeatLine) -> "PersonLine":
        """Tell them by one of their seats."""
        return replace(self, seats=(seat,))


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members are wanted; what is `None` or empty does not restrict."""

    ids: frozenset[int] | None = None
    words: str = ""
    communes: frozenset[int] | None = None
    kinds: frozenset[int] | None = None

"""What is told of members and of those who hold a seat, without their tables."""

from collections.abc import Mapping
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
    site: str = ""
    departement: str = ""
    sponsor: int | None = None
    sponsor_name: str = ""
    kinds: tuple[str, ...] = ()
    mails_of_exports: tuple[str, ...] = ()
    mails_of_records: tuple[str, ...] = ()
    currency: str = "EUR"
    zone: str = "FRANCE"
    left_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Say whether it is still in the network."""
        return self.left_at is None


@dataclass(frozen=True, slots=True)
class EntityLine:
    """A record that is a member before the law."""

    record: int
    main: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat: in which member, and the duties it carries."""

    member: int
    member_name: str
    duties: tuple[str, ...]
    record: int | None = None


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
    sponsors: frozenset[int] | None = None
    departement: str = ""
    active: bool | None = None


def is_above(number: int, other: int, sponsors: Mapping[int, int | None]) -> bool:
    """Say whether a member is another, or sponsors it at any remove; `sponsors` is by member."""
    seen, one = set[int](), other
    while one not in seen:
        if one == number:
            return True
        seen.add(one)
        above = sponsors.get(one)
        if above is None:
            return False
        one = above
    return False

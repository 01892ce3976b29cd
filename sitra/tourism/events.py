"""States of a record, where revisions come from, and the facts told of records."""

from enum import StrEnum


class State(StrEnum):
    """Where a record stands in its life; `wire` is its name in v002."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    HIDDEN = "HIDDEN"
    DELETED = "DELETED"

    @property
    def wire(self) -> str:
        """Name of the state in v002."""
        return "NEW" if self is State.DRAFT else self.value


class Origin(StrEnum):
    """How a revision came about."""

    TYPED = "TYPED"
    IMPORTED = "IMPORTED"
    SCHEDULED = "SCHEDULED"


class ObjectFact(StrEnum):
    """What is told of records."""

    CREATED = "object.created"
    REVISED = "object.revised"
    PUBLISHED = "object.published"
    HIDDEN = "object.hidden"
    DELETED = "object.deleted"
    RESTORED = "object.restored"
    MERGED = "object.merged"
    PARTED = "object.parted"
    TOLD_APART = "object.told_apart"
    RECONSIDERED = "object.reconsidered"
    """Told apart no longer: the two may be proposed as one again."""


SUBJECT = "object"

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


class Means(StrEnum):
    """How somebody knows that a value is right."""

    TYPED = "TYPED"
    CALL = "CALL"
    VISIT = "VISIT"
    PROFESSIONAL = "PROFESSIONAL"
    IMPORT = "IMPORT"

    def label(self, language: str = "fr") -> str:
        """Name of the means in French or English."""
        return _MEANS[self][language == "en"]


_MEANS = {
    Means.TYPED: ("saisie", "typed"),
    Means.CALL: ("appel", "call"),
    Means.VISIT: ("visite", "visit"),
    Means.PROFESSIONAL: ("professionnel", "professional"),
    Means.IMPORT: ("import", "import"),
}


class Target(StrEnum):
    """Whom the metadata of a partner is for, by its word on the wire."""

    GENERAL = "general"
    MEMBER = "membre"
    PROJECT = "projet"


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
    CONFIRMED = "object.confirmed"
    IDENTIFIED = "object.identified"
    UNIDENTIFIED = "object.unidentified"
    TAGGED = "object.tagged"
    UNTAGGED = "object.untagged"
    NOTED = "object.noted"
    UNNOTED = "object.unnoted"
    JOINED = "object.joined"
    LEFT = "object.left"
    METADATA_SET = "object.metadata_set"
    METADATA_REMOVED = "object.metadata_removed"
    TRANSFERRED = "object.transferred"
    RECONSIDERED = "object.reconsidered"
    """Told apart no longer: the two may be proposed as one again."""


BESIDE = frozenset(
    {
        ObjectFact.CONFIRMED,
        ObjectFact.IDENTIFIED,
        ObjectFact.UNIDENTIFIED,
        ObjectFact.TAGGED,
        ObjectFact.UNTAGGED,
        ObjectFact.NOTED,
        ObjectFact.UNNOTED,
        ObjectFact.JOINED,
        ObjectFact.LEFT,
        ObjectFact.METADATA_SET,
        ObjectFact.METADATA_REMOVED,
    }
)
"""Facts that leave the document and the state of a record as they are."""


class SourceFact(StrEnum):
    """What is told of outside sources."""

    LOCKED = "source.locked"
    UNLOCKED = "source.unlocked"


SUBJECT, SOURCE = "object", "source"

"""What one may do with a record, why, and the facts told of grants."""

from enum import StrEnum

SUBJECT = "grant"


class Act(StrEnum):
    """What somebody does with a record."""

    CONSULT = "consult"
    PROPOSE = "propose"
    NOTE = "note"
    WRITE = "write"
    REVIEW = "review"
    PUBLISH = "publish"
    DELETE = "delete"
    TRANSFER = "transfer"

    def label(self, language: str = "fr") -> str:
        """Say the act as a verb, in French or English."""
        return _ACTS[self][language == "en"]


_ACTS = {
    Act.CONSULT: ("consulter cette fiche", "read this record"),
    Act.PROPOSE: ("proposer un changement", "propose a change"),
    Act.NOTE: ("y noter ce que seule sa structure lira", "note on it what only one's organisation reads"),
    Act.WRITE: ("modifier cette fiche", "change this record"),
    Act.REVIEW: ("accepter ou refuser les propositions", "accept or refuse proposals"),
    Act.PUBLISH: ("la publier ou la masquer", "publish or hide it"),
    Act.DELETE: ("la supprimer", "delete it"),
    Act.TRANSFER: ("la confier à un autre propriétaire", "hand it over to another owner"),
}


class Ground(StrEnum):
    """Why somebody may do something."""

    NETWORK = "network"
    """Everybody with a seat reads what is published."""
    OWNER = "owner"
    PARTNER = "partner"
    """The member collaborates on the record."""
    GRANT = "grant"
    ANIMATOR = "animator"
    PILOT = "pilot"


class SharingFact(StrEnum):
    """What is told of how a member shares its records."""

    CHANGED = "access.sharing_changed"


class GrantFact(StrEnum):
    """What is told of grants."""

    GIVEN = "grant.given"
    REVOKED = "grant.revoked"

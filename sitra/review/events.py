"""Words of review: how a pair stands, what is taken from which record, and the facts told of pairs."""

from enum import StrEnum

SUBJECT = "pair"
PUT_ASIDE = "pair.put_aside"
"""Fact told when the decision about two records is put off."""


class Standing(StrEnum):
    """How two records that look like one stand."""

    OPEN = "OPEN"
    MERGED = "MERGED"
    DISTINCT = "DISTINCT"
    GONE = "GONE"

    def label(self) -> str:
        """Name of the standing in French."""
        return {
            "OPEN": "à décider",
            "MERGED": "réunies",
            "DISTINCT": "distinctes",
            "GONE": "plus à décider",
        }[self.value]


DECIDED = frozenset({Standing.MERGED, Standing.DISTINCT})


class Pick(StrEnum):
    """Whose value a field takes: that of the record kept, of the other one, or both where it is a list."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


class Band(StrEnum):
    """How likely it is that two records are one, in three words."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def bounds(self) -> tuple[float, float]:
        """Scores from which, and below which, a pair is in this band."""
        return {"sure": (0.9, 1.01), "likely": (0.6, 0.9), "possible": (0.0, 0.6)}[self.value]

    @classmethod
    def of(cls, score: float) -> "Band":
        """Give the band of a score."""
        return next(band for band in cls if score >= band.bounds[0])


PROPOSAL = "proposal"
ANSWER_PATH = "/propositions/repondre/{}"
"""Where a mail leads to: a proposal answered without signing in, by a signed token."""


class ProposalFact(StrEnum):
    """What is told of proposals."""

    MADE = "proposal.made"
    DECIDED = "proposal.decided"
    WITHDRAWN = "proposal.withdrawn"
    DISCUSSED = "proposal.discussed"
    ESCALATED = "proposal.escalated"


class Demand(StrEnum):
    """What a proposal asks for."""

    CHANGE = "CHANGE"
    CREATE = "CREATE"
    PUBLISH = "PUBLISH"
    HIDE = "HIDE"
    DELETE = "DELETE"
    TRANSFER = "TRANSFER"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _DEMANDS[self][language == "en"]


_DEMANDS = {
    Demand.CHANGE: ("corriger", "correct"),
    Demand.CREATE: ("créer", "create"),
    Demand.PUBLISH: ("publier", "publish"),
    Demand.HIDE: ("masquer", "hide"),
    Demand.DELETE: ("supprimer", "delete"),
    Demand.TRANSFER: ("transférer", "hand over"),
}


class Outcome(StrEnum):
    """What became of a proposal."""

    WAITING = "WAITING"
    ACCEPTED = "ACCEPTED"
    PARTLY = "PARTLY"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _OUTCOMES[self][language == "en"]


_OUTCOMES = {
    Outcome.WAITING: ("à décider", "waiting"),
    Outcome.ACCEPTED: ("acceptée", "accepted"),
    Outcome.PARTLY: ("acceptée en partie", "accepted in part"),
    Outcome.REFUSED: ("refusée", "refused"),
    Outcome.WITHDRAWN: ("retirée", "withdrawn"),
}


class Answer(StrEnum):
    """What was answered about one value."""

    ACCEPTED = "ACCEPTED"
    AMENDED = "AMENDED"
    REFUSED = "REFUSED"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _ANSWERS[self][language == "en"]


_ANSWERS = {
    Answer.ACCEPTED: ("acceptée", "accepted"),
    Answer.AMENDED: ("modifiée", "amended"),
    Answer.REFUSED: ("refusée", "refused"),
}


class Permission(StrEnum):
    """Whether a record may be changed through a partner, now."""

    POSSIBLE = "POSSIBLE"
    LOCKED = "LOCKED"
    UNAVAILABLE = "UNAVAILABLE"

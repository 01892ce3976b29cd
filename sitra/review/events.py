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


TEMPLATE = "template"


class TemplateFact(StrEnum):
    """What is told of the templates of members, never with their names, which are free words."""

    KEPT = "template.kept"
    RENAMED = "template.renamed"
    DROPPED = "template.dropped"
    RESTORED = "template.restored"


class Purpose(StrEnum):
    """What a proposal asks for."""

    CHANGE = "CHANGE"
    CREATE = "CREATE"
    PUBLISH = "PUBLISH"
    HIDE = "HIDE"
    DELETE = "DELETE"
    TRANSFER = "TRANSFER"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _PURPOSES[self][language == "en"]


_PURPOSES = {
    Purpose.CHANGE: ("corriger", "correct"),
    Purpose.CREATE: ("créer", "create"),
    Purpose.PUBLISH: ("publier", "publish"),
    Purpose.HIDE: ("masquer", "hide"),
    Purpose.DELETE: ("supprimer", "delete"),
    Purpose.TRANSFER: ("transférer", "hand over"),
}


class Verdict(StrEnum):
    """What became of a proposal."""

    WAITING = "WAITING"
    ACCEPTED = "ACCEPTED"
    PARTLY = "PARTLY"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _VERDICTS[self][language == "en"]


_VERDICTS = {
    Verdict.WAITING: ("à décider", "waiting"),
    Verdict.ACCEPTED: ("acceptée", "accepted"),
    Verdict.PARTLY: ("acceptée en partie", "accepted in part"),
    Verdict.REFUSED: ("refusée", "refused"),
    Verdict.WITHDRAWN: ("retirée", "withdrawn"),
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


REREAD = "object.texts_reread"
"""Fact told of a record when somebody says that texts are right as they are."""


class Hand(StrEnum):
    """Whose hand a text is of."""

    PERSON = "PERSON"
    MACHINE = "MACHINE"
    SOURCE = "SOURCE"
    UNKNOWN = "UNKNOWN"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _HANDS[self][language == "en"]


_HANDS = {
    Hand.PERSON: ("écrit par quelqu’un", "written by a person"),
    Hand.MACHINE: ("traduit par une machine", "translated by a machine"),
    Hand.SOURCE: ("venu d’une source", "from a source"),
    Hand.UNKNOWN: ("d’origine inconnue", "of unknown origin"),
}


class Need(StrEnum):
    """What a text waits for in a language."""

    TRANSLATE = "TRANSLATE"
    REREAD = "REREAD"

    def label(self, language: str = "fr") -> str:
        """Say it in French or English."""
        return _NEEDS[self][language == "en"]


_NEEDS = {Need.TRANSLATE: ("à traduire", "to translate"), Need.REREAD: ("à revoir", "to reread")}

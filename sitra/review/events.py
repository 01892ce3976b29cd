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


class Permission(StrEnum):
    """Whether a record may be changed through a partner, now."""

    POSSIBLE = "POSSIBLE"
    LOCKED = "LOCKED"
    UNAVAILABLE = "UNAVAILABLE"

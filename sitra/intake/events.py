"""Words of intake: how a run stands, what becomes of a record, what is done about what is gone."""

from enum import StrEnum

SUBJECT = "intake"
APPLIED = "intake.applied"
"""Fact told when a run has been applied to its end."""
DEPOSITED = "intake.deposited"
WITHDRAWN = "intake.withdrawn"
MAPPED = "intake.mapped"
SETTLED = "intake.settled"
ASKED = "intake.asked"
"""Facts told when a member brings a file, takes it away, maps its columns and words, asks for a run."""


class Standing(StrEnum):
    """How a run stands; one that was killed still says that it runs, until it is taken up again."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    ABANDONED = "ABANDONED"

    def label(self) -> str:
        """Name of the standing in French."""
        return {
            "WAITING": "en attente",
            "RUNNING": "en cours",
            "DONE": "terminé",
            "FAILED": "échoué",
            "ABANDONED": "abandonné",
        }[self.value]


class Outcome(StrEnum):
    """What becomes, or would become, of one record."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    BACK = "BACK"
    GONE = "GONE"
    REFUSED = "REFUSED"

    def label(self) -> str:
        """Name of the outcome in French."""
        return {
            "NEW": "nouvelle",
            "CHANGED": "modifiée",
            "UNCHANGED": "inchangée",
            "BACK": "de retour",
            "GONE": "disparue",
            "REFUSED": "refusée",
        }[self.value]


class WhenGone(StrEnum):
    """What is done about a record that its source has no more: a choice of its owner."""

    HIDE = "hide"
    DELETE = "delete"
    ASK = "ask"


class Whence(StrEnum):
    """Where a harvest reads."""

    V002 = "v002"
    GEOTREK = "geotrek"
    FILE = "file"

    def label(self) -> str:
        """Say it in French."""
        return {"v002": "réseau v002", "geotrek": "Geotrek", "file": "fichier"}[self.value]


HARVEST = "harvest"


class HarvestFact(StrEnum):
    """What is told of harvests; never with an identifier, a key, or what an address says after its path."""

    ADDED = "harvest.added"
    AMENDED = "harvest.amended"
    PAUSED = "harvest.paused"
    RESUMED = "harvest.resumed"
    REMOVED = "harvest.removed"
    ASKED = "harvest.asked"
    FAILED = "harvest.failed"

"""Who may import, for which member, and which runs they may read."""

from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from sitra.access.rules.mandate import Mandate
from sitra.kit.errors import Forbidden
from sitra.members.events import Duty


@dataclass(frozen=True, slots=True)
class Importing:
    """Bringing files for a member, and reading what became of them: those who write for it."""

    @staticmethod
    def members(who: Mandate) -> frozenset[int]:
        """Give the members for which one may import."""
        return who.writes

    @staticmethod
    def given_by(duties: Container[str]) -> bool:
        """Say whether the duties of a seat let one import for its member."""
        return Duty.WRITE in duties

    def demand(self, who: Mandate, member: int | None) -> None:
        """Refuse a member for which one may not write."""
        if member is None or member not in self.members(who):
            message = "Importer demande d'écrire pour ce membre : demandez ce droit à votre animateur."
            raise Forbidden(message)

    def among[Row: Model](self, who: Mandate, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Keep the runs or files of the members for which one may import."""
        return rows.filter(member_id__in=self.members(who))


IMPORT = Importing()

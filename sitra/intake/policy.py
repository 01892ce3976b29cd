"""Who may import, for which member, and which runs they may read."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from sitra.kit.errors import Forbidden
from sitra.members.policy import Reach


@dataclass(frozen=True, slots=True)
class Importing:
    """Bringing files for a member, and reading what became of them: those who write for it."""

    @staticmethod
    def members(reach: Reach) -> frozenset[int]:
        """Give the members for which one may import."""
        return reach.writes

    def demand(self, reach: Reach, member: int | None) -> None:
        """Refuse a member for which one may not write."""
        if member is None or member not in self.members(reach):
            message = "Importer demande d'écrire pour ce membre : demandez ce droit à votre animateur."
            raise Forbidden(message)

    def among[Row: Model](self, reach: Reach, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Keep the runs or files of the members for which one may import."""
        return rows.filter(member_id__in=self.members(reach))


IMPORT = Importing()

"""Who may entrust what: each said once."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Q

from sitra.access.models import Grant, Grants
from sitra.access.rules.mandate import Mandate
from sitra.kit.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Giving:
    """Entrusting records, and taking that back: administrators of the giver, animators where they animate."""

    @staticmethod
    def allows(who: Mandate, giver: int | None, communes: AbstractSet[int]) -> bool:
        """Say whether one may entrust the records of a member, or of everybody in these communes."""
        if who.pilots or giver in who.administers:
            return True
        return giver is None and bool(communes) and communes <= who.animated

    def demand(self, who: Mandate, giver: int | None, communes: AbstractSet[int]) -> None:
        """Refuse what one may not entrust, and say who may."""
        if not self.allows(who, giver, communes):
            message = (
                "Confier ces fiches revient aux administrateurs de leur propriétaire, à l'animateur du "
                "département ou au pilote du réseau."
            )
            raise Forbidden(message)

    @staticmethod
    def among(who: Mandate, rows: Grants) -> Grants:
        """Keep the grants one may see: those given or received by one's own members; all, to a pilot."""
        if who.pilots:
            return rows
        return rows.filter(Q(giver__in=who.seated) | Q(taker__in=who.seated))


GIVE = Giving()


def demand_revocable(who: Mandate, row: Grant, communes: AbstractSet[int]) -> None:
    """Refuse to take back what somebody else gave; whoever received a grant may give it up."""
    if row.taker_id not in who.administers:
        GIVE.demand(who, row.giver_id, communes)

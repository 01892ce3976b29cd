"""Rights on records, each said once."""

from dataclasses import dataclass

from django.db.models import Q

from sitra.kit.errors import Forbidden
from sitra.members.policy import Reach
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject, TouristObjects


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records: those in an open state, and every living one of these owners."""

    open_states: frozenset[State]
    owners: frozenset[int]

    def covers(self, state: str, owner: int) -> bool:
        """Say whether one record is within the scope."""
        if state == State.DELETED:
            return False
        return State(state) in self.open_states or owner in self.owners


PUBLIC = Scope(frozenset({State.PUBLISHED}), frozenset())
"""What a project may be given: published records."""


class Consult:
    """Reading a record: what is published, and everything of one's own members."""

    @staticmethod
    def scope(reach: Reach) -> Scope:
        """Say which records a reach opens; without a seat that consults, none."""
        if not reach.consults:
            return Scope(frozenset(), frozenset())
        return Scope(frozenset({State.PUBLISHED}), reach.consults | reach.writes)

    def among(self, reach: Reach, rows: TouristObjects) -> TouristObjects:
        """Keep the records this reach may consult."""
        scope = self.scope(reach)
        opened = Q(state__in=[state.value for state in scope.open_states])
        return rows.living().filter(opened | Q(owner_id__in=scope.owners))

    def demand(self, reach: Reach, row: TouristObject) -> None:
        """Refuse a record this reach may not consult."""
        if not self.scope(reach).covers(row.state, row.owner_id):
            message = "Cette fiche n'est pas ouverte à la consultation pour votre structure."
            raise Forbidden(message)


CONSULT = Consult()

"""Rights on pairs of records, each said once."""

from dataclasses import dataclass

from django.db.models import Q

from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden
from sitra.members.policy import Reach
from sitra.review.models import Candidates
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import CONSULT


@dataclass(frozen=True, slots=True)
class Partner:
    """Who writes through a project: for which member, on the records of which members, named as whom."""

    member: int
    reach: frozenset[int]
    person: Person | None = None


class Decide:
    """Deciding about two records: both are within the writing reach."""

    def among(self, reach: Reach, rows: Candidates) -> Candidates:
        """Keep the pairs this reach may decide about."""
        owners = list(reach.writes)
        return rows.filter(lower__owner__in=owners, upper__owner__in=owners)

    def touched(self, reach: Reach, rows: Candidates) -> Candidates:
        """Keep the pairs of which this reach may write one record at least."""
        owners = list(reach.writes)
        return rows.filter(Q(lower__owner__in=owners) | Q(upper__owner__in=owners))

    def allows(self, reach: Reach, one: TouristObject, other: TouristObject) -> bool:
        """Say whether this reach may decide about two records."""
        return not self.missing(reach, one, other)

    def missing(self, reach: Reach, one: TouristObject, other: TouristObject) -> list[str]:
        """Name the owners whose word is needed and who are not within the reach."""
        asked = {row.owner_id: row.owner.name for row in (one, other) if row.owner_id not in reach.writes}
        return sorted(asked.values())

    def demand(self, reach: Reach, one: TouristObject, other: TouristObject) -> None:
        """Refuse a pair of which one record is somebody else's, and say whom to ask."""
        if asked := self.missing(reach, one, other):
            message = (
                f"Cette paire ne se décide pas sans {' et '.join(asked)} : "
                "écrivez-lui, ou demandez à votre animateur le droit d'écrire pour ce membre."
            )
            raise Forbidden(message)


class See:
    """Seeing a pair that is to be decided: both records may be consulted."""

    def among(self, reach: Reach, rows: Candidates) -> Candidates:
        """Keep the pairs this reach may see."""
        scope = CONSULT.scope(reach)
        states, owners = [one.value for one in scope.open_states], list(scope.owners)
        for side in ("lower", "upper"):
            opened = Q(**{f"{side}__state__in": states}) | Q(**{f"{side}__owner__in": owners})
            rows = rows.filter(opened)
        return rows


DECIDE, SEE = Decide(), See()

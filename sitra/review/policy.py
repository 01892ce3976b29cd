"""Rights on pairs of records, each said once."""

from django.db.models import Q

from sitra.access.events import Act
from sitra.access.rules.mandate import Mandate
from sitra.kit.errors import Forbidden
from sitra.review.models import Candidates
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import any_of


class Decide:
    """Deciding about two records: both are within what one may write."""

    def among(self, who: Mandate, rows: Candidates) -> Candidates:
        """Keep the pairs one may decide about."""
        owners = list(who.writes)
        return rows.filter(lower__owner__in=owners, upper__owner__in=owners)

    def touched(self, who: Mandate, rows: Candidates) -> Candidates:
        """Keep the pairs of which one may write one record at least."""
        owners = list(who.writes)
        return rows.filter(Q(lower__owner__in=owners) | Q(upper__owner__in=owners))

    def allows(self, who: Mandate, one: TouristObject, other: TouristObject) -> bool:
        """Say whether one may decide about two records."""
        return not self.missing(who, one, other)

    def missing(self, who: Mandate, one: TouristObject, other: TouristObject) -> list[str]:
        """Name the owners whose word is needed and for whom one does not write."""
        asked = {row.owner_id: row.owner.name for row in (one, other) if row.owner_id not in who.writes}
        return sorted(asked.values())

    def demand(self, who: Mandate, one: TouristObject, other: TouristObject) -> None:
        """Refuse a pair of which one record is somebody else's, and say whom to ask."""
        if asked := self.missing(who, one, other):
            message = (
                f"Cette paire ne se décide pas sans {' et '.join(asked)} : "
                "écrivez-lui, ou demandez à votre animateur le droit d'écrire pour ce membre."
            )
            raise Forbidden(message)


class See:
    """Seeing a pair that is to be decided: both records may be consulted."""

    def among(self, who: Mandate, rows: Candidates) -> Candidates:
        """Keep the pairs one may see."""
        areas = who.areas(Act.CONSULT)
        for side in ("lower__", "upper__"):
            rows = rows.filter(any_of(areas, side))
        return rows


DECIDE, SEE = Decide(), See()

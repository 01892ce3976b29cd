"""Rights on pairs of records and on proposals, each said once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from sitra.access.events import Act
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden, Unknown
from sitra.review.events import Purpose
from sitra.review.models import Candidates, Proposal, Proposals, Template, Templates
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import DELETE, PUBLISH, REVIEW, TRANSFER, WRITE, Right, any_of


@dataclass(frozen=True, slots=True)
class Partner:
    """Who writes through a project: for which member, with which rights, named as whom."""

    member: int
    who: Mandate
    person: Person | None = None

    @property
    def own(self) -> Mandate:
        """Rights by seats alone: what was entrusted is a part of a record, not what stands beside it."""
        return replace(self.who, granted=())


NEEDED: Mapping[Purpose, Right] = {
    Purpose.CHANGE: WRITE,
    Purpose.PUBLISH: PUBLISH,
    Purpose.HIDE: PUBLISH,
    Purpose.DELETE: DELETE,
    Purpose.TRANSFER: TRANSFER,
}
"""What one needs to do at once what is otherwise proposed."""


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


class Proposing:
    """Proposals: those one may answer, and those one made or one's members did."""

    @staticmethod
    def to_answer(who: Mandate, rows: Proposals) -> Proposals:
        """Keep the proposals one may answer; those for a new record go to those who decide for its owner."""
        areas = who.areas(Act.REVIEW)
        owners = who.reviews | who.writes
        new = Q(object=None, owner__in=owners) if not who.pilots else Q(object=None)
        return rows.filter(any_of(areas, "object__") | new)

    @staticmethod
    def made(who: Mandate, person: Person, rows: Proposals) -> Proposals:
        """Keep the proposals one made, and those of the members where one sits."""
        return rows.filter(Q(person=person) | Q(member__in=who.seated))


PROPOSALS = Proposing()


class Templating:
    """Templates of a member: those who write for it use, name and drop them; for others there are none."""

    @staticmethod
    def among(who: Mandate, rows: Templates) -> Templates:
        """Keep the templates of the members for which one writes."""
        return rows.filter(member__in=who.writes)

    @staticmethod
    def allows(who: Mandate, row: Template) -> bool:
        """Say whether a template is of a member for which one writes."""
        return row.member_id in who.writes

    def demand(self, who: Mandate, row: Template | None, number: int) -> Template:
        """Refuse what is not theirs as if it were not there."""
        if row is None or not self.allows(who, row):
            message = f"Aucun modèle ne porte pour vous le numéro {number}."
            raise Unknown(message)
        return row


TEMPLATES = Templating()


def may_answer(who: Mandate, row: Proposal) -> bool:
    """Say whether one may answer a proposal."""
    if row.object is not None:
        return REVIEW.allows(who, row.object)
    return who.pilots or row.owner_id in who.reviews | who.writes


def may_discuss(who: Mandate, person: Person, row: Proposal) -> bool:
    """Say whether one may read a proposal and speak about it: those who made it, those who answer it.

    Whoever answered goes on reading it: the record that they let go is theirs no more.
    """
    mine = person.pk in {row.person_id, row.decided_by_id}
    return mine or row.member_id in who.seated or may_answer(who, row)

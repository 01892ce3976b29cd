"""For whom somebody acts on a record, and by which right."""

from dataclasses import dataclass

from sitra.access import queries as access
from sitra.access.rules.areas import Area
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.members.models import Member
from sitra.tourism.actions import Author
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import Right, partners_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A record, the areas that let somebody act on it, and the author they are."""

    row: TouristObject
    areas: tuple[Area, ...]
    author: Author


def standing(number: int, right: Right, by: Person) -> Standing:
    """Give a living record on which somebody may act, or refuse it in words."""
    row = living(number)
    who = access.mandate_of(by)
    areas = right.demand(who, row)
    return Standing(row, areas, Author(person=by, member=_member(who, row, areas)))


def living(number: int) -> TouristObject:
    """Give a record that was not deleted, with its owner."""
    row = TouristObject.objects.living().with_head().filter(pk=number).first()
    if row is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    return row


def acting_for(who: Mandate, owner: Member) -> Member:
    """Act for a member where one sits there; else for the first one of one's own."""
    if owner.pk in who.seated:
        return owner
    return Member.objects.get(pk=min(who.seated | who.animates, default=owner.pk))


def _member(who: Mandate, row: TouristObject, areas: tuple[Area, ...]) -> Member:
    """Act for the member to which a record was entrusted, where it is not of one's own."""
    taker = next((area.taker for area in areas if area.taker), 0)
    entrusted = taker or min(partners_of(row.pk) & who.writes, default=0)
    if row.owner_id in who.seated or not entrusted:
        return acting_for(who, row.owner)
    return Member.objects.get(pk=entrusted)

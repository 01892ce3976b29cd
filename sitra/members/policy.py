"""What somebody's seats make of them, and who decides about members."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from sitra.kit.errors import Forbidden
from sitra.members.events import Duty
from sitra.members.models import Member, Members

EVERY_DUTY = frozenset(Duty)


@dataclass(frozen=True, slots=True)
class Offices:
    """Somebody's seats, and what they make of them in the network.

    Who animates in a member placed in a département animates this département; who animates in the member
    that leads the network (no département, no commune, no sponsor) is its pilot.
    """

    seats: Mapping[int, frozenset[Duty]] = field(default_factory=dict)
    departements: frozenset[str] = frozenset()
    pilots: bool = False

    def holds(self, duty: Duty) -> list[int]:
        """Give the members in which a duty is held."""
        return sorted(member for member, duties in self.seats.items() if duty in duties)

    @property
    def oversees(self) -> bool:
        """Say whether anything is theirs beyond their own members."""
        return self.pilots or bool(self.departements)


class Oversee:
    """Admitting members, drawing them, letting them leave: animators at home, the pilot everywhere."""

    refusal = "Seuls l'animateur de ce département et le pilote du réseau le peuvent : adressez-vous à eux."

    def among(self, offices: Offices, rows: Members) -> Members:
        """Keep the members that are overseen."""
        if offices.pilots:
            return rows
        return rows.of_departements(sorted(offices.departements)) if offices.departements else rows.none()

    def allows(self, offices: Offices, member: Member) -> bool:
        """Say whether a member is overseen."""
        return self.among(offices, Member.objects.filter(pk=member.pk)).exists()

    def demand(self, offices: Offices, member: Member) -> None:
        """Refuse a member that is not."""
        if not self.allows(offices, member):
            raise Forbidden(self.refusal)


class Administer(Oversee):
    """Contacts, seats, charter: the member's administrators, and those who oversee it."""

    refusal = "Seuls les administrateurs de ce membre le peuvent : sa page dit qui ils sont."

    def among(self, offices: Offices, rows: Members) -> Members:
        """Keep the members that are administered."""
        if offices.pilots:
            return rows
        overseen = Member.objects.of_departements(sorted(offices.departements))
        asked = Q(pk__in=offices.holds(Duty.MEMBERS))
        return rows.filter(asked | Q(pk__in=overseen.values("pk")) if offices.departements else asked)


OVERSEE, ADMINISTER = Oversee(), Administer()


def givable(offices: Offices, member: Member) -> frozenset[Duty]:
    """Say which duties somebody may give and take in a member: never more than they hold.

    Those who oversee it give them all, but the network's own: only the pilot makes an animator, or
    somebody who animates in that very member.
    """
    if offices.pilots:
        return EVERY_DUTY
    own = offices.seats.get(member.pk, frozenset())
    if OVERSEE.allows(offices, member):
        return EVERY_DUTY - {Duty.ANIMATE} | (own & {Duty.ANIMATE})
    return own if Duty.MEMBERS in own else frozenset()


def opens(offices: Offices, member: Member) -> bool:
    """Say whether all of a member is told, or only what is public: to its people and its animator, all."""
    return member.pk in offices.seats or OVERSEE.allows(offices, member)

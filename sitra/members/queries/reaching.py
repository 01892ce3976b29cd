"""How far somebody's seats reach."""

from collections.abc import Mapping

from sitra.accounts.models import Person
from sitra.members.events import Duty
from sitra.members.models import Member, Seat
from sitra.members.policy import Offices, Reach


def members_where(person: Person, duty: Duty) -> frozenset[int]:
    """Give the members in which a person's seat carries a duty."""
    seats = Seat.objects.filter(person=person, duties__contains=[duty.value])
    return frozenset(seats.values_list("member_id", flat=True))


def reach_of(person: Person) -> Reach:
    """Say in which members this person may consult and write."""
    return Reach(consults=members_where(person, Duty.CONSULT), writes=members_where(person, Duty.WRITE))


def offices(person: Person) -> Offices:
    """Say what somebody's seats make of them in the network."""
    seats, departements, pilots = dict[int, frozenset[Duty]](), set[str](), False
    rows = Seat.objects.filter(person=person, member__left_at=None).select_related("member")
    for row in rows:
        duties = frozenset(Duty(duty) for duty in row.duties)
        seats[row.member_id] = duties
        if Duty.ANIMATE in duties:
            if row.member.departement_id:
                departements.add(row.member.departement_id)
            elif _leads(row.member):
                pilots = True
    return Offices(seats, frozenset(departements), pilots)


def may_animate(member: Member) -> bool:
    """Say whether a seat in a member may make an animator or a pilot."""
    return bool(member.departement_id) or _leads(member)


def hats(person: Person) -> dict[int, str]:
    """Name the members for which somebody may act, by name."""
    seats = Seat.objects.filter(person=person, member__left_at=None).order_by("member__name")
    return dict(seats.values_list("member_id", "member__name"))


def worn(hats: Mapping[int, str], chosen: object) -> int | None:
    """Say for whom somebody acts by default: whom they chose, else the first of theirs."""
    return chosen if isinstance(chosen, int) and chosen in hats else next(iter(hats), None)


def _leads(member: Member) -> bool:
    """Say whether a member leads the network: it stands nowhere in particular, under nobody."""
    return not (member.departement_id or member.sponsor_id or member.communes.exists())

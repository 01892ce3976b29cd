"""How far somebody's seats reach."""

from collections.abc import Mapping

from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden
from sitra.members.events import Duty
from sitra.members.models import Member, Seat
from sitra.members.policy import ADMINISTER, Offices
from sitra.members.rules import SeatLine


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


def journal_of(person: Person) -> frozenset[int] | None:
    """Give the members whose acts somebody may read, those they administer; `None` is everybody's."""
    held = offices(person)
    if held.pilots:
        return None
    mine = frozenset(ADMINISTER.among(held, Member.objects.all()).values_list("pk", flat=True))
    if not mine:
        raise Forbidden("Le journal se lit par les administrateurs d'un membre, et par le pilote en entier.")
    return mine


def may_animate(member: Member) -> bool:
    """Say whether a seat in a member may make an animator or a pilot."""
    return bool(member.departement_id) or _leads(member)


def seats_of(person: Person) -> list[SeatLine]:
    """Give somebody's seats, those in which they administer first, then by the name of the member."""
    seats = Seat.objects.filter(person=person, member__left_at=None).order_by("member__name")
    rows = seats.values_list("member_id", "member__name", "duties", "record")
    seats_by_name = [SeatLine(member, name, tuple(duties), record) for member, name, duties, record in rows]
    return sorted(seats_by_name, key=lambda seat: Duty.MEMBERS not in seat.duties)


def hats(person: Person) -> dict[int, str]:
    """Name the members for which somebody may act, by name."""
    return {seat.member: seat.member_name for seat in seats_of(person)}


def worn(hats: Mapping[int, str], chosen: object) -> int | None:
    """Say for whom somebody acts by default: whom they chose, else the first of theirs."""
    return chosen if isinstance(chosen, int) and chosen in hats else next(iter(hats), None)


def _leads(member: Member) -> bool:
    """Say whether a member leads the network: it stands nowhere in particular, under nobody."""
    return not (member.departement_id or member.sponsor_id or member.communes.exists())

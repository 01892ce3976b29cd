"""Reads of those who hold a seat."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import FETCH_RAISE, Q

from sitra.accounts.models import Person
from sitra.members.events import Duty
from sitra.members.models import Demand, Invitation, Member, Seat, Signature
from sitra.members.rules import PersonLine, SeatLine


def administrators(member: int) -> list[Person]:
    """Give those who administer a member, by address."""
    people = {person.email: person for person, _ in people_of([member], (Duty.MEMBERS,))}
    return [people[address] for address in sorted(people)]


def looking_after(person: Person, record: int) -> Member | None:
    """Give the member in which somebody looks after a record, if they do."""
    seats = Seat.objects.filter(person=person, record=record, member__left_at=None).select_related("member")
    seat = seats.order_by("pk").first()
    return seat.member if seat else None


def people_of(members: Iterable[int], duties: Iterable[Duty]) -> list[tuple[Person, int]]:
    """Give those who hold one of these duties in a member, each with the member; closed accounts never."""
    wanted = [duty.value for duty in duties]
    seats = Seat.objects.filter(
        member_id__in=list(members), duties__overlap=wanted, person__is_active=True, person__erased_at=None
    )
    rows = seats.select_related("person").order_by("person_id", "member_id").fetch_mode(FETCH_RAISE)
    return [(seat.person, seat.member_id) for seat in rows]


def seated(
    *,
    ids: Iterable[int] | None = None,
    email: str = "",
    members: Iterable[int] | None = None,
    active: bool | None = True,
) -> list[PersonLine]:
    """Give those who hold a seat, by number; erased accounts never, closed ones only when asked.

    `active=None` gives open and closed accounts. With `members`, only the seats in these members are told.
    """
    seats = Seat.objects.filter(person__erased_at=None)
    if members is not None:
        seats = seats.filter(member_id__in=list(members))
    if ids is not None:
        seats = seats.filter(person_id__in=list(ids))
    if email:
        seats = seats.filter(person__email__iexact=email)
    if active is not None:
        seats = seats.filter(person__is_active=active)
    held: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats.select_related("person", "member").order_by("person_id", "member_id"):
        held[seat.person_id].append(seat)
    return [_person(places) for places in held.values()]


def one(person: Person) -> PersonLine:
    """Give somebody with their seats, also when they have none."""
    seats = Seat.objects.filter(person=person).select_related("member").order_by("member_id")
    return _line(person, list(seats.fetch_mode(FETCH_RAISE)))


def _person(seats: list[Seat]) -> PersonLine:
    return _line(seats[0].person, seats)


def _line(person: Person, seats: list[Seat]) -> PersonLine:
    return PersonLine(
        id=person.pk,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        active=person.is_active,
        joined_at=person.joined_at,
        seats=tuple(SeatLine(one.member_id, one.member.name, tuple(one.duties), one.record) for one in seats),
    )


def dossier(person: Person) -> dict[str, Any]:
    """Give all that members hold of somebody."""
    asked = Q(person=person) | Q(email__iexact=person.email)
    said = ("member", "email", "first_name", "last_name", "record")
    seats = Seat.objects.filter(person=person).order_by("member_id")
    signatures = Signature.objects.filter(person=person).order_by("at")
    offers = Invitation.objects.filter(asked).order_by("pk")
    demands = Demand.objects.filter(email__iexact=person.email).order_by("pk")
    return {
        "seats": list(seats.values("member", "member__name", "duties", "record")),
        "charters": list(signatures.values("member", "version", "at")),
        "invitations": list(offers.values(*said, "duties", "sent_at", "settled_at")),
        "requests": list(demands.values(*said, "words", "at")),
    }

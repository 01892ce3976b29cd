"""Reads of members."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import FETCH_RAISE, Q

from sitra.accounts.models import Person
from sitra.members.events import Duty
from sitra.members.models import Member, Seat
from sitra.members.rules import MemberFilter, MemberLine, PersonLine, SeatLine
from sitra.places import queries as places


def wardens() -> dict[int, int]:
    """Say which member answers for each commune of today: commune number -> member number.

    Where two members have parts of a merged commune, the one that has the heir itself answers.
    """
    links = dict(Member.communes.through.objects.order_by("member_id").values_list("commune_id", "member_id"))
    living = places.by_ids(links)
    return {living[number].id: member for number, member in links.items() if number in living} | {
        number: member for number, member in links.items() if number in living and living[number].id == number
    }


def departement_members() -> dict[str, int]:
    """Say which member animates each département: the lowest-numbered one placed there."""
    rows = Member.objects.exclude(departement=None).order_by("-id")
    return dict(rows.values_list("departement_id", "id"))


def addresses_of_writers(member: int) -> list[str]:
    """Give the mail addresses of those who write for a member, in order."""
    seats = Seat.objects.filter(member_id=member, duties__contains=[Duty.WRITE.value], person__is_active=True)
    return sorted(seats.values_list("person__email", flat=True))


def named(numbers: Iterable[int]) -> dict[int, str]:
    """Name members, by name."""
    rows = Member.objects.filter(pk__in=list(numbers)).order_by("name")
    return dict(rows.values_list("pk", "name"))


def all_named() -> dict[int, str]:
    """Name every member, by name."""
    return dict(Member.objects.order_by("name").values_list("pk", "name"))


def count() -> int:
    """Count the members."""
    return Member.objects.count()


def lines(wanted: MemberFilter) -> list[MemberLine]:
    """Give the members that are wanted, with their communes, by number."""
    rows = Member.objects.filter(_asked(wanted)).order_by("pk").fetch_mode(FETCH_RAISE)
    links = Member.communes.through.objects.filter(member_id__in=[row.pk for row in rows])
    communes: dict[int, list[int]] = defaultdict(list)
    for member, commune in links.order_by("commune_id").values_list("member_id", "commune_id"):
        communes[member].append(commune)
    return [
        MemberLine(row.pk, row.name, row.kind_id, row.created_at, row.changed_at, tuple(communes[row.pk]))
        for row in rows
    ]


def _asked(wanted: MemberFilter) -> Q:
    asked = Q()
    if wanted.ids is not None:
        asked &= Q(pk__in=wanted.ids)
    if wanted.words:
        asked &= Q(name__icontains=wanted.words)
    if wanted.kinds is not None:
        asked &= Q(kind_id__in=wanted.kinds)
    if wanted.communes is not None:
        links = Member.communes.through.objects.filter(commune_id__in=wanted.communes)
        asked &= Q(pk__in=links.values("member_id"))
    return asked


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
        seats=tuple(SeatLine(one.member_id, one.member.name, tuple(one.duties)) for one in seats),
    )

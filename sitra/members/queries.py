"""Reads of members."""

from collections.abc import Iterable

from sitra.accounts.models import Person
from sitra.members.events import Duty
from sitra.members.models import Member, Seat
from sitra.members.policy import Reach
from sitra.places import queries as places


def members_where(person: Person, duty: Duty) -> frozenset[int]:
    """Give the members in which a person's seat carries a duty."""
    seats = Seat.objects.filter(person=person, duties__contains=[duty.value])
    return frozenset(seats.values_list("member_id", flat=True))


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


def count() -> int:
    """Count the members."""
    return Member.objects.count()


def reach_of(person: Person) -> Reach:
    """Say in which members this person may consult and write."""
    return Reach(consults=members_where(person, Duty.CONSULT), writes=members_where(person, Duty.WRITE))

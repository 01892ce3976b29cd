"""Reads of organisations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import FETCH_RAISE, Q, QuerySet

from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.members.models import LegalEntity, Member, Signature
from sitra.members.policy import ADMINISTER, OVERSEE, givable, opens
from sitra.members.queries.reaching import offices
from sitra.members.rules import EntityLine, MemberFilter, MemberLine
from sitra.places import queries as places

PAGE = 30


def wardens() -> dict[int, int]:
    """Say which member answers for each commune of today: commune number -> member number.

    Where two members have parts of a merged commune, the one that has the heir itself answers.
    """
    rows = Member.communes.through.objects.filter(member__left_at=None).order_by("member_id")
    links = dict(rows.values_list("commune_id", "member_id"))
    living = places.by_ids(links)
    return {living[number].id: member for number, member in links.items() if number in living} | {
        number: member for number, member in links.items() if number in living and living[number].id == number
    }


def departement_members() -> dict[str, int]:
    """Say which member animates each département: the lowest-numbered one placed there."""
    rows = Member.objects.active().exclude(departement=None).order_by("-id")
    return dict(rows.values_list("departement_id", "id"))


def named(numbers: Iterable[int]) -> dict[int, str]:
    """Name members, by name."""
    rows = Member.objects.filter(pk__in=list(numbers)).order_by("name")
    return dict(rows.values_list("pk", "name"))


def types(numbers: Iterable[int]) -> dict[int, int]:
    """Give the types of members, by number."""
    return dict(Member.objects.filter(pk__in=list(numbers)).values_list("pk", "kind_id"))


def all_named() -> dict[int, str]:
    """Name the members that are there, by name."""
    return dict(Member.objects.active().order_by("name").values_list("pk", "name"))


def count() -> int:
    """Count the members."""
    return Member.objects.active().count()


def lines(wanted: MemberFilter) -> list[MemberLine]:
    """Give the members that are wanted, with their communes, by number."""
    return _lines(Member.objects.filter(_asked(wanted)).order_by("pk"))


def _lines(rows: QuerySet[Member]) -> list[MemberLine]:
    found = list(rows.select_related("sponsor").fetch_mode(FETCH_RAISE))
    links = Member.communes.through.objects.filter(member_id__in=[row.pk for row in found])
    communes: dict[int, list[int]] = defaultdict(list)
    for member, commune in links.order_by("commune_id").values_list("member_id", "commune_id"):
        communes[member].append(commune)
    return [_line(row, tuple(communes[row.pk])) for row in found]


def _line(row: Member, communes: tuple[int, ...]) -> MemberLine:
    return MemberLine(
        id=row.pk,
        name=row.name,
        kind=row.kind_id,
        created_at=row.created_at,
        changed_at=row.changed_at,
        communes=communes,
        site=row.site,
        departement=row.departement_id or "",
        sponsor=row.sponsor_id,
        sponsor_name=row.sponsor.name if row.sponsor else "",
        kinds=tuple(row.kinds),
        mails_of_exports=tuple(row.mails_of_exports),
        mails_of_records=tuple(row.mails_of_records),
        currency=row.currency,
        zone=row.zone,
        left_at=row.left_at,
    )


def sponsored(sponsors: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Give the members that others sponsor, as numbers and names, by sponsor."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Member.objects.active().filter(sponsor__in=list(sponsors)).order_by("name")
    for sponsor, number, name in rows.values_list("sponsor_id", "pk", "name"):
        found[sponsor or 0].append((number, name))
    return found


def entities(members: Iterable[int]) -> dict[int, list[EntityLine]]:
    """Give the records that members are before the law, the main one first, by member."""
    found: dict[int, list[EntityLine]] = defaultdict(list)
    rows = LegalEntity.objects.filter(member_id__in=list(members)).order_by("-main", "record")
    for member, record, main in rows.values_list("member_id", "record", "main"):
        found[member].append(EntityLine(record, main))
    return found


def leavers() -> dict[int, int]:
    """Say who takes over the records of each member that left: one that is still there."""
    heirs = dict(Member.objects.exclude(left_at=None).values_list("pk", "heir_id"))
    last = dict[int, int]()
    for number, first in heirs.items():
        heir, seen = first, {number}
        while heir in heirs and heir not in seen:
            seen.add(heir)
            heir = heirs[heir]
        if heir is not None:
            last[number] = heir
    return last


def signed(member: int) -> list[tuple[str, datetime, str]]:
    """Give the versions of the charter that a member signed, when, and by whom, the last one first."""
    rows = Signature.objects.filter(member_id=member).select_related("person").order_by("-at")
    return [(row.version, row.at, row.person.full_name if row.person else "") for row in rows]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list of members."""

    lines: list[MemberLine]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, ceil(self.total / PAGE))


def search(wanted: MemberFilter, number: int = 1) -> Found:
    """Give a page of the members that are wanted, by name."""
    rows = Member.objects.filter(_asked(wanted)).order_by("name", "pk")
    first = (max(1, number) - 1) * PAGE
    return Found(_lines(rows[first : first + PAGE]), rows.count(), max(1, number))


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member as somebody may see it; `whole` is false where only what is public is told."""

    line: MemberLine
    heir: tuple[int, str] | None
    whole: bool
    administers: bool
    oversees: bool
    belongs: bool
    givable: frozenset[str]


def page(person: Person, number: int) -> MemberPage:
    """Give a member for its page."""
    row = Member.objects.filter(pk=number).select_related("heir").first()
    if row is None:
        message = f"Aucun membre ne porte le numéro {number}."
        raise Unknown(message)
    held = offices(person)
    stays = row.left_at is None
    return MemberPage(
        line=_lines(Member.objects.filter(pk=number))[0],
        heir=(row.heir.pk, row.heir.name) if row.heir else None,
        whole=opens(held, row),
        administers=stays and ADMINISTER.allows(held, row),
        oversees=stays and OVERSEE.allows(held, row),
        belongs=number in held.seats,
        givable=frozenset(duty.value for duty in givable(held, row)) if stays else frozenset(),
    )


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
    if wanted.sponsors is not None:
        asked &= Q(sponsor_id__in=wanted.sponsors)
    if wanted.departement:
        near = Member.objects.of_departements([wanted.departement])
        asked &= Q(pk__in=near.values("pk"))
    if wanted.active is not None:
        asked &= Q(left_at__isnull=wanted.active)
    return asked

"""What people keep of their searches, and how they like to see results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE

from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.search.events import Sort, View
from sitra.search.models import Kept, Layout
from sitra.search.policy import KEEP
from sitra.search.queries.finding import living
from sitra.search.queries.questions import parts_among, whole
from sitra.search.rules import asking
from sitra.search.rules.conditions import NOTHING, Condition
from sitra.search.rules.written import read


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A question or a list that is kept; `member` names where it is shared, nothing for one's own."""

    id: int
    name: str
    is_list: bool
    address: str
    records: tuple[int, ...]
    member_id: int | None
    member: str
    by: str
    dropped_at: datetime | None


def shelf(person: Person, who: Mandate, *, lists_only: bool = False) -> list[KeptLine]:
    """Give what somebody keeps or is shared with, by name."""
    rows = Kept.objects.there()
    return _lines(person, who, rows.filter(sort=Sort.LIST.value) if lists_only else rows)


def dropped(person: Person, who: Mandate) -> list[KeptLine]:
    """Give what was dropped and can be taken back, by name."""
    return _lines(person, who, Kept.objects.filter(dropped_at__isnull=False))


def kept_one(person: Person, who: Mandate, number: int) -> KeptLine:
    """Give one that is kept; raises `Unknown` for one that is not theirs."""
    row = Kept.objects.there().filter(pk=number).select_related("person", "member").first()
    return _line(KEEP.demand(person, who, row, number))


def picked(person: Person, who: Mandate, number: int) -> KeptLine | None:
    """Give a list that is kept; nothing for what is no list of theirs."""
    rows = Kept.objects.there().filter(pk=number, sort=Sort.LIST.value)
    return next(iter(_lines(person, who, rows)), None)


def shared_with(number: int, member: int, opened: Condition) -> Condition:
    """Keep the records of a list, or of a question, that is shared in a member; nothing for any other."""
    row = Kept.objects.there().filter(pk=number, member=member).first()
    if row is None:
        return NOTHING
    if row.sort == Sort.LIST:
        return asking.numbered(living(row.records))
    return whole(parts_among(read(row.asked), opened))


def layout(person: Person) -> tuple[View, tuple[str, ...]] | None:
    """Give how somebody likes to see results; nothing until they say."""
    row = Layout.objects.filter(person=person).first()
    return (View(row.view), tuple(row.columns)) if row else None


def dossier(person: Person) -> dict[str, Any]:
    """Give what is held of somebody's searches, for themselves."""
    own = Kept.objects.filter(person=person).order_by("pk")
    liked = layout(person)
    return {
        "kept": list(own.values("name", "sort", "address", "records", "made_at", "dropped_at")),
        "layout": {"view": liked[0].value, "columns": liked[1]} if liked else None,
    }


def _lines(person: Person, who: Mandate, rows: Any) -> list[KeptLine]:
    theirs = KEEP.among(person, who, rows).select_related("person", "member").order_by("name", "pk")
    return [_line(row) for row in theirs.fetch_mode(FETCH_RAISE)]


def _line(row: Kept) -> KeptLine:
    return KeptLine(
        id=row.pk,
        name=row.name,
        is_list=row.sort == Sort.LIST,
        address=row.address,
        records=tuple(row.records),
        member_id=row.member_id,
        member=row.member.name if row.member else "",
        by=row.person.full_name if row.person else "",
        dropped_at=row.dropped_at,
    )


def holding(lines: Iterable[KeptLine], record: int) -> set[int]:
    """Say which of these lists hold a record."""
    return {line.id for line in lines if record in line.records}

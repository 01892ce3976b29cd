"""Keeping questions and lists of records: each act is told, and can be taken back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden, Impossible
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members.models import Member
from sitra.search.events import COLUMNS_AT_MOST, SUBJECT, KeptFact, Sort, View
from sitra.search.models import Kept, Layout
from sitra.search.policy import KEEP
from sitra.search.rules.asking import Question
from sitra.search.rules.written import written

EVERYTHING = Question()
MOST_KEPT = 100
"""What one person keeps for themselves, and what one member shares."""
MOST_RECORDS = 1_000
"""Records of a list."""
LONGEST_NAME, LONGEST_ADDRESS = 80, 4_000


@transaction.atomic
def keep_search(
    name: str, address: str, question: Question = EVERYTHING, *, by: Person, member: int | None = None
) -> int:
    """Keep a question, as the address of its page says it and as it is asked; answers its number."""
    if len(address) > LONGEST_ADDRESS:
        raise Impossible(
            "Cette recherche est trop longue pour être gardée : retirez-en des communes ou des critères."
        )
    row = Kept(sort=Sort.SEARCH.value, name=_name(name), address=address, asked=written(question))
    return _make(row, by, member)


@transaction.atomic
def make_list(name: str, records: Iterable[int], *, by: Person, member: int | None = None) -> int:
    """Make a list of records; answers its number."""
    return _make(Kept(sort=Sort.LIST.value, name=_name(name), records=_records(records)), by, member)


@transaction.atomic
def rename(number: int, name: str, *, by: Person) -> None:
    """Give another name."""
    row = _held(number, by)
    row.name = _name(name)
    row.save(update_fields=["name"])
    _tell(KeptFact.CHANGED, row, by)


@transaction.atomic
def share(number: int, member: int | None, *, by: Person) -> None:
    """Share with all who hold a seat in a member, or keep for oneself."""
    row = _held(number, by)
    _demand_seat(by, member)
    row.member_id = member
    if member is None:
        row.person = by
    _demand_room(row)
    row.save(update_fields=["member", "person"])
    _tell(KeptFact.CHANGED, row, by)


@transaction.atomic
def add(number: int, records: Iterable[int], *, by: Person) -> int:
    """Put records at the end of a list; answers how many were not in it yet."""
    row = _held(number, by, Sort.LIST)
    before = len(row.records)
    row.records = _records([*row.records, *records])
    row.save(update_fields=["records"])
    _tell(KeptFact.CHANGED, row, by)
    return len(row.records) - before


@transaction.atomic
def take_out(number: int, record: int, *, by: Person) -> int:
    """Take a record out of a list; answers the place it had, from 0, by which it can be put back."""
    row = _held(number, by, Sort.LIST)
    if record not in row.records:
        return len(row.records)
    place = row.records.index(record)
    row.records.remove(record)
    row.save(update_fields=["records"])
    _tell(KeptFact.CHANGED, row, by)
    return place


@transaction.atomic
def put(number: int, record: int, place: int, *, by: Person) -> None:
    """Put a record at a place of a list, from 0: moved when it is there already."""
    row = _held(number, by, Sort.LIST)
    others = [one for one in row.records if one != record]
    place = max(place, 0)
    row.records = _records([*others[:place], record, *others[place:]])
    row.save(update_fields=["records"])
    _tell(KeptFact.CHANGED, row, by)


@transaction.atomic
def drop(number: int, *, by: Person) -> str:
    """Drop what was kept; it can be taken back for thirty days. Answers its name."""
    row = _held(number, by)
    row.dropped_at = timezone.now()
    row.save(update_fields=["dropped_at"])
    _tell(KeptFact.DROPPED, row, by)
    return row.name


@transaction.atomic
def take_back(number: int, *, by: Person) -> None:
    """Take back what was dropped."""
    row = _held(number, by, dropped=True)
    row.dropped_at = None
    _demand_room(row)
    row.save(update_fields=["dropped_at"])
    _tell(KeptFact.RESTORED, row, by)


@transaction.atomic
def arrange(view: View, columns: Iterable[str], *, by: Person) -> None:
    """Remember how somebody likes to see results."""
    chosen = {"view": view.value, "columns": list(columns)[:COLUMNS_AT_MOST]}
    Layout.objects.update_or_create(person=by, defaults=chosen)
    ledger.record(Fact(KeptFact.ARRANGED.value, "person", by.pk, by.pk, details=chosen))


@transaction.atomic
def tell_download(records: int, form: str, *, by: Person) -> None:
    """Tell that somebody took records away as a table."""
    details = {"records": records, "format": form}
    ledger.record(Fact(KeptFact.DOWNLOADED.value, "person", by.pk, by.pk, details=details))


def _make(row: Kept, by: Person, member: int | None) -> int:
    _demand_seat(by, member)
    row.person, row.member_id = by, member
    _demand_room(row)
    row.save()
    _tell(KeptFact.SAVED, row, by)
    return row.pk


def _held(number: int, by: Person, sort: Sort | None = None, *, dropped: bool = False) -> Kept:
    """Hold a row until the end of the transaction, if it is theirs."""
    rows = Kept.objects.select_for_update().filter(pk=number, dropped_at__isnull=not dropped)
    if sort is not None:
        rows = rows.filter(sort=sort.value)
    return KEEP.demand(by, access.mandate_of(by), rows.first(), number)


def _demand_seat(by: Person, member: int | None) -> None:
    if member is not None and member not in access.mandate_of(by).seated:
        raise Forbidden("On ne partage que dans un membre où l'on a un siège.")


def _demand_room(row: Kept) -> None:
    """Refuse one too many; whoever adds at the same moment waits for the first."""
    if row.member_id is not None:
        Member.objects.select_for_update().get(pk=row.member_id)
    elif row.person:
        Person.objects.select_for_update().get(pk=row.person.pk)
    beside = Kept.objects.there().filter(member=row.member_id).exclude(pk=row.pk)
    if row.member_id is None:
        beside = beside.filter(person=row.person)
    if beside.count() >= MOST_KEPT:
        message = f"On en garde {MOST_KEPT} au plus : retirez celles qui ne servent plus, puis recommencez."
        raise Impossible(message)


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", " ").split())[:LONGEST_NAME]
    if not name:
        raise Impossible("Donnez un nom, par lequel la retrouver.")
    return name


def _records(numbers: Iterable[int]) -> list[int]:
    once = list(dict.fromkeys(numbers))
    if len(once) > MOST_RECORDS:
        message = f"Une liste tient {MOST_RECORDS} fiches au plus : faites-en deux, ou gardez la recherche."
        raise Impossible(message)
    return once


def _tell(fact: KeptFact, row: Kept, by: Person) -> None:
    """Tell what became of it, never its name: names are free words, and the ledger is kept for ever."""
    details = {"sort": row.sort, "records": len(row.records)}
    ledger.record(Fact(fact.value, SUBJECT, row.pk, by.pk, row.member_id, details))

"""Whom it concerns that a record changed: who looks after it, and who writes for its owner."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from sitra.ledger.events import Told
from sitra.members.events import Duty
from sitra.members.models import Seat
from sitra.notices.events import News
from sitra.notices.rules.folding import Piece
from sitra.tourism.events import ObjectFact, Origin
from sitra.tourism.models import Revision, TouristObject

_NEWS = {
    ObjectFact.REVISED.value: News.CHANGED,
    ObjectFact.RESTORED.value: News.CHANGED,
    ObjectFact.PUBLISHED.value: News.PUBLISHED,
    ObjectFact.HIDDEN.value: News.HIDDEN,
    ObjectFact.DELETED.value: News.DELETED,
}
FACTS = frozenset(_NEWS) | {ObjectFact.TRANSFERRED.value}
_GONE = frozenset({News.HIDDEN, News.DELETED})


@dataclass(frozen=True, slots=True)
class _Seats:
    """Who sits with the owners: everybody, those who write, and those who look after one record."""

    within: Mapping[int, set[int]]
    writing: Mapping[int, set[int]]
    looking_after: Mapping[int, set[int]]


def of_records(told: Sequence[Told]) -> list[Piece]:
    """Give what people are told of changed records; what an import wrote is told by its report."""
    if not told:
        return []
    imported = _written_by(told, Origin.IMPORTED)
    kept = [one for one in told if _is_transfer(one) or _revision(one) not in imported]
    scheduled = _written_by(kept, Origin.SCHEDULED)
    owners = dict(
        TouristObject.objects.filter(pk__in={one.fact.subject_id for one in kept}).values_list(
            "pk", "owner_id"
        )
    )
    before = {number for one in kept if isinstance(number := one.fact.details.get("owner_before"), int)}
    seats = _seats({*owners.values(), *before}, owners)
    found = list[Piece]()
    for one in kept:
        if (owner := owners.get(one.fact.subject_id)) is None:
            continue
        if _is_transfer(one):
            found += _transferred(one, seats)
        else:
            expired = _revision(one) in scheduled
            found += _changed(one, owner, seats, expired=expired)
    return found


def _changed(told: Told, owner: int, seats: _Seats, *, expired: bool) -> Iterator[Piece]:
    fact, news = told.fact, _NEWS[told.fact.name]
    if expired and news in _GONE:
        news = News.EXPIRED
    stranger = expired or (fact.person_id is not None and fact.person_id not in seats.within[owner])
    people = seats.looking_after[fact.subject_id] | (seats.writing[owner] if stranger else set())
    if fact.person_id is None and not expired:
        return
    for person in sorted(people - {fact.person_id or 0}):
        yield _piece(told, person, news)


def _transferred(told: Told, seats: _Seats) -> Iterator[Piece]:
    details = told.fact.details
    new = seats.writing[int(details.get("owner", 0))]
    old = seats.writing[int(details.get("owner_before", 0))] - new
    for people, news in ((new, News.ENTRUSTED), (old, News.HANDED_AWAY)):
        for person in sorted(people - {told.fact.person_id or 0}):
            yield _piece(told, person, news)


def _piece(told: Told, person: int, news: News) -> Piece:
    fact = told.fact
    return Piece(
        person,
        f"fact:{told.position.id}",
        news,
        told.at,
        record=fact.subject_id,
        by=fact.person_id,
        member=fact.member_id,
    )


def _is_transfer(told: Told) -> bool:
    """Say whether a record was handed over, which writes no revision."""
    return told.fact.name == ObjectFact.TRANSFERRED


def _revision(told: Told) -> tuple[int, int]:
    return told.fact.subject_id, int(told.fact.details.get("revision", 0))


def _written_by(told: Sequence[Told], origin: Origin) -> set[tuple[int, int]]:
    """Give those of the revisions these facts tell of that came about so."""
    wanted = {_revision(one) for one in told}
    rows = Revision.objects.filter(object__in={number for number, _ in wanted}, origin=origin.value)
    return wanted & set(rows.values_list("object_id", "number"))


def _seats(owners: set[int], records: Mapping[int, int]) -> _Seats:
    within, writing, after = (defaultdict[int, set[int]](set) for _ in range(3))
    rows = Seat.objects.filter(Q(member__in=owners) | Q(record__in=list(records)))
    for person, member, duties, record in rows.values_list("person_id", "member_id", "duties", "record"):
        within[member].add(person)
        if Duty.WRITE in duties:
            writing[member].add(person)
        if record is not None:
            after[record].add(person)
    return _Seats(within, writing, after)

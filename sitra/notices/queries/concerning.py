"""Whom a fact concerns, and what each of them is told of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sitra.access.events import GrantFact
from sitra.accounts.models import Person
from sitra.delivery.events import HookFact
from sitra.delivery.models import Project
from sitra.intake.events import APPLIED, HarvestFact, Outcome
from sitra.intake.models import Harvest
from sitra.ledger.events import Told
from sitra.members import queries as members
from sitra.members.events import Duty, MemberFact
from sitra.members.models import Invitation, Member
from sitra.notices.events import News
from sitra.notices.queries.changing import FACTS as RECORD_FACTS, of_records
from sitra.notices.rules.folding import Piece
from sitra.places import queries as places
from sitra.review.events import ProposalFact
from sitra.review.models import Proposal

type Teller = Callable[[Told], Iterable[Piece]]
_COUNTED = (Outcome.NEW.value, Outcome.CHANGED.value, Outcome.REFUSED.value, Outcome.GONE.value)


def pieces(told: Sequence[Told]) -> list[Piece]:
    """Give what people are told of these facts; nobody is told of what they did themselves."""
    found = of_records([one for one in told if one.fact.name in RECORD_FACTS])
    for one in told:
        if teller := _TELLERS.get(one.fact.name):
            found += teller(one)
    open_to = set(
        Person.objects.filter(
            pk__in={piece.person for piece in found}, is_active=True, erased_at=None
        ).values_list("pk", flat=True)
    )
    return [piece for piece in found if piece.person in open_to]


def _all(told: Told, people: Iterable[int], news: News, **more: Any) -> Iterator[Piece]:
    """Tell the same to people, but to who did it."""
    fact = told.fact
    for person in sorted(set(people) - {fact.person_id or 0}):
        key = f"fact:{told.position.id}"
        yield Piece(person, key, news, told.at, **{"by": fact.person_id, **more})


def _seated(owners: Iterable[int | None], *duties: Duty) -> set[int]:
    """Give the numbers of those who hold one of these duties in these members."""
    numbers = [number for number in owners if number is not None]
    return {person.pk for person, _member in members.people_of(numbers, duties)}


def _proposal(told: Told) -> Iterator[Piece]:
    row = Proposal.objects.filter(pk=told.fact.subject_id).select_related("object").first()
    if row is None:
        return
    more = {"number": row.pk, "record": row.object_id, "member": row.member_id, "details": _about(row)}
    answering = _seated([row.owner_id], Duty.REVIEW, Duty.WRITE)
    match told.fact.name:
        case ProposalFact.MADE:
            yield from _all(told, answering, News.PROPOSED, **more)
        case ProposalFact.DECIDED if row.person_id:
            yield from _all(told, {row.person_id}, News.ANSWERED, **more)
        case ProposalFact.DISCUSSED:
            author = row.person_id
            hearers = answering if author is None or author == told.fact.person_id else {author}
            yield from _all(told, hearers, News.MESSAGE, **more)
        case ProposalFact.ESCALATED:
            yield from _all(told, _animators(row), News.ESCALATED, **more)


def _about(row: Proposal) -> dict[str, Any]:
    return {"purpose": row.purpose, "outcome": row.outcome}


def _animators(row: Proposal) -> set[int]:
    place = row.object.commune_id if row.object else None
    line = places.atlas().living(place) if place else None
    member = members.departement_members().get(line.departement_code) if line else None
    return _seated([member], Duty.ANIMATE)


def _grant(told: Told) -> Iterator[Piece]:
    fact = told.fact
    taker, duty = int(fact.details["taker"]), str(fact.details["duty"])
    giver = fact.member_id if fact.member_id != taker else None
    given = fact.name == GrantFact.GIVEN
    details, mine = {"duty": duty}, _seated([giver], Duty.MEMBERS)
    theirs = _seated([taker], Duty.MEMBERS, Duty(duty)) - mine
    news = News.GRANTED if given else News.GRANT_ENDED
    yield from _all(told, theirs, news, member=giver, details=details)
    news = News.GIVEN_AWAY if given else News.TAKEN_BACK
    yield from _all(told, mine, news, member=taker, details=details)


def _duties(told: Told) -> Iterator[Piece]:
    member = told.fact.subject_id
    yield from _all(told, {int(told.fact.details["person"])}, News.DUTIES, member=member, number=member)


def _joined(told: Told) -> Iterator[Piece]:
    rows = Invitation.objects.filter(pk=told.fact.details["invitation"]).values_list("by_id", flat=True)
    member = told.fact.subject_id
    yield from _all(told, filter(None, rows), News.JOINED, member=member, number=member)


def _asked(told: Told) -> Iterator[Piece]:
    member = told.fact.subject_id
    asked = _seated([member], Duty.MEMBERS)
    if not asked:
        sponsor = Member.objects.filter(pk=member).values_list("sponsor_id", flat=True).first()
        asked = _seated([sponsor], Duty.MEMBERS)
    yield from _all(told, asked, News.ACCOUNT_ASKED, member=member, number=member)


def _left(told: Told) -> Iterator[Piece]:
    heir, member = told.fact.details.get("heir"), told.fact.subject_id
    yield from _all(told, _seated([heir], Duty.MEMBERS), News.INHERITED, member=member, number=member)


def _imported(told: Told) -> Iterator[Piece]:
    """Tell who asked for it, whatever came of it; of what runs by itself, writers, if it did anything."""
    fact = told.fact
    counts = {name: int(fact.details.get(name, 0)) for name in _COUNTED}
    people = {fact.person_id} if fact.person_id else set[int]()
    if not people and any(counts.values()):
        people = _seated([fact.member_id], Duty.WRITE)
    for person in sorted(people):
        key = f"fact:{told.position.id}"
        yield Piece(
            person, key, News.IMPORTED, told.at, fact.subject_id, member=fact.member_id, details=counts
        )


def _failed(told: Told) -> Iterator[Piece]:
    fact = told.fact
    owner = Harvest.objects.filter(pk=fact.subject_id).values_list("owner_id", flat=True).first()
    people = _seated([owner], Duty.WRITE) if owner else _seated(_leading(), Duty.ANIMATE)
    yield from _all(told, people, News.HARVEST_FAILED, details={"name": str(fact.details.get("name", ""))})


def _hook_stopped(told: Told) -> Iterator[Piece]:
    number, member = int(told.fact.details["project"]), told.fact.member_id
    named = Project.objects.filter(pk=number).values_list("name", flat=True).first() or ""
    people = _seated([member], Duty.PROJECTS)
    yield from _all(told, people, News.HOOK_STOPPED, number=number, member=member, details={"name": named})


def _leading() -> list[int]:
    """Give the members that lead the network: what nobody owns is theirs to look after."""
    rows = Member.objects.active().filter(departement=None, sponsor=None, communes=None)
    return list(rows.values_list("pk", flat=True))


def erased(told: Iterable[Told], name: str) -> set[int]:
    """Give the people whose accounts were erased, by these facts."""
    return {one.fact.subject_id for one in told if one.fact.name == name}


def _named(names: Iterable[str], teller: Teller) -> Mapping[str, Teller]:
    return dict.fromkeys(map(str, names), teller)


_TELLERS: Mapping[str, Teller] = {
    **_named(
        (ProposalFact.MADE, ProposalFact.DECIDED, ProposalFact.DISCUSSED, ProposalFact.ESCALATED), _proposal
    ),
    **_named((GrantFact.GIVEN, GrantFact.REVOKED), _grant),
    **_named((MemberFact.SEATED, MemberFact.DUTIES_CHANGED, MemberFact.UNSEATED), _duties),
    MemberFact.INVITATION_ACCEPTED.value: _joined,
    MemberFact.ACCOUNT_ASKED.value: _asked,
    MemberFact.LEFT.value: _left,
    APPLIED: _imported,
    HarvestFact.FAILED.value: _failed,
    HookFact.DISABLED.value: _hook_stopped,
}
"""Name of a fact -> whom it concerns."""

FACTS = frozenset(_TELLERS) | RECORD_FACTS

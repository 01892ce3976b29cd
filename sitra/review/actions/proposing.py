"""Changing a record, or proposing the change to its owner where one may not make it oneself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden, Impossible, TradeError
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.media import queries as media
from sitra.members.models import Member
from sitra.review.actions.authoring import acting_for, living, standing
from sitra.review.events import PROPOSAL, ProposalFact, Purpose
from sitra.review.models import Enclosure, Item, Proposal
from sitra.review.policy import NEEDED
from sitra.review.rules import proposing
from sitra.tourism import actions as tourism
from sitra.tourism.actions.records import latest_of
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import PROPOSE, WRITE, demand_within
from sitra.tourism.rules import content
from sitra.tourism.rules.overlays import touched

MOST_AT_ONCE = 500
"""Records about which the same may be proposed in one go."""
VERBS = {Purpose.PUBLISH: "publish", Purpose.HIDE: "hide", Purpose.DELETE: "delete"}


@dataclass(frozen=True, slots=True)
class Proposer:
    """Who proposes, why, and where they know it from; `project` writes for them, where a program does."""

    person: Person | None
    member: Member | None = None
    comment: str = ""
    source: str = ""
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a change: the record as it is now, or the proposal that waits."""

    row: TouristObject | None = None
    proposal: Proposal | None = None


@transaction.atomic
def change(number: int, document: Mapping[str, Any], *, seen: int, by: Proposer) -> Done:
    """Write a document over the revision its author has read, or propose what they may not write."""
    assert by.person is not None
    row, latest = latest_of(number)
    paths = touched(latest.document if row.revision == seen else _read(number, seen), document)
    if not paths:
        return Done(row=row)
    try:
        held = standing(number, WRITE, by.person)
        demand_within(held.areas, paths)
    except Forbidden:
        return Done(proposal=propose_change(number, document, seen=seen, by=by))
    author = held.author.saying(by.comment[:250])
    return Done(row=tourism.revise(number, document, seen=seen, by=author))


@transaction.atomic
def propose_change(number: int, document: Mapping[str, Any], *, seen: int, by: Proposer) -> Proposal:
    """Propose values to the owner of a record; `document` is what its author would have it say."""
    row, maker = _open(number, by)
    kind = Kind(row.kind)
    content.demand_sound(document, kind, typed=True)
    differing = proposing.values(_read(number, seen), document, kind)
    if not differing:
        message = "Cette proposition ne change rien : modifiez au moins une valeur."
        raise Impossible(message)
    made = _write(Purpose.CHANGE, row, maker, revision=seen)
    Item.objects.bulk_create(
        Item(
            proposal=made,
            place=list(one.place),
            keys=list(one.keys),
            before=dict(one.before),
            after=dict(one.after),
        )
        for one in differing
    )
    _enclose(made, document)
    return made


@transaction.atomic
def propose_record(document: Mapping[str, Any], *, kind: Kind, owner: Member, by: Proposer) -> Proposal:
    """Propose a record that is not there yet to the member that would own it."""
    content.demand_sound(document, kind, typed=True)
    content.demand_apart(document)
    if not content.title(document):
        message = "Une fiche à créer porte au moins un nom en français."
        raise Impossible(message)
    maker = _maker(by, owner)
    made = Proposal.objects.create(
        **_heads(Purpose.CREATE, maker), owner=owner, kind=kind.value, document=dict(document)
    )
    _enclose(made, document)
    tell(ProposalFact.MADE, made, maker.person)
    return made


@transaction.atomic
def ask(number: int, purpose: Purpose, *, seen: int, by: Proposer, to: Member | None = None) -> Done:
    """Publish, hide, delete or hand over a record, or propose it to who may."""
    assert by.person is not None
    right = NEEDED[purpose]
    try:
        held = standing(number, right, by.person)
    except Forbidden:
        return Done(proposal=propose(number, purpose, by=by, to=to))
    author = held.author.saying(by.comment[:250])
    if purpose is Purpose.TRANSFER:
        tourism.transfer([number], _heir(to).pk, by=author)
        return Done(row=living(number))
    return Done(row=tourism.change_state(number, VERBS[purpose], seen=seen, by=author))


@transaction.atomic
def propose(number: int, purpose: Purpose, *, by: Proposer, to: Member | None = None) -> Proposal:
    """Propose to publish, hide, delete or hand over a record."""
    row, maker = _open(number, by)
    if Proposal.objects.waiting().filter(object=row, purpose=purpose.value, member=maker.member).exists():
        message = f"Votre structure a déjà proposé de la {purpose.label()} : la réponse est attendue."
        raise Impossible(message)
    return _write(purpose, row, maker, to=_heir(to) if purpose is Purpose.TRANSFER else None)


def ask_of_many(
    numbers: Sequence[int], purpose: Purpose, *, by: Proposer, to: Member | None = None
) -> tuple[list[Done], dict[int, str]]:
    """Do or propose the same on many records; answers what became of each, and why some were refused.

    Each record is a transaction of its own: one that is refused stops no other.
    """
    if len(numbers) > MOST_AT_ONCE:
        message = f"{MOST_AT_ONCE} fiches au plus à la fois : vous en avez choisi {len(numbers)}."
        raise Impossible(message)
    done, refused = [], {}
    for number in dict.fromkeys(numbers):
        try:
            row = living(number)
            done.append(ask(number, purpose, seen=row.revision, by=by, to=to))
        except TradeError as error:
            refused[number] = str(error)
    _batch([one.proposal for one in done if one.proposal])
    return done, refused


def _batch(proposals: Sequence[Proposal]) -> None:
    """Tie together what was proposed in one go, so that it can be answered in one go."""
    if len(proposals) > 1:
        Proposal.objects.filter(pk__in=[one.pk for one in proposals]).update(batch=proposals[0])


def _open(number: int, by: Proposer) -> tuple[TouristObject, Proposer]:
    """Give a record one may propose a change of, and who proposes, for which member."""
    row = living(number)
    if by.person is not None and by.project is None:
        PROPOSE.demand(access.mandate_of(by.person), row)
    return row, _maker(by, row.owner)


def _maker(by: Proposer, owner: Member) -> Proposer:
    if by.member is not None:
        return by
    assert by.person is not None
    return replace(by, member=acting_for(access.mandate_of(by.person), owner))


def _heads(purpose: Purpose, by: Proposer) -> dict[str, Any]:
    return {
        "purpose": purpose.value,
        "person": by.person,
        "member": by.member,
        "project": by.project,
        "comment": by.comment.strip()[:1000],
        "source": by.source.strip()[:250],
        "made_at": timezone.now(),
    }


def _write(
    purpose: Purpose, row: TouristObject, by: Proposer, *, revision: int = 0, to: Member | None = None
) -> Proposal:
    made = Proposal.objects.create(
        **_heads(purpose, by),
        object=row,
        owner=row.owner,
        kind=row.kind,
        revision=revision or row.revision,
        to_owner=to,
    )
    tell(ProposalFact.MADE, made, by.person)
    return made


def _enclose(made: Proposal, document: Mapping[str, Any]) -> None:
    """Keep the files of ours that a proposal names as long as it is there."""
    (numbers,) = media.used_by([document])
    rows = [Enclosure(proposal=made, media_id=number) for number in sorted(numbers)]
    if rows:
        Enclosure.objects.bulk_create(rows)


def _heir(to: Member | None) -> Member:
    if to is None:
        message = "Choisissez le membre à qui confier la fiche."
        raise Impossible(message)
    return to


def _read(number: int, seen: int) -> dict[str, Any]:
    """Give what a record said at the revision that somebody read."""
    found = Revision.objects.filter(object_id=number, number=seen).values_list("document", flat=True).first()
    if found is None:
        message = f"La fiche {number} n'a pas de révision {seen} : rechargez-la."
        raise Impossible(message)
    return found


def tell(name: ProposalFact, row: Proposal, person: Person | None) -> None:
    """Write a fact about a proposal in the ledger."""
    details = {"purpose": row.purpose, "object": row.object_id, "outcome": row.outcome}
    who = person.pk if person else None
    ledger.record(Fact(name.value, PROPOSAL, row.pk, person_id=who, member_id=row.owner_id, details=details))

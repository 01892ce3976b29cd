"""Answering proposals: value by value, all at once, in words; and taking them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden, Impossible, Stale, Unknown
from sitra.members.models import Member
from sitra.review.actions.proposing import VERBS, tell
from sitra.review.actions.telling import tell_author, tell_of_message
from sitra.review.events import Answer, ProposalFact, Purpose, Verdict
from sitra.review.models import Item, Message, Proposal
from sitra.review.policy import may_answer, may_discuss
from sitra.review.rules import proposing
from sitra.review.rules.proposing import Value
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Author
from sitra.tourism.actions.records import latest_of
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered about one value; `value` replaces what was proposed, where it is amended."""

    answer: Answer
    value: Mapping[str, Any] | None = None
    reason: str = ""

    @property
    def explained(self) -> bool:
        """Say whether its author can understand it: a refusal has a reason."""
        return self.answer is not Answer.REFUSED or bool(self.reason.strip())

    def given(self, item: Item) -> Mapping[str, Any]:
        """Give the value that is kept."""
        amended = self.answer is Answer.AMENDED and self.value is not None
        return self.value or {} if amended else item.after


@transaction.atomic
def answer(number: int, replies: Mapping[int, Reply], *, seen: int, by: Person, reason: str = "") -> Proposal:
    """Answer every value of a proposal to correct a record; what is accepted is written at once.

    `replies` are by the number of the value; `seen` is the revision of the record that was read.
    """
    row = _waiting(number, by)
    if row.purpose != Purpose.CHANGE or row.object is None:
        message = "Cette proposition s'accepte ou se refuse en entier."
        raise Impossible(message)
    items = list(row.items.order_by("pk"))
    if missing := [one for one in items if one.pk not in replies]:
        message = f"Répondez à chaque valeur : il en manque {len(missing)}, dont « {missing[0]} »."
        raise Impossible(message)
    if not reason and any(not replies[one.pk].explained for one in items):
        message = "Dites pourquoi vous refusez : l'auteur de la proposition lira ce motif."
        raise Impossible(message)
    taken = [
        (value_of(one), replies[one.pk].given(one))
        for one in items
        if replies[one.pk].answer is not Answer.REFUSED
    ]
    if taken:
        _apply(row, row.object, taken, seen, by)
    _note(items, replies)
    return _close(row, proposing.outcome(reply.answer for reply in replies.values()), by, reason)


@transaction.atomic
def accept(number: int, *, by: Person) -> Proposal:
    """Accept a proposal whole, over what was written since."""
    row = _waiting(number, by)
    if row.purpose == Purpose.CHANGE and row.object is not None:
        items = list(row.items.order_by("pk"))
        _apply(row, row.object, [(value_of(one), one.after) for one in items], row.object.revision, by)
        _note(items, {one.pk: Reply(Answer.ACCEPTED) for one in items})
    elif row.purpose == Purpose.CREATE:
        row.object = tourism.create(
            row.document or {}, kind=Kind(row.kind), owner=row.owner, by=_author(row, by)
        )
        row.save(update_fields=["object"])
    elif row.object is not None:
        _do(row, row.object, by)
    return _close(row, Verdict.ACCEPTED, by)


@transaction.atomic
def refuse(number: int, *, reason: str, by: Person) -> Proposal:
    """Refuse a proposal whole, and say why."""
    row = _waiting(number, by)
    if not reason.strip():
        message = "Dites pourquoi vous refusez : l'auteur de la proposition lira ce motif."
        raise Impossible(message)
    row.items.update(answer=Answer.REFUSED.value)
    return _close(row, Verdict.REFUSED, by, reason)


@transaction.atomic
def withdraw(number: int, *, by: Person | None, project: int | None = None) -> Proposal:
    """Take back a proposal that was not answered yet: its author, those of their member, or its project."""
    row = _held(number)
    own = project is not None and row.project == project
    if by is not None:
        own = own or row.person_id == by.pk or row.member_id in access.mandate_of(by).administers
    if not own:
        message = "Seul son auteur peut retirer une proposition ; vous pouvez la refuser ou en discuter."
        raise Forbidden(message)
    return _close(row, Verdict.WITHDRAWN, by)


@transaction.atomic
def discuss(number: int, words: str, *, by: Person, item: int | None = None) -> Message:
    """Say something about a proposal, or about one of its values, to those who made or answer it."""
    row = Proposal.objects.with_heads().filter(pk=number).first()
    if row is None or not may_discuss(access.mandate_of(by), by, row):
        raise Unknown(_NONE.format(number))
    if not words.strip():
        message = "Écrivez votre message avant de l'envoyer."
        raise Impossible(message)
    about = row.items.filter(pk=item).first() if item else None
    said = Message.objects.create(
        proposal=row, item=about, person=by, words=words.strip()[:1000], at=timezone.now()
    )
    tell(ProposalFact.DISCUSSED, row, by)
    tell_of_message(row, said.words, by)
    return said


_STATES = {Purpose.PUBLISH: State.PUBLISHED, Purpose.HIDE: State.HIDDEN, Purpose.DELETE: State.DELETED}
_NONE = "Aucune proposition que vous puissiez lire ne porte le numéro {}."


def value_of(item: Item) -> Value:
    """Give a value as the rules know it."""
    return Value(tuple(item.place), tuple(item.keys), item.before, item.after)


def _held(number: int) -> Proposal:
    """Hold a proposal that waits until the end of the transaction: two answers come one after the other."""
    row = Proposal.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Unknown(_NONE.format(number))
    if row.outcome != Verdict.WAITING:
        known = Verdict(row.outcome).label()
        message = f"Cette proposition est déjà {known} : votre réponse n'a pas été enregistrée."
        raise Stale(message)
    return row


def _waiting(number: int, by: Person) -> Proposal:
    row = _held(number)
    if row.object_id is not None:
        row.object = TouristObject.objects.with_head().get(pk=row.object_id)
    row.owner = Member.objects.get(pk=row.owner_id)
    if not may_answer(access.mandate_of(by), row):
        message = f"Répondre à cette proposition revient à {row.owner.name}, ou à l'animateur du département."
        raise Forbidden(message)
    return row


def _apply(
    row: Proposal, record: TouristObject, taken: list[tuple[Value, Mapping[str, Any]]], seen: int, by: Person
) -> None:
    _, latest = latest_of(record.pk)
    document = proposing.applied(latest.document, taken)
    tourism.revise(record.pk, document, seen=seen, by=_author(row, by))


def _do(row: Proposal, record: TouristObject, by: Person) -> None:
    """Publish, hide, delete or hand over, unless somebody did it already."""
    purpose = Purpose(row.purpose)
    if purpose is Purpose.TRANSFER:
        if row.to_owner_id is not None:
            tourism.transfer([record.pk], row.to_owner_id, by=_author(row, by))
        return
    if record.state != _STATES[purpose]:
        tourism.change_state(record.pk, VERBS[purpose], seen=record.revision, by=_author(row, by))


def _author(row: Proposal, by: Person) -> Author:
    """Whoever accepts a proposal answers for it; the history names it."""
    return Author(person=by, member=row.owner, words=f"Proposition n° {row.pk} acceptée.")


def _note(items: list[Item], replies: Mapping[int, Reply]) -> None:
    for one in items:
        reply = replies[one.pk]
        one.answer, one.reason = reply.answer.value, reply.reason.strip()[:500]
        one.given = dict(reply.value) if reply.answer is Answer.AMENDED and reply.value is not None else None
    Item.objects.bulk_update(items, ["answer", "reason", "given"])


def _close(row: Proposal, outcome: Verdict, by: Person | None, reason: str = "") -> Proposal:
    row.outcome, row.reason = outcome.value, reason.strip()[:1000]
    row.decided_at, row.decided_by = timezone.now(), by
    row.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
    fact = ProposalFact.WITHDRAWN if outcome is Verdict.WITHDRAWN else ProposalFact.DECIDED
    tell(fact, row, by)
    if outcome is not Verdict.WITHDRAWN:
        tell_author(Proposal.objects.with_heads().get(pk=row.pk))
    return row

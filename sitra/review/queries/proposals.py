"""Reads of proposals: those to answer, those one made, and one of them, value by value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from django.db.models import FETCH_RAISE, Count, F
from django.utils import timezone

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.kit.errors import Unknown
from sitra.members.models import Member
from sitra.review.events import Answer, Purpose, Verdict
from sitra.review.models import Item, Message, Proposal, Proposals
from sitra.review.policy import PROPOSALS, may_answer, may_discuss
from sitra.review.rules import proposing, wording
from sitra.review.rules.proposing import Value
from sitra.tourism.models import Revision
from sitra.tourism.queries.records import Namer

PAGE = 20
MESSAGES = 100
_MEASURED = 200
"""Answers, the latest ones, of which the delay is told."""


class Box(StrEnum):
    """A list of proposals."""

    TO_ANSWER = "a-decider"
    MADE = "faites"
    DECIDED = "decidees"


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in a list; `days` are the working days since it was made, or that its answer took."""

    id: int
    purpose: str
    purpose_label: str
    record: int | None
    name: str
    kind: str
    owner: str
    who: str
    member: str
    made_at: datetime
    values: int
    days: int
    late: bool
    outcome: str
    outcome_label: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of a list of proposals, and how many there are in all; the median delay is in working days."""

    lines: list[Line]
    total: int
    delay: float | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """One value of a proposal, in words: what its author read, what is said today, what they ask for."""

    id: int
    section: str
    label: str
    today: tuple[str, ...]
    proposed: tuple[str, ...]
    conflict: bool
    plain: str | None
    """What can be amended by typing: a text or a number; nothing for what is made of several values."""
    answer: str
    answer_label: str
    given: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the discussion; `about` names the value it is about."""

    who: str
    at: datetime
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Page:
    """A proposal as its page shows it."""

    line: Line
    revision: int
    comment: str
    source: str
    to_owner: str
    values: list[Proposed]
    creation: list[str]
    messages: list[Said]
    batch: list[int]
    mine: bool
    answers: bool
    decided_at: datetime | None
    decided_by: str
    reason: str


def inbox(person: Person, box: Box, page: int, language: str) -> Inbox:
    """Give a page of proposals: the oldest first where they wait, else the newest first."""
    rows = _boxed(access.mandate_of(person), person, box)
    order = ("made_at", "pk") if box is Box.TO_ANSWER else ("-pk",)
    shown = list(rows.order_by(*order).with_heads()[(page - 1) * PAGE : page * PAGE])
    counted = Item.objects.filter(proposal__in=[row.pk for row in shown]).values_list("proposal_id")
    values = dict(counted.annotate(Count("pk")).values_list("proposal_id", "pk__count"))
    today = timezone.localdate()
    lines = [_line(row, language, today, values.get(row.pk, 0)) for row in shown]
    return Inbox(lines, rows.count(), _delay(rows) if box is Box.DECIDED else None)


type Answerer = Person


def answerer(number: int) -> Answerer:
    """Give whom a mail was for, while their account is open."""
    person = Person.objects.filter(pk=number, is_active=True, erased_at=None).first()
    if person is None:
        message = "Ce lien n'est plus valable : le compte pour lequel il a été envoyé est fermé."
        raise Unknown(message)
    return person


type Taker = Member


def taker(number: int) -> Taker | None:
    """Give the member that takes a record over, while it is in the network."""
    return Member.objects.active().filter(pk=number).first()


def count_waiting(person: Person) -> int:
    """Count the proposals somebody may answer."""
    return PROPOSALS.to_answer(access.mandate_of(person), Proposal.objects.waiting()).count()


def proposal_page(person: Person, number: int, language: str) -> Page:
    """Give a proposal to those who made it and those who answer it."""
    who = access.mandate_of(person)
    row = Proposal.objects.with_heads().filter(pk=number).first()
    if row is None or not may_discuss(who, person, row):
        message = f"Aucune proposition que vous puissiez lire ne porte le numéro {number}."
        raise Unknown(message)
    items = list(row.items.order_by("pk"))
    speech = Speech(language, Namer())
    waits = row.outcome == Verdict.WAITING
    shown = _values(row, items, speech)
    named = {one.id: one.label for one in shown}
    return Page(
        line=_line(row, language, timezone.localdate(), len(items)),
        revision=row.object.revision if row.object else 0,
        comment=row.comment,
        source=row.source,
        to_owner=row.to_owner.name if row.to_owner else "",
        values=shown,
        creation=_creation(row, speech),
        messages=_messages(row, named),
        batch=_batch(row) if waits else [],
        mine=waits and (row.person_id == person.pk or row.member_id in who.administers),
        answers=waits and may_answer(who, row),
        decided_at=row.decided_at,
        decided_by=row.decided_by.full_name if row.decided_by else "",
        reason=row.reason,
    )


def item_values(number: int) -> dict[int, Value]:
    """Give the values of a proposal by their number, for a form to be read against them."""
    rows = Item.objects.filter(proposal_id=number).order_by("pk")
    return {row.pk: Value(tuple(row.place), tuple(row.keys), row.before, row.after) for row in rows}


def outcome_label(outcome: str, language: str) -> str:
    """Say what became of a proposal."""
    return Verdict(outcome).label(language)


def typed_over(value: Value, words: str) -> dict[str, object] | None:
    """Give a value with what was typed instead of what was proposed; nothing where it cannot be typed."""
    (key,) = value.keys if len(value.keys) == 1 else ("",)
    said = value.after.get(key)
    if isinstance(said, str):
        return {key: words}
    if isinstance(said, int) and not isinstance(said, bool) and words.strip().lstrip("-").isdigit():
        return {key: int(words)}
    return None


def _boxed(who: Mandate, person: Person, box: Box) -> Proposals:
    rows = Proposal.objects.all()
    if box is Box.MADE:
        return PROPOSALS.made(who, person, rows)
    waiting = PROPOSALS.to_answer(who, rows)
    return waiting.waiting() if box is Box.TO_ANSWER else waiting.exclude(outcome=Verdict.WAITING.value)


def _delay(rows: Proposals) -> float | None:
    """Give the median delay of the latest answers, in working days."""
    moments = rows.exclude(decided_at=None).order_by("-decided_at").values_list("made_at", "decided_at")
    days = [proposing.working_days(made.date(), done.date()) for made, done in moments[:_MEASURED] if done]
    return median(days) if days else None


def _line(row: Proposal, language: str, today: date, values: int) -> Line:
    until = row.decided_at.date() if row.decided_at else today
    days = proposing.working_days(timezone.localdate(row.made_at), until)
    name = row.object.name if row.object else str((row.document or {}).get("nom", {}).get("libelleFr", ""))
    purpose, outcome = Purpose(row.purpose), Verdict(row.outcome)
    return Line(
        id=row.pk,
        purpose=purpose.value,
        purpose_label=purpose.label(language),
        record=row.object_id,
        name=name,
        kind=Kind(row.kind).label(language),
        owner=row.owner.name,
        who=row.person.full_name if row.person else "",
        member=row.member.name,
        made_at=row.made_at,
        values=values,
        days=days,
        late=outcome is Verdict.WAITING and days > proposing.ESCALATED_AFTER,
        outcome=outcome.value,
        outcome_label=outcome.label(language),
    )


def _values(row: Proposal, items: Iterable[Item], speech: Speech) -> list[Proposed]:
    if row.object is None:
        return []
    latest = Revision.objects.filter(object_id=row.object_id, number=F("object__revision"))
    document = latest.values_list("document", flat=True).first() or {}
    kind, waits = Kind(row.kind), row.outcome == Verdict.WAITING
    return [_proposed(one, document, kind, speech, waits=waits) for one in items]


def _proposed(
    row: Item, document: Mapping[str, object], kind: Kind, speech: Speech, *, waits: bool
) -> Proposed:
    value = Value(tuple(row.place), tuple(row.keys), row.before, row.after)
    read = document if waits else proposing.applied({}, [(value, value.before)])
    said = wording.wording(proposing.choice(value, read, kind), speech)
    given: tuple[str, ...] = ()
    if row.given is not None:
        kept = Value(value.place, value.keys, value.before, row.given)
        given = wording.wording(proposing.choice(kept, {}, kind), speech).other
    after = value.after.get(value.keys[0]) if len(value.keys) == 1 else None
    answer = Answer(row.answer) if row.answer else None
    return Proposed(
        id=row.pk,
        section=said.section,
        label=said.label,
        today=said.one,
        proposed=said.other,
        conflict=waits and proposing.conflicts(document, value),
        plain=str(after) if isinstance(after, str | int) and not isinstance(after, bool) else None,
        answer=row.answer,
        answer_label=answer.label(speech.language) if answer else "",
        given=given,
        reason=row.reason,
    )


def _creation(row: Proposal, speech: Speech) -> list[str]:
    """Say in words what a record to be made would say."""
    if row.purpose != Purpose.CREATE:
        return []
    kind = Kind(row.kind)
    said = (
        wording.wording(proposing.choice(value, {}, kind), speech)
        for value in proposing.values({}, row.document or {}, kind)
    )
    return [f"{one.label} : {' ; '.join(one.other)}" for one in said if one.other]


def _messages(row: Proposal, named: Mapping[int, str]) -> list[Said]:
    rows = Message.objects.filter(proposal=row).select_related("person").order_by("pk")
    return [
        Said(one.person.full_name if one.person else "", one.at, one.words, named.get(one.item_id or 0, ""))
        for one in rows.fetch_mode(FETCH_RAISE)[:MESSAGES]
    ]


def _batch(row: Proposal) -> list[int]:
    """Give the other proposals that were made in one go and still wait."""
    if row.batch_id is None:
        return []
    rows = Proposal.objects.waiting().filter(batch=row.batch_id).exclude(pk=row.pk)
    return list(rows.order_by("pk").values_list("pk", flat=True))

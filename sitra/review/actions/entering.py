"""What partners write through their projects: at once where it was agreed, else proposed to the owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.validation import Code, Problem
from sitra.kit.errors import Forbidden, Impossible
from sitra.members.models import Member
from sitra.review.actions.answering import withdraw
from sitra.review.actions.proposing import VERBS, Proposer, propose, propose_change
from sitra.review.events import Purpose
from sitra.review.models import Proposal
from sitra.review.policy import Partner
from sitra.review.queries.permitting import living, locked
from sitra.tourism import actions as tourism, queries as records
from sitra.tourism.actions import Author
from sitra.tourism.actions.records import latest_of
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import WRITE, demand_within
from sitra.tourism.rules.overlays import changed, touched

_UNREADABLE = frozenset({Code.WRONG_TYPE, Code.UNKNOWN_KEY, Code.COMPUTED})
_TERMS = frozenset(
    {
        Code.UNKNOWN_TERM,
        Code.WRONG_VOCABULARY,
        Code.FORBIDDEN_KIND,
        Code.FORBIDDEN_TOGETHER,
        Code.UNKNOWN_COMMUNE,
    }
)


class Fault(StrEnum):
    """What keeps a document from being written, or only from being shown to the public."""

    UNREADABLE = "unreadable"
    TERMS = "terms"
    INCOMPLETE = "incomplete"


class Faulty(Impossible):
    """A document with faults that nobody's agreement mends, or that its author would not have proposed."""

    def __init__(self, fault: Fault, problems: list[Problem]) -> None:
        super().__init__(" ".join(one.sentence() for one in problems[:5]))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Entered:
    """The record that was written, and whether its owner still has to agree; neither when nothing differs."""

    number: int
    waits: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How a project writes: at once or not, and whether a fault undoes the call."""

    project: int
    at_once: bool = False
    cancels: bool = False


@transaction.atomic
def enter(document: Mapping[str, Any], *, kind: Kind, owner: int | None, by: Partner, way: Way) -> Entered:
    """Write a new record: published at once, or a draft that its owner is asked to publish."""
    number = owner or by.member
    if number not in by.who.writes:
        message = "Ce projet ne crée pas de fiche pour ce membre : vérifiez « proprietaireId »."
        raise Forbidden(message)
    faults = list(records.faults(document, kind).values())
    _judge(faults, way)
    at_once = way.at_once and not faults
    state = State.PUBLISHED if at_once else State.DRAFT
    row = tourism.create(
        document, kind=kind, owner=Member.objects.get(pk=number), by=_author(by), state=state
    )
    if not at_once:
        propose(row.pk, Purpose.PUBLISH, by=_proposer(by, way))
    return Entered(row.pk, waits=not at_once)


@transaction.atomic
def amend(number: int, document: Mapping[str, Any], *, seen: int, by: Partner, way: Way) -> Entered:
    """Write over a record, or propose it; another call that waits for its owner locks it."""
    row = _held(number, by)
    _, latest = latest_of(row.pk)
    if not changed(latest.document, document):
        return Entered(row.pk, same=True)
    faults = records.faults(document, Kind(row.kind))
    inherited = records.faults(latest.document, Kind(row.kind)) if faults else {}
    new = [one for sign, one in faults.items() if sign not in inherited]
    _judge(new, way)
    if way.at_once and not new:
        demand_within(WRITE.grounds(by.who, row), touched(latest.document, document))
        tourism.revise(row.pk, document, seen=seen, by=_author(by))
        return Entered(row.pk)
    propose_change(row.pk, document, seen=seen, by=_proposer(by, way))
    return Entered(row.pk, waits=True)


@transaction.atomic
def request(number: int, purpose: Purpose, *, by: Partner, way: Way) -> Entered:
    """Hide a record, or ask for it to be hidden or deleted: deleting is always for its owner to say."""
    row = _held(number, by)
    wanted = {Purpose.HIDE: State.HIDDEN}.get(purpose)
    if wanted and row.state == wanted:
        return Entered(row.pk, same=True)
    if way.at_once and purpose is Purpose.HIDE and WRITE.allows(by.own, row):
        tourism.change_state(row.pk, VERBS[purpose], seen=row.revision, by=_author(by))
        return Entered(row.pk)
    propose(row.pk, purpose, by=_proposer(by, way))
    return Entered(row.pk, waits=True)


@transaction.atomic
def cancel(number: int, *, by: Partner, way: Way) -> Entered:
    """Take back what this project asked about a record and was not answered."""
    row = living(number, by.who)
    asked = Proposal.objects.waiting().filter(object=row, project=way.project)
    numbers = list(asked.order_by("pk").values_list("pk", flat=True))
    if not numbers:
        message = f"Aucune demande de ce projet n'attend sur la fiche {number}."
        raise Impossible(message)
    for one in numbers:
        withdraw(one, by=None, project=way.project)
    return Entered(row.pk)


def _held(number: int, by: Partner) -> TouristObject:
    row = living(number, by.who)
    WRITE.demand(by.who, row)
    if locked(row):
        message = "Cet objet est déjà en cours de modification"
        raise Forbidden(message)
    return row


def _judge(faults: list[Problem], way: Way) -> None:
    """Refuse what cannot be read or names terms that are not; what is only incomplete may be proposed."""
    for fault, codes in ((Fault.UNREADABLE, _UNREADABLE), (Fault.TERMS, _TERMS)):
        if found := [one for one in faults if one.code in codes]:
            raise Faulty(fault, found)
    if faults and way.cancels:
        raise Faulty(Fault.INCOMPLETE, faults)


def _author(by: Partner) -> Author:
    return Author(person=by.person, member=Member.objects.get(pk=by.member))


def _proposer(by: Partner, way: Way) -> Proposer:
    member = Member.objects.get(pk=by.member)
    return Proposer(by.person, member=member, project=way.project)

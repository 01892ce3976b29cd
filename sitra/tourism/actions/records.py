"""Changing records: one verb, one transaction, one fact. Called by `review` and `intake` only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import named
from sitra.kit.errors import Impossible, Stale, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members.models import Member
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.tourism import queries
from sitra.tourism.actions.illustrating import keep_uses
from sitra.tourism.actions.linking import demand_known, keep_links
from sitra.tourism.actions.noting import note, reckon
from sitra.tourism.events import SUBJECT, Means, ObjectFact, Origin, State
from sitra.tourism.models import Confirmation, Revision, TouristObject
from sitra.tourism.policy import demand_unlocked
from sitra.tourism.rules import content
from sitra.tourism.rules.moves import move
from sitra.tourism.rules.overlays import changed

_TOLD = 5
"""Faults told at once when a publication is refused."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a record, for which member, by what way and why."""

    person: Person | None = None
    member: Member | None = None
    origin: Origin = Origin.TYPED
    words: str = ""

    def saying(self, words: str) -> "Author":
        """Give a reason, unless the author gave one."""
        return self if self.words else replace(self, words=words)

    def fact(self, name: ObjectFact, row: TouristObject, **details: Any) -> Fact:
        """Tell what was done to a record."""
        return Fact(
            name=name.value,
            subject=SUBJECT,
            subject_id=row.pk,
            person_id=self.person.pk if self.person else None,
            member_id=self.member.pk if self.member else None,
            details={"revision": row.revision, "kind": row.kind, **details},
        )


@dataclass(frozen=True, slots=True)
class Change:
    """The next state of a record: `None` leaves a part as it is."""

    document: Mapping[str, Any] | None = None
    state: State | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def create(
    document: Mapping[str, Any],
    *,
    kind: Kind,
    owner: Member,
    by: Author,
    state: State = State.DRAFT,
) -> TouristObject:
    """Write the first revision of a new record."""
    typed = by.origin is Origin.TYPED
    content.demand_sound(document, kind, typed=typed)
    if typed:
        content.demand_apart(document)
        demand_known(document, kind)
    if state is State.PUBLISHED and typed:
        _demand_publishable(document, kind)
    now = timezone.now()
    row = TouristObject(kind=kind.value, state=state.value, owner=owner, changed_at=now, **columns(document))
    row.save()
    row.identifier = f"SITRA2_{kind.code}_{row.pk}"
    row.save(update_fields=["identifier"])
    snapshot(row, document, by)
    keep_links([row], [document], new=True)
    note(row, document, _word(row, by, [""]))
    ledger.record(by.fact(ObjectFact.CREATED, row))
    return row


@transaction.atomic
def revise(number: int, document: Mapping[str, Any], *, seen: int, by: Author) -> TouristObject:
    """Write a new document over the revision its author has seen; an identical one is not kept."""
    row, latest = latest_of(number)
    if row.revision != seen:
        raise _stale()
    if latest.document == document:
        return row
    kind, typed = Kind(row.kind), by.origin is Origin.TYPED
    content.demand_sound(document, kind, typed=typed)
    if row.state == State.PUBLISHED and typed:
        _demand_publishable(document, kind, latest.document)
    if typed:
        content.demand_apart(document, latest.document)
        demand_known(document, kind, latest.document)
        demand_unlocked(row, latest.document, document)
    advance(row, seen, Change(document=document, columns=columns(document)))
    snapshot(row, document, by)
    named_any = any(next(named(one, kind), None) for one in (latest.document, document))
    touched = keep_links([row], [document]) if named_any else {}
    if typed:
        note(row, document, _word(row, by, sorted(changed(latest.document, document))))
    else:
        reckon(row, document)
    ledger.record(by.fact(ObjectFact.REVISED, row, **_links(touched, row)))
    return row


@transaction.atomic
def change_state(number: int, verb: str, *, seen: int, by: Author) -> TouristObject:
    """Publish, hide, delete or restore a record (`verb` of `moves.MOVES`)."""
    row, latest = latest_of(number)
    wanted = move(verb, row.state)
    if row.heir_id:
        message = f"La fiche {number} est réunie à la fiche {row.heir_id} : séparez-les d'abord."
        raise Impossible(message)
    if wanted.target is State.PUBLISHED and by.origin is Origin.TYPED:
        _demand_publishable(latest.document, Kind(row.kind))
    advance(row, seen, Change(state=wanted.target))
    snapshot(row, latest.document, by)
    ledger.record(by.fact(wanted.fact, row))
    return row


def columns(document: Mapping[str, Any], communes: Atlas | None = None) -> dict[str, Any]:
    """Give what the table of records keeps beside the document, the commune by our own number.

    A commune that is not known is left to validation: a draft may name it, the public never sees it.
    """
    drawn = content.columns(document)
    if drawn["commune_id"] is not None:
        line = (communes or places.atlas()).get(drawn["commune_id"])
        drawn["commune_id"] = line.id if line else None
    return drawn


def _word(row: TouristObject, by: Author, paths: list[str]) -> Confirmation:
    """Whoever writes a value says that it is right."""
    means = Means.IMPORT if by.origin is Origin.IMPORTED else Means.TYPED
    return Confirmation(at=row.changed_at, means=means.value, person=by.person, member=by.member, paths=paths)


def _links(touched: Mapping[int, list[int]], row: TouristObject) -> dict[str, Any]:
    """Tell which records show a link less or more since this one was written."""
    return {"links": touched[row.pk]} if row.pk in touched else {}


def _demand_publishable(
    document: Mapping[str, Any], kind: Kind, shown: Mapping[str, Any] | None = None
) -> None:
    """Refuse to show the public what has a fault that blocks; a draft may have some.

    A fault that the public was shown already keeps nobody from correcting something else.
    """
    faults = queries.faults(document, kind)
    inherited = queries.faults(shown, kind) if faults and shown is not None else {}
    if found := [one for sign, one in faults.items() if sign not in inherited]:
        told = " ".join(one.sentence() for one in found[:_TOLD])
        more = f" Et {len(found) - _TOLD} autres." if len(found) > _TOLD else ""
        message = f"La fiche ne peut pas être publiée. {told}{more}"
        raise Impossible(message)


def latest_of(number: int) -> tuple[TouristObject, Revision]:
    """Give a record and its latest revision, whatever its state."""
    latest = Revision.objects.select_related("object").filter(object_id=number).order_by("-number").first()
    if latest is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    return latest.object, latest


def advance(row: TouristObject, seen: int, change: Change) -> None:
    """Move a record on by one revision, unless someone else did."""
    row.changed_at = timezone.now()
    row.revision = seen + 1
    if change.state:
        row.state = change.state.value
    for name, value in change.columns.items():
        setattr(row, name, value)
    moved = TouristObject.objects.filter(pk=row.pk, revision=seen).update(
        revision=row.revision, changed_at=row.changed_at, state=row.state, **change.columns
    )
    if not moved:
        raise _stale()


def _stale() -> Stale:
    return Stale("La fiche a été modifiée entre-temps : relisez-la avant d'enregistrer.")


def snapshot(row: TouristObject, document: Mapping[str, Any], by: Author) -> None:
    """Keep a record whole, as it is from now on."""
    Revision.objects.create(
        object=row,
        number=row.revision,
        document=dict(document),
        state=row.state,
        at=row.changed_at,
        person=by.person,
        member=by.member,
        origin=by.origin.value,
        words=by.words,
    )
    keep_uses([row], [document])

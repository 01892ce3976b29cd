"""Records that turn out to be one, or two: merged, parted, and back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.ledger import actions as ledger
from sitra.tourism.actions.records import Author, Change, advance, create, latest_of, revise, snapshot
from sitra.tourism.events import ObjectFact, Origin, State
from sitra.tourism.models import Merger, Revision, TouristObject


@transaction.atomic
def merge(
    number: int, *, into: int, document: Mapping[str, Any], seen: int, seen_into: int, by: Author
) -> TouristObject:
    """Let one record go on under another one's number, which takes the document agreed upon.

    The one that goes is deleted, and its number leads to its heir from then on. `seen` and
    `seen_into` are the revisions that the author has seen. Answers the heir.
    """
    gone, latest = latest_of(number)
    heir, _ = latest_of(into)
    _demand_mergeable(gone, heir)
    before = gone.state
    heir = revise(into, document, seen=seen_into, by=by.saying(f"Réunie avec la fiche {number}."))
    advance(gone, seen, Change(state=State.DELETED, columns={"heir_id": into}))
    snapshot(gone, latest.document, by.saying(f"Réunie à la fiche {into}."))
    Merger.objects.create(
        gone=gone,
        into=heir,
        state_before=before,
        into_revision=heir.revision if heir.revision > seen_into else None,
        at=timezone.now(),
    )
    ledger.record(by.fact(ObjectFact.MERGED, gone, heir=into))
    return heir


@transaction.atomic
def unmerge(number: int, *, seen: int, by: Author) -> TouristObject:
    """Let a merged record live again as it was.

    The heir goes back to what it said before, unless it was changed since: what others wrote stays.
    """
    gone, latest = latest_of(number)
    merger = Merger.objects.select_for_update().filter(gone=gone, undone_at=None).first()
    if merger is None:
        message = f"La fiche {number} n'a pas été réunie à une autre."
        raise Impossible(message)
    words = by.saying(f"Séparée de la fiche {merger.into_id}.")
    advance(gone, seen, Change(state=State(merger.state_before), columns={"heir_id": None}))
    snapshot(gone, latest.document, words)
    _give_back(merger, by)
    Merger.objects.filter(pk=merger.pk).update(undone_at=timezone.now())
    ledger.record(by.fact(ObjectFact.PARTED, gone, other=merger.into_id))
    return gone


def _give_back(merger: Merger, by: Author) -> None:
    heir, _ = latest_of(merger.into_id)
    if heir.revision != merger.into_revision or heir.state == State.DELETED:
        return
    before = Revision.objects.get(object=heir, number=merger.into_revision - 1)
    words = replace(by.saying(f"Séparée de la fiche {merger.gone_id}."), origin=Origin(before.origin))
    revise(heir.pk, before.document, seen=heir.revision, by=words)


@transaction.atomic
def part(
    number: int, *, document: Mapping[str, Any], other: Mapping[str, Any], seen: int, by: Author
) -> TouristObject:
    """Make two records of one that describes two things; answers the new one.

    The record keeps its number with `document`; `other` becomes a new record of the same kind, owner
    and state. Merging the new one back undoes it.
    """
    row, _ = latest_of(number)
    if row.state == State.DELETED:
        message = "Une fiche supprimée ne se divise pas : restaurez-la d'abord."
        raise Impossible(message)
    row = revise(number, document, seen=seen, by=by.saying("Divisée en deux fiches."))
    kind, state = Kind(row.kind), State(row.state)
    words = by.saying(f"Issue de la fiche {number}.")
    new = create(other, kind=kind, owner=row.owner, by=words, state=state)
    ledger.record(by.fact(ObjectFact.PARTED, row, other=new.pk))
    return new


def _demand_mergeable(gone: TouristObject, heir: TouristObject) -> None:
    if gone.pk == heir.pk:
        message = "Une fiche ne se réunit pas à elle-même."
        raise Impossible(message)
    if State.DELETED in {gone.state, heir.state}:
        message = "Une fiche supprimée ne se réunit pas à une autre."
        raise Impossible(message)
    if gone.kind != heir.kind:
        message = "Seules deux fiches du même type se réunissent."
        raise Impossible(message)

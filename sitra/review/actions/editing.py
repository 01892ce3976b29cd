"""Typing over a record: kept as it is typed, saved when its author says so, met with what others wrote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.aspects import laid
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.layering import following, written_over
from sitra.catalog.rules.path_names import path_name
from sitra.kit.errors import Impossible
from sitra.review.actions.authoring import living
from sitra.review.actions.proposing import Done, Proposer, change
from sitra.review.models import Draft
from sitra.review.queries import editing
from sitra.review.rules.editing import merging, read
from sitra.review.rules.editing.layers import layer_of, typed_as, typed_of
from sitra.review.rules.editing.reading import PRESENT, Sent
from sitra.review.rules.editing.shown import bare
from sitra.review.rules.seasons.automatic import followed
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import CONSULT
from sitra.tourism.queries.records import Namer


@dataclass(frozen=True, slots=True)
class Typed:
    """A draft as it is now, and the words of the last form that could not be read."""

    draft: Draft
    wrong: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a draft; nothing was done where others wrote the same values meanwhile."""

    done: Done | None = None
    both: Mapping[str, Any] | None = None


@transaction.atomic
def type_over(number: int, sent: Sent, *, by: Person) -> Typed:
    """Keep what a form of the editor holds of a record or of an aspect, before anything is saved."""
    aspect = layer_of(sent)
    row = living(number)
    CONSULT.demand(access.mandate_of(by), row)
    draft, kind = _opened(row, by), Kind(row.kind)
    shown = laid(draft.document, aspect, kind) if aspect else draft.document
    reading = read(shown, kind, sent, editing.resolver(by), layered=bool(aspect))
    here = typed_of(draft.typed, aspect)
    gone = typed_as({name: words for name, words in here.items() if _held(name, sent)}, aspect)
    still = {name: words for name, words in draft.typed.items() if name not in gone}
    _write(draft, reading.document, aspect, kind)
    draft.typed = still | typed_as(reading.typed, aspect)
    draft.save()
    return Typed(draft, reading.wrong)


@transaction.atomic
def write_over(number: int, document: Mapping[str, Any], *, by: Person, aspect: str = "") -> Draft:
    """Make a document one's draft of a record, as when a block is copied into it.

    With an aspect the document is the record as it reads in it.
    """
    row = living(number)
    CONSULT.demand(access.mandate_of(by), row)
    draft = _opened(row, by)
    _write(draft, document, aspect, Kind(row.kind))
    draft.save()
    return draft


def _write(draft: Draft, document: Mapping[str, Any], aspect: str, kind: Kind) -> None:
    """Let a draft say a document, or an aspect of it; sentences that follow their periods are written."""
    said = _said(draft.object_id, draft.revision)
    if aspect:
        shown = followed(laid(said, aspect, kind), document, Namer())
        draft.document = written_over(draft.document, aspect, kind, shown)
    else:
        draft.document = following(draft.document, followed(said, document, Namer()), kind)
    draft.at, draft.dropped = timezone.now(), False


def shown_in(draft: Draft, aspect: str) -> Mapping[str, Any]:
    """Give what a draft says, as it reads in an aspect where one is named."""
    return laid(draft.document, aspect, Kind(draft.object.kind)) if aspect else draft.document


@transaction.atomic
def drop(number: int, *, by: Person, back: bool = False) -> None:
    """Put one's draft aside, or take it up again."""
    if not Draft.objects.filter(object_id=number, person=by).update(dropped=not back):
        message = "Vous n'avez pas de saisie en cours sur cette fiche."
        raise Impossible(message)


@transaction.atomic
def save(number: int, *, by: Proposer, given_way: Collection[str] = (), seen: int = 0) -> Saved:
    """Write one's draft, or propose it; where others wrote the same values, ask first.

    `given_way` are the paths at which the others are right, as they were at the revision that was `seen`:
    what was written after it is asked for again.
    """
    assert by.person is not None
    draft = _draft(number, by.person)
    if draft is None or draft.dropped:
        return Saved(Done(row=living(number)))
    if draft.typed:
        kind = Kind(living(number).kind)
        named = ", ".join(sorted({path_name(bare(name.rpartition(":")[2]), kind) for name in draft.typed}))
        message = f"Des valeurs n'ont pas pu être lues ({named}) : corrigez-les, puis enregistrez."
        raise Impossible(message)
    row = living(number)
    document = draft.document
    if draft.revision != row.revision:
        meeting = merging.met(_said(number, draft.revision), document, _said(number, row.revision))
        if meeting.both and seen != row.revision:
            return Saved(both=meeting.both)
        document = merging.settled(meeting, given_way)
        document = followed(_said(number, row.revision), document, Namer())
        document = following(_said(number, draft.revision), document, Kind(row.kind))
    done = change(number, document, seen=row.revision, by=by)
    draft.delete()
    return Saved(done)


def _draft(number: int, by: Person) -> Draft | None:
    return Draft.objects.select_for_update().filter(object_id=number, person=by).first()


def _opened(row: TouristObject, by: Person) -> Draft:
    """Give one's draft of a record, held; begun anew where there is none, or it was put aside."""
    draft = _draft(row.pk, by)
    if draft is None:
        # Two pages may begin it at once: both then hold the same one.
        new = Draft(object=row, person=by, revision=0, document={}, at=timezone.now(), dropped=True)
        Draft.objects.bulk_create([new], ignore_conflicts=True)
        draft = _draft(row.pk, by)
        assert draft
    if draft.dropped:
        draft.revision, draft.document = row.revision, _said(row.pk, row.revision)
        draft.typed, draft.copied = {}, None
    return draft


def _held(name: str, sent: Sent) -> bool:
    """Say whether a form holds a value: by its name, or in a list of which a row may be gone."""
    return name in sent or any(name.startswith(f"{one}.") for one in sent.get(PRESENT, ()))


def _said(number: int, revision: int) -> dict[str, Any]:
    """Give what a record said at a revision."""
    return Revision.objects.values_list("document", flat=True).get(object_id=number, number=revision)

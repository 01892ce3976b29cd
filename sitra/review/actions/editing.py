"""Typing over a record: kept as it is typed, saved when its author says so, met with what others wrote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.path_names import path_name
from sitra.kit.errors import Impossible
from sitra.review.actions.authoring import living
from sitra.review.actions.proposing import Done, Proposer, change
from sitra.review.models import Draft
from sitra.review.queries import editing
from sitra.review.rules.editing import merging, read
from sitra.review.rules.editing.reading import PRESENT, Sent
from sitra.review.rules.editing.shown import bare, listed
from sitra.review.rules.editing.windows import outside, windows
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
    """Keep what a form of the editor holds, before anything is saved."""
    row = living(number)
    CONSULT.demand(access.mandate_of(by), row)
    draft = opened(row, by)
    reading = read(draft.document, Kind(row.kind), sent, editing.resolver(by))
    still = _still(draft, sent, reading.document)
    document = followed(said(number, draft.revision), reading.document, Namer())
    draft.document, draft.typed = document, still | reading.typed
    draft.at, draft.dropped = timezone.now(), False
    draft.save()
    return Typed(draft, reading.wrong)


@transaction.atomic
def write_over(number: int, document: Mapping[str, Any], *, by: Person) -> Draft:
    """Make a document one's draft of a record, as when a block is copied into it."""
    row = living(number)
    CONSULT.demand(access.mandate_of(by), row)
    draft = opened(row, by)
    draft.document = followed(said(number, draft.revision), document, Namer())
    draft.at, draft.dropped = timezone.now(), False
    draft.save()
    return draft


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
        named = ", ".join(sorted({path_name(bare(name), Kind(living(number).kind)) for name in draft.typed}))
        message = f"Des valeurs n'ont pas pu être lues ({named}) : corrigez-les, puis enregistrez."
        raise Impossible(message)
    row = living(number)
    document = draft.document
    if draft.revision != row.revision:
        meeting = merging.met(said(number, draft.revision), document, said(number, row.revision))
        if meeting.both and seen != row.revision:
            return Saved(both=meeting.both)
        document = merging.settled(meeting, given_way)
        document = followed(said(number, row.revision), document, Namer())
    done = change(number, document, seen=row.revision, by=by)
    draft.delete()
    return Saved(done)


def _draft(number: int, by: Person) -> Draft | None:
    return Draft.objects.select_for_update().filter(object_id=number, person=by).first()


def opened(row: TouristObject, by: Person, revision: int = 0) -> Draft:
    """Give one's draft of a record, held; begun anew where there is none, or it was put aside.

    It is begun over the revision that was read, or else over the latest one.
    """
    draft = _draft(row.pk, by)
    if draft is None:
        # Two pages may begin it at once: both then hold the same one.
        new = Draft(object=row, person=by, revision=0, document={}, at=timezone.now(), dropped=True)
        Draft.objects.bulk_create([new], ignore_conflicts=True)
        draft = _draft(row.pk, by)
        assert draft
    if draft.dropped:
        draft.revision = revision or row.revision
        draft.document = said(row.pk, draft.revision)
        draft.typed, draft.copied = {}, None
    return draft


def _still(draft: Draft, sent: Sent, document: Mapping[str, Any]) -> dict[str, str]:
    """Give the unread words that a form does not hold, by the names they have in a document now."""
    still = {name: words for name, words in draft.typed.items() if not _held(name, sent)}
    for part in windows(sent).values():
        before, after = (len(listed(one, part.name)) for one in (draft.document, document))
        renamed = {outside(name, part, before, after): words for name, words in draft.typed.items()}
        still |= {name: words for name, words in renamed.items() if name}
    return still


def _held(name: str, sent: Sent) -> bool:
    """Say whether a form holds a value: by its name, or in a list of which a row may be gone."""
    return name in sent or any(name.startswith(f"{one}.") for one in sent.get(PRESENT, ()))


def said(number: int, revision: int) -> dict[str, Any]:
    """Give what a record said at a revision."""
    return Revision.objects.values_list("document", flat=True).get(object_id=number, number=revision)

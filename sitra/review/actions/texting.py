"""Texts typed side by side, kept in one's draft of the record before they are saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.layering import following
from sitra.review.actions.authoring import living
from sitra.review.actions.editing import opened, said
from sitra.review.models import Draft
from sitra.review.rules import laying
from sitra.review.rules.editing import merging
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import CONSULT


@dataclass(frozen=True, slots=True)
class TextsKept:
    """When texts were kept, and the names of those that were not: others wrote or moved them meanwhile."""

    at: datetime
    left: frozenset[str]


@transaction.atomic
def type_texts(number: int, typed: Mapping[str, str], *, seen: int, by: Person) -> TextsKept:
    """Keep texts typed over the revision `seen`, by name, in one's draft; nothing is saved."""
    row = living(number)
    CONSULT.demand(access.mandate_of(by), row)
    revision = seen if Revision.objects.filter(object=row, number=seen).exists() else row.revision
    draft, kind = opened(row, by, revision), Kind(row.kind)
    base, read = said(number, draft.revision), said(number, revision)
    laid = laying.laid(read, base, draft.document, kind, typed)
    draft.document = following(draft.document, laid.document, kind)
    draft.at, draft.dropped = timezone.now(), False
    _write(draft, base)
    return TextsKept(draft.at, laid.left)


def put_down(row: TouristObject, names: Collection[str], *, seen: int, by: Person) -> None:
    """Take texts that were saved or proposed out of one's draft, and bring the rest up to the record.

    Where others wrote the same values as the rest, it stays as it was: saving it asks.
    """
    draft = Draft.objects.select_for_update().filter(object=row, person=by, dropped=False).first()
    if draft is None:
        return
    base, read, now = (said(row.pk, number) for number in (draft.revision, seen, row.revision))
    kind = Kind(row.kind)
    lifted = laying.lifted(read, base, draft.document, kind, names)
    draft.document = following(draft.document, lifted, kind)
    meeting = merging.met(base, draft.document, now)
    if not meeting.both:
        draft.document = following(base, meeting.document, kind)
        draft.revision, base = row.revision, now
    _write(draft, base)


def _write(draft: Draft, base: Mapping[str, object]) -> None:
    """Keep a draft, unless it says nothing that the record does not."""
    if draft.document == base and not draft.typed:
        draft.delete()
    else:
        draft.save()

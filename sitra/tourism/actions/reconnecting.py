"""Links of imported records whose other end arrives later than they do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from sitra.catalog.rules.links import Parked, taken_back
from sitra.tourism.actions.noting import hold
from sitra.tourism.actions.rebasing import rebase
from sitra.tourism.actions.records import Author, latest_of
from sitra.tourism.models import Awaited, Identifier, Lock
from sitra.tourism.queries.sourcing import last_said
from sitra.tourism.rules.overlays import agreed

PAGE = 200
"""Records taken up at once."""


@transaction.atomic
def reconnect(source: str, by: Author) -> int:
    """Put back what waited for records that a source has given since; answers how many records were.

    At most `PAGE` at a time: ask again until nothing is left. It is as if the source had said it only now: a
    list that was written over here keeps what it says. What waits for a merged record waits on, in case it is
    parted again.
    """
    arrived = Identifier.objects.filter(source_id=source, value=OuterRef("value"))
    waiting = Awaited.objects.filter(Exists(arrived), source_id=source, object__heir=None)
    numbers = list(waiting.order_by("object_id").values_list("object_id", flat=True).distinct()[:PAGE])
    hold(numbers)
    pieces: dict[int, list[Awaited]] = defaultdict(list)
    for one in waiting.filter(object_id__in=numbers).order_by("pk"):
        pieces[one.object_id].append(one)
    values = {one.value for group in pieces.values() for one in group}
    rows = Identifier.objects.filter(source_id=source, value__in=list(values))
    found = dict(rows.values_list("value", "object_id"))
    identifiers = list(Identifier.objects.filter(source_id=source, object_id__in=pieces).order_by("-pk"))
    said, locks = last_said(identifiers), _locks(source)
    words = by.saying("Liens retrouvés")
    for name in {each.object_id: each for each in identifiers}.values():
        _put_back(name, said.get(name.pk), pieces[name.object_id], found, locks, words)
    Awaited.objects.filter(pk__in=[one.pk for group in pieces.values() for one in group]).delete()
    return len(pieces)


def _locks(source: str) -> list[str]:
    return list(Lock.objects.filter(source_id=source).values_list("path", flat=True))


def _put_back(
    identifier: Identifier,
    said: Mapping[str, Any] | None,
    pieces: Sequence[Awaited],
    found: Mapping[str, int],
    locks: Sequence[str],
    by: Author,
) -> None:
    row, latest = latest_of(identifier.object_id)
    before = latest.document if said is None else said
    after = before
    for one in pieces:
        after = taken_back(after, Parked(one.place, int(one.value), one.piece), found[one.value])
    rebase(identifier, agreed(before, latest.document, after, locks), seen=row.revision, by=by)

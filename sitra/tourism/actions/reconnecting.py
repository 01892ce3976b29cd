"""Links of imported records whose other end arrives later than they do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from sitra.catalog.rules.links import Parked, taken_back
from sitra.tourism.actions.records import Author, latest_of, revise
from sitra.tourism.models import Awaited, Identifier, Overlay, TouristObject
from sitra.tourism.rules.overlays import covers

PAGE = 200
"""Records taken up at once."""


@transaction.atomic
def reconnect(source: str, by: Author) -> int:
    """Put back what waited for records that a source has given since; answers how many records were.

    At most `PAGE` at a time: ask again until nothing is left. A list that was written over here keeps what it
    says, and the source's piece is then only noted.
    """
    arrived = Identifier.objects.filter(source_id=source, value=OuterRef("value"))
    waiting = Awaited.objects.filter(Exists(arrived), source_id=source)
    numbers = list(waiting.order_by("object_id").values_list("object_id", flat=True).distinct()[:PAGE])
    pieces: dict[int, list[Awaited]] = defaultdict(list)
    for one in waiting.filter(object_id__in=numbers).order_by("pk"):
        pieces[one.object_id].append(one)
    values = {one.value for group in pieces.values() for one in group}
    rows = Identifier.objects.filter(source_id=source, value__in=list(values))
    found = dict(rows.values_list("value", "object_id"))
    for number, group in pieces.items():
        _put_back(source, number, group, found, by.saying("Liens retrouvés"))
    return len(pieces)


def _put_back(
    source: str, number: int, pieces: Sequence[Awaited], found: Mapping[str, int], by: Author
) -> None:
    row, latest = latest_of(number)
    overlaid = set(Overlay.objects.filter(source_id=source, object=row).values_list("path", flat=True))
    document: dict[str, Any] = latest.document
    for one in pieces:
        if not any(covers(path, one.place) for path in overlaid):
            document = taken_back(document, Parked(one.place, int(one.value), one.piece), found[one.value])
    seen = row.revision
    if not row.heir_id:
        row = revise(number, document, seen=seen, by=by)
        _follow(source, row, seen)
    Awaited.objects.filter(pk__in=[one.pk for one in pieces]).delete()


def _follow(source: str, row: TouristObject, seen: int) -> None:
    """Let the source's own revision be the one with its links, unless something else was written since."""
    Identifier.objects.filter(source_id=source, object=row, revision=seen).update(revision=row.revision)

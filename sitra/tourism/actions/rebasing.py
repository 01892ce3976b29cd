"""Writing what a record and its source agree upon outside of a run, and what each says from then on."""

from collections.abc import Mapping
from typing import Any

import orjson

from sitra.kit.copying import copy_rows
from sitra.tourism.actions.records import Author, revise
from sitra.tourism.models import Identifier, Overlay, TouristObject
from sitra.tourism.rules.overlays import Kept


def rebase(identifier: Identifier, kept: Kept, *, seen: int, by: Author) -> TouristObject:
    """Write a document agreed with a source, so that its next run starts from what it says now.

    `seen` is the revision the document was agreed upon. Raises `Stale` when the record moved since.
    """
    row = revise(identifier.object_id, kept.document, seen=seen, by=by)
    Identifier.objects.filter(pk=identifier.pk).update(revision=row.revision)
    Overlay.objects.filter(source=identifier.source_id, object=row).delete()
    if kept.theirs:
        copy_rows(Overlay, _OVERLAY, _rows(identifier, kept.theirs))
    return row


_OVERLAY = ("object", "source", "path", "theirs")


def _rows(identifier: Identifier, theirs: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (
            identifier.object_id,
            identifier.source_id,
            path,
            None if one is None else orjson.dumps(one).decode(),
        )
        for path, one in theirs.items()
    ]

"""What the sources of a record say of values that were written over here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, Exists, F, OuterRef, Q, QuerySet

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.path_names import path_name
from sitra.tourism.models import Identifier, Overlay, Revision
from sitra.tourism.rules.overlays import agreed, put


@dataclass(frozen=True, slots=True)
class Differing:
    """A value that is not as its source gives it: where it stands, and what each says of it."""

    source: str
    source_name: str
    path: str
    label: str
    ours: Any
    theirs: Any


def written_over() -> QuerySet[Identifier]:
    """Keep the names of records that may say something else than their source last said."""
    overlaid = Overlay.objects.filter(source=OuterRef("source"), object=OuterRef("object"))
    rows = Identifier.objects.exclude(revision=None)
    return rows.filter(~Q(revision=F("object__revision")) | Exists(overlaid))


def last_said(identifiers: Sequence[Identifier]) -> dict[int, dict[str, Any]]:
    """Give what each source last said of its record: key of the identifier -> document.

    That is what the record said when its source wrote it, with the source's words for what was kept as it
    was here. Nothing of one that its source never wrote.
    """
    wanted = {(one.object_id, one.revision) for one in identifiers if one.revision is not None}
    if not wanted:
        return {}
    numbers, revisions = (list(set(column)) for column in zip(*wanted, strict=True))
    past = Revision.objects.filter(object_id__in=numbers, number__in=revisions)
    known = past.values_list("object_id", "number", "document")
    bases = {(number, revision): document for number, revision, document in known}
    kept: dict[tuple[int, str], list[Overlay]] = defaultdict(list)
    for row in Overlay.objects.filter(object_id__in=numbers).fetch_mode(FETCH_RAISE):
        kept[row.object_id, row.source_id].append(row)
    said = {}
    for one in identifiers:
        document = bases.get((one.object_id, one.revision or 0))
        for row in kept[one.object_id, one.source_id] if document is not None else ():
            document = put(document or {}, row.path, row.theirs)
        if document is not None:
            said[one.pk] = document
    return said


def differing(number: int, kind: Kind, language: str) -> list[Differing]:
    """Give the values of a record that people here wrote over its sources, run or not since then."""
    rows = Identifier.objects.filter(object_id=number).exclude(revision=None).select_related("source")
    sources = list(rows.order_by("source_id", "pk").fetch_mode(FETCH_RAISE))
    if not sources:
        return []
    latest = Revision.objects.filter(object_id=number).order_by("-number").values_list("document", flat=True)
    said, ours, found = last_said(sources), latest[0], []
    for one in sources:
        base = said[one.pk]
        for path, theirs in sorted(agreed(base, ours, base).theirs.items()):
            label = path_name(path, kind, language)
            found.append(Differing(one.source_id, one.source.name, path, label, _at(ours, path), theirs))
    return found


def _at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document.get(step) if isinstance(document, dict) else None
    return document

"""What the sources of a record say of values that were written over here."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE

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


def differing(number: int, kind: Kind, language: str) -> list[Differing]:
    """Give the values of a record that people here wrote over its sources, run or not since then."""
    rows = Identifier.objects.filter(object_id=number).exclude(revision=None).select_related("source")
    sources = list(rows.order_by("source_id", "pk").fetch_mode(FETCH_RAISE))
    if not sources:
        return []
    latest = Revision.objects.filter(object_id=number).order_by("-number").values_list("document", flat=True)
    wanted = {one.revision for one in sources}
    past = Revision.objects.filter(object_id=number, number__in=list(wanted))
    bases = dict(past.values_list("number", "document"))
    known: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in Overlay.objects.filter(object_id=number):
        known[row.source_id][row.path] = row.theirs
    ours, found = latest[0], []
    for one in sources:
        base = bases[one.revision or 0]
        for path, value in known[one.source_id].items():
            base = put(base, path, value)
        for path, theirs in sorted(agreed(base, ours, base).theirs.items()):
            label = path_name(path, kind, language)
            found.append(Differing(one.source_id, one.source.name, path, label, _at(ours, path), theirs))
    return found


def _at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document.get(step) if isinstance(document, dict) else None
    return document

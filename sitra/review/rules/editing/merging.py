"""Two people who wrote the same record: what each changed, and what both changed otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.review.rules.editing.layers import keyed, listed
from sitra.tourism.rules.overlays import agreed, changed, covers, put

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What comes of a draft when others wrote since: the document, and the paths that both changed.

    Paths within aspects are those of `layers.keyed`.
    """

    document: dict[str, Any]
    theirs: frozenset[str]
    """What only the others changed: it is taken."""
    both: Mapping[str, Any]
    """Path that both changed -> what the others say there; the document says ours."""


def met(base: Document, ours: Document, latest: Document) -> Meeting:
    """Bring a draft made of `base` up to the latest revision."""
    base, ours, latest = keyed(base, ours, latest)
    found = agreed(base, ours, latest)
    others = changed(base, latest)
    both = {path: said for path, said in found.theirs.items() if any(_meet(path, one) for one in others)}
    return Meeting(listed(found.document), frozenset(others - both.keys()), both)


def _meet(path: str, other: str) -> bool:
    return covers(path, other) or covers(other, path)


def settled(meeting: Meeting, given_way: Collection[str]) -> dict[str, Any]:
    """Give way to the others at some of the paths that both changed."""
    (document,) = keyed(meeting.document)
    for path in given_way:
        if path in meeting.both:
            document = put(document, path, meeting.both[path])
    return listed(document)

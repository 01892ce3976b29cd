"""Texts typed side by side, within what somebody types over a whole record: laid there, found there again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.review.rules import translating
from sitra.review.rules.seasons.automatic import rewritten
from sitra.tourism.rules.overlays import covers

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Laid:
    """A draft with texts laid into it, and the names of those that found no place there."""

    document: dict[str, Any]
    left: frozenset[str]


def laid(read: Document, base: Document, draft: Document, kind: Kind, typed: Mapping[str, str]) -> Laid:
    """Lay texts typed over `read` into a draft that was made of `base`.

    What others wrote between the two is not written over, since nobody would be asked; nor is a text put into
    another item of a list than the one it was typed in.
    """
    against = translating.merged(read, base, kind, typed)
    left = {*against.contested, *against.lost, *_moved(read, draft, kind, typed)}
    fitting = {name: text for name, text in typed.items() if name not in left}
    return Laid(translating.with_texts(draft, fitting), frozenset(left))


def found(base: Document, draft: Document, kind: Kind) -> dict[str, str]:
    """Give the texts that a draft changes, by name; sentences that follow their periods go with these."""
    was, now = (translating.said_by(translating.slots(one, kind)) for one in (base, draft))
    differing = {
        name: now.get(name, "")
        for name in {**was, **now}
        if not translating.same(was.get(name, ""), now.get(name, ""))
    }
    gone = {*_moved(base, draft, kind, differing)}
    following = rewritten(base, draft)
    return {
        name: text
        for name, text in differing.items()
        if name not in gone and not any(covers(path, name) for path in following)
    }


def lifted(
    read: Document, base: Document, draft: Document, kind: Kind, names: Collection[str]
) -> dict[str, Any]:
    """Put texts of a draft back as they were in `base`; they were named as in `read`."""
    was, gone = translating.said_by(translating.slots(base, kind)), {*_moved(read, draft, kind, names)}
    return translating.with_texts(draft, {name: was.get(name, "") for name in names if name not in gone})


def _moved(one: Document, other: Document, kind: Kind, names: Collection[str]) -> list[str]:
    """Give the names of texts that do not stand in the same item in both, or that one has not."""
    places = {slot.path for slot in translating.slots(one, kind)} | {
        slot.path for slot in translating.slots(other, kind)
    }
    slots = {name: name.rpartition(".")[0] for name in names}
    return [
        name for name, slot in slots.items() if slot not in places or not translating.stayed(one, other, slot)
    ]

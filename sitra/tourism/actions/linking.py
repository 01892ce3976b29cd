"""Keeping, beside the documents, which record names which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import named
from sitra.kit.errors import Impossible
from sitra.tourism.models import Link, TouristObject

type _Key = tuple[int, str, str]

_NATURE = 40
"""Signs of a nature: the width of its column; a draft may say anything."""


def keep_links(
    rows: Sequence[TouristObject], documents: Sequence[Mapping[str, Any]], *, new: bool = False
) -> dict[int, list[int]]:
    """Bring the links of these records in line with their documents.

    Answers number -> records whose links changed with it. One that does not exist is passed over; `new`
    says that the records have none yet.
    """
    wanted = {
        row.pk: {(one.number, one.field, one.nature[:_NATURE]) for one in named(document, Kind(row.kind))}
        for row, document in zip(rows, documents, strict=True)
    }
    held = {} if new else _held(rows)
    known = _existing({number for keys in wanted.values() for number, _, _ in keys})
    touched: dict[int, list[int]] = {}
    fresh: list[Link] = []
    stale: list[int] = []
    for pk, keys in wanted.items():
        before = held.get(pk, {})
        living = {key for key in keys if key[0] in known}
        fresh += [_link(pk, key) for key in sorted(living - before.keys())]
        stale += [before[key] for key in before.keys() - living]
        if moved := {number for number, _, _ in living ^ before.keys()}:
            touched[pk] = sorted(moved)
    if stale:
        Link.objects.filter(pk__in=stale).delete()
    if fresh:
        Link.objects.bulk_create(fresh, batch_size=1000)
    return touched


def demand_known(document: Mapping[str, Any], kind: Kind, before: Mapping[str, Any] | None = None) -> None:
    """Refuse a document that newly names a record that does not exist."""
    old = {one.number for one in named(before, kind)} if before else set()
    asked = {one.number for one in named(document, kind)} - old
    if missing := sorted(asked - _existing(asked)):
        message = f"La fiche liée n° {missing[0]} n'existe pas : choisissez-en une autre ou retirez le lien."
        raise Impossible(message)


def _existing(numbers: set[int]) -> set[int]:
    if not numbers:
        return set()
    return set(TouristObject.objects.filter(pk__in=list(numbers)).values_list("pk", flat=True))


def _held(rows: Sequence[TouristObject]) -> dict[int, dict[_Key, int]]:
    held: dict[int, dict[_Key, int]] = defaultdict(dict)
    for link in Link.objects.filter(object_id__in=[row.pk for row in rows]):
        held[link.object_id][link.target_id, link.field, link.nature] = link.pk
    return held


def _link(number: int, key: _Key) -> Link:
    target, field, nature = key
    return Link(object_id=number, target_id=target, field=field, nature=nature)

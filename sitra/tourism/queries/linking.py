"""Which records name which, read from either end."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, QuerySet

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.fields.choices import LINK_TYPES
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import OTHER_END
from sitra.kit.numbering import among
from sitra.tourism.events import State
from sitra.tourism.models import Link, TouristObject
from sitra.tourism.policy import Scope, place_of
from sitra.tourism.queries.answering import heirs

PAGE = 50


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record that another one names or that names it, and what it is for that one."""

    number: int
    name: str
    kind: str
    words: str
    nature: str


_NATURES = {word: (french, english) for word, french, english in LINK_TYPES.words}


def other_ends(numbers: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Give what published records say of these, as links of theirs: number -> links, oldest record first.

    A link to a record that was merged is one to its heir.
    """
    goes_on = merged_into(numbers)
    rows = _ending().filter(target_id__in=among(goes_on), object__state=State.PUBLISHED.value)
    found: dict[int, dict[tuple[str, int], str]] = defaultdict(dict)
    for target, nature, number, kind in rows.order_by("object_id", "pk").values_list(
        "target_id", "nature", "object_id", "object__kind"
    ):
        if (here := goes_on[target]) != number:
            found[here].setdefault((OTHER_END[nature], number), kind)
    return {
        here: [
            {"type": nature, "objetTouristique": {"type": kind, "id": number}}
            for (nature, number), kind in ends.items()
        ]
        for here, ends in found.items()
    }


def ends_of(numbers: Iterable[int]) -> set[int]:
    """Give the records that show a link because one of these names them."""
    rows = _ending().filter(object_id__in=list(numbers))
    return set(rows.values_list("target_id", flat=True))


def around(number: int, scope: Scope, language: str) -> list[Neighbour]:
    """Give what a record names and what names it, among the records of a scope; at most `PAGE` each.

    A record that was merged is shown as its heir.
    """
    here = _named_by(number)
    goes_on = list(merged_into([number]))
    others = Link.objects.filter(target_id__in=goes_on, object__state=State.PUBLISHED.value)
    there = [(row.object, row) for row in _page(others.exclude(object_id=number).select_related("object"))]
    found = {
        (row.pk, link.nature): Neighbour(
            row.pk, row.name, Kind(row.kind).label(language), _as_here(link, language), link.nature
        )
        for row, link in here
        if row.pk != number and scope.covers(place_of(row))
    }
    return [*found.values()] + [
        Neighbour(row.pk, row.name, Kind(row.kind).label(language), _as_there(link, language), "")
        for row, link in there
        if (row.pk, OTHER_END.get(link.nature, "")) not in found and scope.covers(place_of(row))
    ]


def _named_by(number: int) -> list[tuple[TouristObject, Link]]:
    """Give the records that one names, or their heirs, each with its link."""
    rows = list(_page(Link.objects.filter(object_id=number).select_related("target")))
    merged = heirs([row.target_id for row in rows if row.target.heir_id])
    living = TouristObject.objects.in_bulk(set(merged.values())) if merged else {}
    return [(living.get(merged.get(row.target_id, 0), row.target), row) for row in rows]


def _page(rows: QuerySet[Link]) -> QuerySet[Link]:
    return rows.order_by("pk").fetch_mode(FETCH_RAISE)[:PAGE]


def _as_here(link: Link, language: str) -> str:
    """Say what the named record is for the one that names it."""
    if link.nature in _NATURES:
        return _NATURES[link.nature][language == "en"]
    return _field(link.field, language)


def _as_there(link: Link, language: str) -> str:
    """Say what the naming record is for the one that is named."""
    if link.nature in OTHER_END:
        return _NATURES[OTHER_END[link.nature]][language == "en"]
    said = _as_here(link, language)
    return f"named as: {said}" if language == "en" else f"nommée comme : {said}"


def _field(path: str, language: str) -> str:
    found = next((one for one in FIELDS if one.path == path), None)
    return found.label(language).lower() if found else path


def _ending() -> QuerySet[Link]:
    """Keep the links that say what the first record is for the second."""
    rows = Link.objects.filter(nature__in=list(OTHER_END)).select_related("object")
    return rows.fetch_mode(FETCH_RAISE)


def merged_into(numbers: Iterable[int]) -> dict[int, int]:
    """Give these numbers and those of the records that were merged into them -> who goes on for each.

    One of them that was merged into another of them leads to that one.
    """
    goes_on = {number: number for number in numbers}
    waiting = set(goes_on)
    while waiting:
        merged = TouristObject.objects.filter(heir_id__in=among(waiting)).values_list("pk", "heir_id")
        found = {pk: goes_on[heir] for pk, heir in merged if heir}
        goes_on |= found
        waiting = set(found)
    return goes_on

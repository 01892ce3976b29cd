"""Which records name which, read from either end."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, QuerySet

from sitra.catalog.rules.links import OTHER_END
from sitra.tourism.events import State
from sitra.tourism.models import Link, TouristObject

PAGE = 50


@dataclass(frozen=True, slots=True)
class Naming:
    """A record that names another one, by which field and as what."""

    number: int
    name: str
    field: str
    nature: str


def other_ends(numbers: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Give what published records say of these, as links of theirs: number -> links, oldest record first.

    A link to a record that was merged is one to its heir.
    """
    goes_on = _merged_into(set(numbers))
    rows = _ending().filter(target_id__in=list(goes_on), object__state=State.PUBLISHED.value)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("object_id", "pk"):
        here = goes_on[row.target_id]
        end = {
            "type": OTHER_END[row.nature],
            "objetTouristique": {"type": row.object.kind, "id": row.object_id},
        }
        if here != row.object_id and end not in found[here]:
            found[here].append(end)
    return found


def ends_of(numbers: Iterable[int]) -> set[int]:
    """Give the records that show a link because one of these names them."""
    rows = _ending().filter(object_id__in=list(numbers))
    return set(rows.values_list("target_id", flat=True))


def naming(number: int, *, after: int = 0) -> list[Naming]:
    """Give a page of the published records that name one, after the link of a number."""
    rows = (
        Link.objects.filter(
            target_id__in=list(_merged_into({number})), object__state=State.PUBLISHED.value, pk__gt=after
        )
        .select_related("object")
        .order_by("pk")
        .fetch_mode(FETCH_RAISE)
    )
    return [Naming(row.object_id, row.object.name, row.field, row.nature) for row in rows[:PAGE]]


def _ending() -> QuerySet[Link]:
    """Keep the links that say what the first record is for the second."""
    rows = Link.objects.filter(nature__in=list(OTHER_END)).select_related("object")
    return rows.fetch_mode(FETCH_RAISE)


def _merged_into(numbers: set[int]) -> dict[int, int]:
    """Give these numbers and those of the records that were merged into them -> who goes on for each."""
    goes_on = {number: number for number in numbers}
    waiting = set(numbers)
    while waiting:
        merged = TouristObject.objects.filter(heir_id__in=waiting).values_list("pk", "heir_id")
        found = {pk: goes_on[heir] for pk, heir in merged if heir and pk not in goes_on}
        goes_on |= found
        waiting = set(found)
    return goes_on

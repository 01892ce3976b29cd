"""What those who follow records from outside need: how they stand, and which values changed."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db.models import Q

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.types import Reach
from sitra.kit.numbering import among
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.rules.overlays import changed
from sitra.tourism.rules.standing import Standing

_PAGE = 200
"""Records whose two documents are in memory at once."""


def standing(numbers: Iterable[int]) -> dict[int, Standing]:
    """Give number -> how the record stands, for those that ever were."""
    rows = TouristObject.objects.filter(pk__in=among(numbers))
    found = rows.values_list("pk", "kind", "state", "revision", "heir_id")
    return {
        number: Standing(kind, State(state), revision, heir) for number, kind, state, revision, heir in found
    }


def differences(spans: Mapping[int, tuple[int, int]]) -> dict[int, list[str]]:
    """Give record -> the paths that differ between two of its revisions; private ones are not told.

    A record of which one of the two is not kept any more is left out.
    """
    found: dict[int, list[str]] = {}
    wanted = sorted(spans)
    for start in range(0, len(wanted), _PAGE):
        page = wanted[start : start + _PAGE]
        named = Q()
        for number in page:
            named |= Q(object=number, number__in=spans[number])
        documents = {
            (number, revision): document
            for number, revision, document in Revision.objects.filter(named).values_list(
                "object_id", "number", "document"
            )
        }
        for number in page:
            before, after = (documents.get((number, revision)) for revision in spans[number])
            if before is not None and after is not None:
                found[number] = sorted(filter(_told, changed(before, after)))
    return found


def _told(path: str) -> bool:
    return not any(path == private or path.startswith(f"{private}.") for private in _private())


@lru_cache(maxsize=1)
def _private() -> tuple[str, ...]:
    return tuple(one.path.replace("[]", "") for one in FIELDS if one.reach is Reach.PRIVATE)

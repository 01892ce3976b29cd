"""The documents of records, for what home says of them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import F

from sitra.kit.numbering import among
from sitra.notices.models import Glance
from sitra.tourism.models import Revision, TouristObject


def documents(numbers: Collection[int]) -> Iterator[tuple[TouristObject, Mapping[str, Any]]]:
    """Give living records with what they say today."""
    living = TouristObject.objects.living().filter(pk__in=among(numbers)).in_bulk()
    latest = Revision.objects.filter(object__in=among(living), number=F("object__revision"))
    for number, document in latest.values_list("object_id", "document"):
        yield living[number], document


def nothing_seen() -> bool:
    """Say whether there are records, and nothing is said of any."""
    return not Glance.objects.exists() and TouristObject.objects.exists()

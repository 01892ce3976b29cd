"""How many records a right would open, before it is given."""

from dataclasses import dataclass

from django.db.models import Count

from sitra.access.rules.areas import Area
from sitra.catalog.rules.kinds import Kind
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import any_of


@dataclass(frozen=True, slots=True)
class Opened:
    """How many living records an area holds, in all and by kind, the most frequent first."""

    total: int
    kinds: list[tuple[str, int]]


def opened_by(area: Area, language: str) -> Opened:
    """Count the records of an area."""
    rows = TouristObject.objects.living().filter(any_of([area])).values_list("kind")
    counted = sorted(rows.annotate(Count("pk")).values_list("kind", "pk__count"), key=lambda one: -one[1])
    named = [(Kind(kind).label(language), count) for kind, count in counted]
    return Opened(sum(count for _, count in named), named)

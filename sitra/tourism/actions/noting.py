"""Writing down who found values right, and until when they are believed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.models import Confirmation, TouristObject
from sitra.tourism.queries.freshness import words_of
from sitra.tourism.rules.freshness import first_due
from sitra.tourism.rules.overlays import covers


def hold(numbers: Iterable[int]) -> None:
    """Keep records to oneself until the end of the transaction, so that no day is reckoned of half of it."""
    rows = TouristObject.objects.select_for_update(no_key=True).filter(pk__in=list(numbers)).order_by("pk")
    list(rows.values_list("pk"))


def note(row: TouristObject, document: Mapping[str, Any], said: Confirmation) -> None:
    """Write down a confirmation, drop those it leaves nothing to say, and reckon when the record is due."""
    earlier = Confirmation.objects.filter(object=row, at__lte=said.at).only("paths")
    covered = [
        one.pk
        for one in earlier
        if not said.besides and all(any(covers(ours, path) for ours in said.paths) for path in one.paths)
    ]
    Confirmation.objects.filter(pk__in=covered).delete()
    said.object = row
    said.save()
    reckon(row, document)


def reckon(row: TouristObject, document: Mapping[str, Any]) -> None:
    """Keep the day on which the first value of a record is to be asked again."""
    row.due_on = first_due(document, Kind(row.kind), words_of(row.pk), row.created_at)
    TouristObject.objects.filter(pk=row.pk).update(due_on=row.due_on)

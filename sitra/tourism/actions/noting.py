"""Writing down who found values right, and until when they are believed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.events import Means
from sitra.tourism.models import Confirmation, TouristObject
from sitra.tourism.rules.freshness import Word, first_due
from sitra.tourism.rules.overlays import covers


def hold(numbers: Iterable[int]) -> None:
    """Keep records to oneself until the end of the transaction, so that no day is reckoned of half of it."""
    rows = TouristObject.objects.select_for_update(no_key=True).filter(pk__in=list(numbers)).order_by("pk")
    list(rows.values_list("pk"))


def note(row: TouristObject, document: Mapping[str, Any], said: Confirmation) -> None:
    """Write down a confirmation, drop those it leaves nothing to say, and reckon when the record is due."""
    held = _held(row)
    covered = [one.pk for one in held if one.at <= said.at and _leaves_nothing(said, one)]
    if covered:
        said.pk = covered[0]
    if covered[1:]:
        Confirmation.objects.filter(pk__in=covered[1:]).delete()
    said.object = row
    said.save(force_insert=not covered, force_update=bool(covered))
    _reckon(row, document, [said, *(one for one in held if one.pk not in covered)])


def reckon(row: TouristObject, document: Mapping[str, Any]) -> None:
    """Keep the day on which the first value of a record is to be asked again."""
    _reckon(row, document, _held(row))


def _held(row: TouristObject) -> list[Confirmation]:
    return list(Confirmation.objects.filter(object=row))


def _leaves_nothing(said: Confirmation, earlier: Confirmation) -> bool:
    """Say whether all that was confirmed earlier is confirmed again."""
    if said.besides:
        return False
    return all(any(covers(ours, path) for ours in said.paths) for path in earlier.paths)


def _reckon(row: TouristObject, document: Mapping[str, Any], said: Iterable[Confirmation]) -> None:
    words = [Word(one.at, Means(one.means), one.paths, one.besides) for one in said]
    due_on = first_due(document, Kind(row.kind), words, row.created_at)
    if due_on != row.due_on:
        row.due_on = due_on
        TouristObject.objects.filter(pk=row.pk).update(due_on=due_on)

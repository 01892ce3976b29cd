"""Reads of the change feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Max, Q, QuerySet

from sitra.delivery.events import Verb
from sitra.delivery.models import Change, Cursor, Stream
from sitra.delivery.queries.projects import by_number
from sitra.delivery.queries.selections import EVERYBODY, chosen, opened_to
from sitra.delivery.rules.changes import EVERYTHING, Asked, Line
from sitra.ledger.events import START, Position
from sitra.search.rules.conditions import NOTHING, Condition

FORGOTTEN = "delivery.forgotten"
"""Name under which it is remembered up to which change all were forgotten."""
MOST = 1_000
"""Changes that are given at once."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some changes in their order, where to go on from, and whether there are more by now."""

    lines: list[Line]
    cursor: int
    more: bool


def position(name: str) -> Position:
    """Say how far a listener of this floor has read in the ledger."""
    row = Cursor.objects.filter(pk=name).values_list("position", flat=True).first()
    return Position.parse(row) if row else START


def stream_of(project: int, selection: int | None = None) -> Stream | None:
    """Give the stream that a project reads: its own if it ever had one, else that of what is published."""
    own = Stream.objects.filter(project=project, selection=selection).first()
    return own if own or selection else Stream.objects.filter(project=None).first()


def boundary(stream: Stream) -> Condition:
    """Keep what belongs to a stream at this moment."""
    if stream.project_id is None:
        return EVERYBODY
    project = by_number(stream.project_id)
    if project is None:
        return NOTHING
    return chosen(project, [stream.selection_id]) if stream.selection_id else opened_to(project)


def lines(stream: Stream, after: int, asked: Asked = EVERYTHING, count: int = MOST) -> Batch:
    """Give the changes of a stream after a cursor that are wanted, looking at so many at most."""
    rows = _rows(stream).filter(pk__gt=after).order_by("pk")[: count + 1]
    found = [_line(row) for row in rows.fetch_mode(FETCH_RAISE)]
    given = found[:count]
    return Batch(
        lines=[line for line in given if asked.wants(line)],
        cursor=given[-1].cursor if given else after,
        more=len(found) > count,
    )


def by_numbers(numbers: Iterable[int]) -> dict[int, Line]:
    """Give changes by their numbers, as far as they are kept."""
    return {row.pk: _line(row) for row in Change.objects.filter(pk__in=list(numbers))}


def latest() -> int:
    """Give the cursor after the last change of all, kept or not."""
    return max(Change.objects.aggregate(last=Max("pk"))["last"] or 0, oldest())


def oldest() -> int:
    """Give the cursor after the last change that was forgotten: who stands before it has missed some."""
    row = Cursor.objects.filter(pk=FORGOTTEN).values_list("position", flat=True).first()
    return int(row) if row else 0


def since(moment: datetime) -> int:
    """Give the cursor before the first change told after a moment."""
    first = Change.objects.filter(at__gte=moment).order_by("pk").values_list("pk", flat=True).first()
    return latest() if first is None else first - 1


def _rows(stream: Stream) -> QuerySet[Change]:
    """Before it had a stream of its own, a project read that of all that is published."""
    if stream.project_id is None or stream.selection_id is not None:
        return Change.objects.filter(stream=stream)
    return Change.objects.filter(Q(stream=stream) | Q(stream__project=None, pk__lte=stream.begun))


def _line(row: Change) -> Line:
    return Line(
        cursor=row.pk,
        record=row.record,
        kind=row.kind,
        verb=Verb(row.verb),
        revision=row.revision,
        fields=tuple(row.fields),
        reason=row.reason,
        heir=row.heir,
        at=row.at,
    )

"""Writing the change feed: what facts mean for each stream, in the order of their commits."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from pyroaring import BitMap64

from sitra.delivery import queries
from sitra.delivery.models import Change, Cursor, Stream
from sitra.delivery.models.feed import LONGEST_PATH
from sitra.delivery.queries import feed
from sitra.delivery.queries.selections import EVERY
from sitra.delivery.rules.feeding import Happening, Noted, happenings, noted
from sitra.kit import locks
from sitra.ledger.events import Position, Told
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.tourism import queries as tourism

NAME = LOCK = "delivery.feed"
CHANNEL = "sitra_feed"
"""PostgreSQL channel on which it is announced that streams have changes."""
RETENTION = timedelta(days=60)
"""How long changes are kept for those who follow."""
_PAGE = 1_000


@transaction.atomic
def follow(told: Iterable[Told], upto: Position, *, again: frozenset[int] | None = frozenset()) -> int:
    """Write what these facts mean for each stream; answers how many changes there were.

    The read model has to have heard them. `again` are the projects whose bounds may have moved, nothing for
    all of them: what they read is compared whole. One writer at a time, so that numbers follow commits.
    """
    locks.hold(LOCK)
    here = feed.position(NAME)
    if upto <= here:
        return 0
    made = 0
    if Stream.objects.exists():
        queries.forget()
        queries.forget_selections()
        _part()
        streams = list(Stream.objects.order_by("pk"))
        lines = noted(one for one in told if one.position > here)
        moved = {one.pk for one in streams if again is None or one.project_id in again}
        made = _spread(streams, moved, lines)
    Cursor.objects.update_or_create(pk=NAME, defaults={"position": str(upto)})
    return made


@transaction.atomic
def compare() -> int:
    """Compare all streams with what they hold at this moment: days change some of them."""
    locks.hold(LOCK)
    streams = list(Stream.objects.order_by("pk"))
    return _spread(streams, {one.pk for one in streams}, {})


@transaction.atomic
def begin(project: int, selection: int | None = None) -> Stream:
    """Give the stream of a project, or of one of its selections, begun now if it has none.

    A project that reads all that is published shares the stream of that.
    """
    if known := feed.stream_of(project, selection):
        return known
    locks.hold(LOCK)
    return feed.stream_of(project, selection) or _begun(project, selection)


def forget(now: datetime | None = None) -> int:
    """Forget changes that are older than what is kept, and remember up to which one; answers how many."""
    gone = Change.objects.filter(at__lt=(now or timezone.now()) - RETENTION)
    with transaction.atomic():
        locks.hold(LOCK)
        if last := gone.aggregate(last=Max("pk"))["last"]:
            Cursor.objects.update_or_create(pk=feed.FORGOTTEN, defaults={"position": str(last)})
        return gone.delete()[0]


def _begun(project: int, selection: int | None) -> Stream:
    """Begin a stream with what it holds by now: its reader has that by reading it whole."""
    opened = queries.by_number(project)
    own = selection is not None or (opened is not None and (opened.bounded or bool(opened.withheld)))
    row = Stream(project_id=project if own else None, selection_id=selection, begun=feed.latest())
    row.numbers = _packed(_kept(row, None))
    row.save()
    return row


def _part() -> None:
    """Give projects that read less than what is published by now a stream of their own."""
    shared = Stream.objects.filter(project=None).first()
    if shared is None:
        return
    own = set(Stream.objects.filter(selection=None).values_list("project_id", flat=True))
    for project in queries.following():
        if project.id not in own and (project.bounded or project.withheld):
            Stream.objects.create(project_id=project.id, numbers=bytes(shared.numbers), begun=feed.latest())


def _spread(streams: list[Stream], moved: set[int], lines: Mapping[int, Noted]) -> int:
    """Write what happened to each stream: to the records of the facts, or to all of it where bounds moved."""
    spans = {number: line.span for number, line in lines.items() if line.span and not line.whole}
    fields = tourism.differences({number: span for number, span in spans.items() if span}) if spans else {}
    made = 0
    for stream in streams:
        before = BitMap64.deserialize(bytes(stream.numbers))
        whole = stream.pk in moved
        asked = None if whole else lines.keys()
        now = _kept(stream, asked)
        had = set(before) if asked is None else {number for number in asked if number in before}
        if not (had or now):
            continue
        standings = tourism.standing((had ^ now) | (lines.keys() & (had | now)))
        told = happenings(had, now, standings, lines, fields, timezone.now())
        made += len(told)
        _write(stream, told)
        if had != now:
            stream.numbers = _packed((before | BitMap64(now)) - BitMap64(had - now))
            stream.save(update_fields=["numbers"])
    if made:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return made


def _kept(stream: Stream, among: Iterable[int] | None) -> set[int]:
    condition = feed.boundary(stream)
    if among is not None:
        condition = asking.all_of([asking.numbered(among), condition])
    return set(search.found(condition, first=0, count=EVERY).numbers)


def _packed(numbers: Iterable[int]) -> bytes:
    return BitMap64(numbers).serialize()


def _write(stream: Stream, told: list[Happening]) -> None:
    Change.objects.bulk_create(
        (
            Change(
                stream=stream,
                record=one.record,
                kind=one.standing.kind,
                verb=one.verb.value,
                revision=one.standing.revision,
                fields=[path[:LONGEST_PATH] for path in one.fields],
                reason=one.reason.value if one.reason else "",
                heir=one.standing.heir if one.reason else None,
                at=one.at,
            )
            for one in told
        ),
        batch_size=_PAGE,
    )

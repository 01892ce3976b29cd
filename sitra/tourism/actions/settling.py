"""Taking in many records of an outside source at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils import timezone

from sitra.kit.copying import copy_rows
from sitra.kit.errors import Stale
from sitra.ledger import actions as ledger
from sitra.places import queries as places
from sitra.tourism.actions.arrivals import (
    Arrival,
    Meeting,
    OutsideSource,
    Tally,
    Weighed,
    finder,
    ours,
    weigh,
)
from sitra.tourism.actions.illustrating import keep_uses
from sitra.tourism.actions.linking import keep_links
from sitra.tourism.actions.records import Author, columns
from sitra.tourism.actions.sourcing import Received, remember
from sitra.tourism.events import Means, ObjectFact, State
from sitra.tourism.models import Revision, Source, TouristObject
from sitra.tourism.rules import content
from sitra.tourism.rules.freshness import Word, first_due, moment


def take_in(arrivals: Sequence[Arrival], *, source: OutsideSource, by: Author) -> Tally:
    """Create what is new, revise what changed, leave the rest; safe to repeat.

    A record already known by its identifier in `source` keeps its number, its owner and its state.
    Of two arrivals with one identifier the last one counts.
    """
    with transaction.atomic():
        return settle(weigh(arrivals, source.code), source=source, by=by)


@transaction.atomic
def settle(weighed: Weighed, *, source: OutsideSource, by: Author) -> Tally:
    """Write what was weighed; raises `Stale` when a record changed in the meantime."""
    kept, _ = Source.objects.update_or_create(
        code=source.code,
        defaults={"name": source.name, "licence": source.licence, "url": source.url},
    )
    for arrival in (*weighed.fresh, *(one.arrival for one in weighed.changed)):
        content.demand_sound(arrival.document, arrival.kind, typed=False)
    rows = _create(weighed.fresh, kept, by)
    _revise(weighed.changed, by)
    renewed = [one for one in weighed.alike if _says_more(one)]
    remember(kept, [_received(one) for one in (*weighed.changed, *renewed)])
    numbers = {one.arrival.external_id: one.row.pk for one in (*weighed.changed, *weighed.alike)}
    numbers |= {arrival.external_id: row.pk for arrival, row in zip(weighed.fresh, rows, strict=True)}
    return Tally(len(weighed.fresh), len(weighed.changed), len(weighed.alike), numbers)


def _says_more(alike: Meeting) -> bool:
    """Say whether a source says the same in other words, or has looked at it again.

    What it says of a merged record is not remembered: it counts again when the record is parted.
    """
    arrival, known = alike.arrival, alike.identifier
    if known.object.heir_id:
        return False
    return known.digest != arrival.digest or known.changed_on != arrival.changed_on


def _received(meeting: Meeting) -> Received:
    looked = bool(meeting.after)
    return Received(
        meeting.row, meeting.arrival, meeting.after if looked else None, meeting.theirs, meeting.parked
    )


def _create(arrivals: Sequence[Arrival], source: Source, by: Author) -> list[TouristObject]:
    if not arrivals:
        return []
    now = timezone.now()
    numbers = _numbers(len(arrivals))
    ids = {arrival.external_id: number for arrival, number in zip(arrivals, numbers, strict=True)}
    find = finder(source.code, arrivals, ids)
    written = [ours(arrival, find) for arrival in arrivals]
    documents = [document for document, _ in written]
    rows = TouristObject.objects.bulk_create(
        TouristObject(
            id=number,
            identifier=f"SITRA2_{arrival.kind.code}_{number}",
            kind=arrival.kind.value,
            state=State.PUBLISHED.value,
            owner_id=arrival.owner_id,
            changed_at=now,
            due_on=_due(arrival, document, now),
            **drawn,
        )
        for number, arrival, document, drawn in zip(
            numbers, arrivals, documents, _drawn(documents), strict=True
        )
    )
    texts = [
        arrival.written if document is arrival.document else _json(document)
        for arrival, document in zip(arrivals, documents, strict=True)
    ]
    _snapshots(rows, texts, by)
    keep_uses(rows, documents)
    keep_links(rows, documents, new=True)
    received = [
        Received(row, arrival, document, {}, parked)
        for row, arrival, (document, parked) in zip(rows, arrivals, written, strict=True)
    ]
    remember(source, received, new=True)
    ledger.record_all([by.fact(ObjectFact.CREATED, row) for row in rows])
    return rows


def _due(arrival: Arrival, document: Mapping[str, Any], now: datetime) -> date | None:
    """Give the day on which a record is first to be asked again, as its source believes all of it."""
    word = Word(moment(arrival.changed_on, now), Means.IMPORT, ("",))
    return first_due(document, arrival.kind, (word,), now)


def _revise(meetings: Sequence[Meeting], by: Author) -> None:
    """Move all these records on by one revision, unless someone else moved one of them."""
    if not meetings:
        return
    now = timezone.now()
    documents, rows = [one.after for one in meetings], [one.row for one in meetings]
    drawn = _drawn(documents)
    values = [
        [row.pk for row in rows],
        [row.revision for row in rows],
        *([one[name] for one in drawn] for name in ("name", "commune_id", "lon", "lat", "expires_on")),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {TouristObject._meta.db_table} AS kept
            SET revision = kept.revision + 1, changed_at = %s,
                name = new.name, commune_id = new.commune, lon = new.lon, lat = new.lat,
                expires_on = new.expires_on
            FROM unnest(
                %s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::float8[], %s::float8[], %s::date[]
            ) AS new (id, seen, name, commune, lon, lat, expires_on)
            WHERE kept.id = new.id AND kept.revision = new.seen
            """,  # noqa: S608 - the name of our own table
            [now, *values],
        )
        if cursor.rowcount != len(rows):
            message = "La fiche a été modifiée entre-temps : relancez l'import."
            raise Stale(message)
    for row in rows:
        row.revision, row.changed_at = row.revision + 1, now
    _snapshots(rows, [one.written for one in meetings], by)
    keep_uses(rows, documents)
    touched = keep_links(rows, documents)
    ledger.record_all(
        [
            by.fact(ObjectFact.REVISED, row, **({"links": touched[row.pk]} if row.pk in touched else {}))
            for row in rows
        ]
    )


_REVISION = ("object", "number", "document", "state", "at", "person", "member", "origin", "words")


def _snapshots(rows: Sequence[TouristObject], documents: Sequence[bytes], by: Author) -> None:
    """Write the revisions, the documents as they were written for their fingerprints."""
    author = by.person.pk if by.person else None, by.member.pk if by.member else None
    copy_rows(
        Revision,
        _REVISION,
        (
            (
                row.pk,
                row.revision,
                document.decode(),
                row.state,
                row.changed_at,
                *author,
                by.origin.value,
                by.words,
            )
            for row, document in zip(rows, documents, strict=True)
        ),
    )


def _json(document: Mapping[str, Any]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def _drawn(documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give what the table of records keeps beside the documents."""
    communes = places.atlas()
    return [columns(document, communes) for document in documents]


def _numbers(count: int) -> list[int]:
    """Take the numbers of new records from where the database takes them, so that they name themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [TouristObject._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]

"""Taking in many records of an outside source at once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Stale
from sitra.ledger import actions as ledger
from sitra.places import queries as places
from sitra.tourism.actions.records import Author
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.models import Identifier, Revision, Source, TouristObject
from sitra.tourism.rules import content


@dataclass(frozen=True)
class Arrival:
    """A record of an outside source, ready to be kept."""

    external_id: str
    kind: Kind
    document: Mapping[str, Any]
    owner_id: int
    changed_on: str = ""

    @cached_property
    def written(self) -> bytes:
        """The document as JSON with its keys in order; raises `TypeError` when JSON cannot say it."""
        return orjson.dumps(self.document, option=orjson.OPT_SORT_KEYS)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the content, to leave alone what did not change."""
        return hashlib.sha256(self.written).hexdigest()


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """An outside source: its code, its name, its licence and its address."""

    code: str
    name: str
    licence: str
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a batch; `numbers` says which record each arrival is, by its external identifier."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict, compare=False)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.revised + other.revised,
            self.unchanged + other.unchanged,
            {**self.numbers, **other.numbers},
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """An arrival and the record it is known as; `before` is what that one says, when it differs."""

    arrival: Arrival
    identifier: Identifier
    before: Mapping[str, Any] | None = None

    @property
    def row(self) -> TouristObject:
        """The record."""
        return self.identifier.object


@dataclass(frozen=True, slots=True)
class Weighed:
    """What arrivals would change."""

    fresh: list[Arrival]
    changed: list[Meeting]
    alike: list[Meeting]
    """What says the same as its record."""


def take_in(arrivals: Sequence[Arrival], *, source: OutsideSource, by: Author) -> Tally:
    """Create what is new, revise what changed, leave the rest; safe to repeat.

    A record already known by its identifier in `source` keeps its number, its owner and its state.
    Of two arrivals with one identifier the last one counts.
    """
    with transaction.atomic():
        return settle(weigh(arrivals, source.code), source=source, by=by)


def weigh(arrivals: Sequence[Arrival], source: str) -> Weighed:
    """Say what arrivals of a source, by its code, would change; nothing is written."""
    unique = {arrival.external_id: arrival for arrival in arrivals}
    known = {
        identifier.value: identifier
        for identifier in Identifier.objects.select_related("object").filter(
            source_id=source, value__in=list(unique)
        )
    }
    moved = [key for key in known if known[key].digest != unique[key].digest]
    documents = _documents(known[key].object_id for key in moved)
    changed, alike = [], []
    for key, identifier in known.items():
        before = documents.get(identifier.object_id)
        if before is None or before == unique[key].document:
            alike.append(Meeting(unique[key], identifier))
        else:
            changed.append(Meeting(unique[key], identifier, before))
    return Weighed([one for key, one in unique.items() if key not in known], changed, alike)


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
    renewed = [one for one in weighed.alike if one.identifier.digest != one.arrival.digest]
    _remember((*weighed.changed, *renewed))
    numbers = {one.arrival.external_id: one.row.pk for one in (*weighed.changed, *weighed.alike)}
    numbers |= {arrival.external_id: row.pk for arrival, row in zip(weighed.fresh, rows, strict=True)}
    return Tally(len(weighed.fresh), len(weighed.changed), len(weighed.alike), numbers)


def _documents(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    latest = Revision.objects.filter(object_id__in=list(numbers), number=F("object__revision"))
    return dict(latest.values_list("object_id", "document"))


def _create(arrivals: Sequence[Arrival], source: Source, by: Author) -> list[TouristObject]:
    if not arrivals:
        return []
    now = timezone.now()
    rows = TouristObject.objects.bulk_create(
        TouristObject(
            id=number,
            identifier=f"SITRA2_{arrival.kind.code}_{number}",
            kind=arrival.kind.value,
            state=State.PUBLISHED.value,
            owner_id=arrival.owner_id,
            changed_at=now,
            **drawn,
        )
        for number, arrival, drawn in zip(_numbers(len(arrivals)), arrivals, _drawn(arrivals), strict=True)
    )
    _snapshots(rows, arrivals, by)
    Identifier.objects.bulk_create(
        Identifier(
            object=row,
            source=source,
            value=arrival.external_id,
            digest=arrival.digest,
            changed_on=arrival.changed_on,
        )
        for row, arrival in zip(rows, arrivals, strict=True)
    )
    ledger.record_all([by.fact(ObjectFact.CREATED, row) for row in rows])
    return rows


def _revise(meetings: Sequence[Meeting], by: Author) -> None:
    """Move all these records on by one revision, unless someone else moved one of them."""
    if not meetings:
        return
    now = timezone.now()
    arrivals, rows = [one.arrival for one in meetings], [one.row for one in meetings]
    drawn = _drawn(arrivals)
    columns = [
        [row.pk for row in rows],
        [row.revision for row in rows],
        *([one[name] for one in drawn] for name in ("name", "commune_id", "lon", "lat")),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {TouristObject._meta.db_table} AS kept
            SET revision = kept.revision + 1, changed_at = %s,
                name = new.name, commune_id = new.commune, lon = new.lon, lat = new.lat
            FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::float8[], %s::float8[])
                AS new (id, seen, name, commune, lon, lat)
            WHERE kept.id = new.id AND kept.revision = new.seen
            """,  # noqa: S608 - the name of our own table
            [now, *columns],
        )
        if cursor.rowcount != len(rows):
            message = "La fiche a été modifiée entre-temps : relancez l'import."
            raise Stale(message)
    for row in rows:
        row.revision, row.changed_at = row.revision + 1, now
    _snapshots(rows, arrivals, by)
    ledger.record_all([by.fact(ObjectFact.REVISED, row) for row in rows])


def _snapshots(rows: Sequence[TouristObject], arrivals: Sequence[Arrival], by: Author) -> None:
    """Write the revisions by COPY, the documents as they were written for their fingerprints."""
    fields = [field for field in Revision._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Revision._meta.db_table} ({names}) FROM STDIN") as stream,
    ):
        for row, arrival in zip(rows, arrivals, strict=True):
            revision = Revision(
                object=row,
                number=row.revision,
                state=row.state,
                at=row.changed_at,
                person=by.person,
                member=by.member,
                origin=by.origin.value,
                words=by.words,
            )
            values = {field.name: getattr(revision, field.attname) for field in fields}
            stream.write_row([*({**values, "document": arrival.written.decode()}).values()])


def _remember(meetings: Sequence[Meeting]) -> None:
    """Keep what was last seen at the source."""
    if not meetings:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {Identifier._meta.db_table} AS kept
            SET digest = new.digest, changed_on = new.changed_on
            FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, digest, changed_on)
            WHERE kept.id = new.id
            """,  # noqa: S608 - the name of our own table
            [
                [one.identifier.pk for one in meetings],
                [one.arrival.digest for one in meetings],
                [one.arrival.changed_on for one in meetings],
            ],
        )


def _drawn(arrivals: Sequence[Arrival]) -> list[dict[str, Any]]:
    """Give what the table of records keeps beside the documents, communes by our own numbers."""
    communes, drawn = places.atlas(), []
    for arrival in arrivals:
        one = content.columns(arrival.document)
        line = communes.get(one["commune_id"]) if one["commune_id"] is not None else None
        drawn.append({**one, "commune_id": line.id if line else None})
    return drawn


def _numbers(count: int) -> list[int]:
    """Take the numbers of new records from where the database takes them, so that they name themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [TouristObject._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]

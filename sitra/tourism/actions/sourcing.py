"""Remembering what a source last said of its records, beside what they say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.db.models import FETCH_RAISE, F
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import Parked
from sitra.kit.copying import copy_rows
from sitra.tourism.actions.arrivals import Arrival
from sitra.tourism.actions.layering import keep_layers
from sitra.tourism.actions.noting import hold
from sitra.tourism.events import Means
from sitra.tourism.models import Awaited, Confirmation, Identifier, Overlay, Revision, Source, TouristObject
from sitra.tourism.queries.sourcing import last_said, written_over
from sitra.tourism.rules.freshness import Word, first_due, moment
from sitra.tourism.rules.overlays import agreed


@dataclass(frozen=True, slots=True)
class Received:
    """What a source said of one record; `document` is what the record says now, nothing when not looked at.

    `theirs` is what the source says of values written over here, `parked` what waits for other records.
    """

    row: TouristObject
    arrival: Arrival
    document: Mapping[str, Any] | None
    theirs: Mapping[str, Any]
    parked: Sequence[Parked]


_ALL = ("",)


def remember(source: Source, received: Sequence[Received], *, new: bool = False) -> None:
    """Keep what a source last said of these records, and that it believes it."""
    if not received:
        return
    if new:
        _name(source, received)
    else:
        _renew(source, received)
    looked = [one for one in received if one.document is not None]
    if not new and looked:
        numbers = [one.row.pk for one in looked]
        Overlay.objects.filter(source=source, object_id__in=numbers).delete()
        Awaited.objects.filter(source=source, object_id__in=numbers).delete()
    overlaid = [
        (one.row.pk, source.pk, path, _json(value)) for one in looked for path, value in one.theirs.items()
    ]
    if overlaid:
        copy_rows(Overlay, ("object", "source", "path", "theirs"), overlaid)
    parked = [
        (one.row.pk, source.pk, str(piece.number), piece.place, _json(piece.piece))
        for one in looked
        for piece in one.parked
    ]
    if parked:
        copy_rows(Awaited, ("object", "source", "value", "place", "piece"), parked)
    keep_layers(source, [(one.row, one.arrival.layers) for one in looked if not new or one.arrival.layers])
    _believe(source, [one for one in received if not one.row.heir_id], new=new)


def _name(source: Source, received: Sequence[Received]) -> None:
    copy_rows(
        Identifier,
        ("object", "source", "value", "digest", "changed_on", "revision"),
        (
            (
                one.row.pk,
                source.pk,
                one.arrival.external_id,
                one.arrival.digest,
                one.arrival.changed_on,
                one.row.revision,
            )
            for one in received
        ),
    )


def _renew(source: Source, received: Sequence[Received]) -> None:
    """Keep the fingerprint and the day, and the revision in which the record said what its source did."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {Identifier._meta.db_table} AS kept
            SET digest = new.digest, changed_on = new.changed_on,
                revision = coalesce(new.revision, kept.revision)
            FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])
                AS new (value, digest, changed_on, revision)
            WHERE kept.source_id = %s AND kept.value = new.value
            """,  # noqa: S608 - the name of our own table
            [
                [one.arrival.external_id for one in received],
                [one.arrival.digest for one in received],
                [one.arrival.changed_on for one in received],
                [one.row.revision if one.document is not None else None for one in received],
                source.pk,
            ],
        )


def _believe(source: Source, received: Sequence[Received], *, new: bool) -> None:
    """Write down that the source believes what it says, but for what was written over it here.

    New records were born with their due day.
    """
    now = timezone.now()
    numbers = [one.row.pk for one in received]
    words: dict[int, list[Word]] = defaultdict(list)
    besides = _overlaid(source, received, new=new)
    if not new:
        hold(numbers)
        Confirmation.objects.filter(source=source, object_id__in=numbers, means=Means.IMPORT.value).delete()
        for row in Confirmation.objects.filter(object_id__in=numbers):
            words[row.object_id].append(Word(row.at, Means(row.means), row.paths, row.besides))
    said = {
        one.row.pk: Word(moment(one.arrival.changed_on, now), Means.IMPORT, _ALL, besides[one.row.pk])
        for one in received
    }
    copy_rows(
        Confirmation,
        ("object", "source", "means", "at", "paths", "besides"),
        (
            (number, source.pk, word.means.value, word.at, list(word.paths), list(word.besides))
            for number, word in said.items()
        ),
    )
    if new:
        return
    for number, word in said.items():
        words[number].append(word)
    _reckon(received, words)


def _overlaid(source: Source, received: Sequence[Received], *, new: bool) -> dict[int, list[str]]:
    """Give the paths of each record that do not say what its source does, met by a run or not."""
    paths: dict[int, list[str]] = {one.row.pk: sorted(one.theirs) for one in received}
    unseen = [] if new else [one.row.pk for one in received if one.document is None]
    if not unseen:
        return paths
    touched = written_over().filter(source=source, object_id__in=unseen)
    identifiers = list(touched.fetch_mode(FETCH_RAISE))
    said, documents = last_said(identifiers), _documents([one.object_id for one in identifiers])
    for one in identifiers:
        kept = agreed(said[one.pk], documents[one.object_id], said[one.pk])
        paths[one.object_id] = sorted(kept.theirs)
    return paths


def _reckon(received: Sequence[Received], words: Mapping[int, Sequence[Word]]) -> None:
    """Keep the day on which each record is to be asked again."""
    documents = _documents([one.row.pk for one in received if one.document is None])
    due = [
        first_due(
            documents[one.row.pk] if one.document is None else one.document,
            Kind(one.row.kind),
            words[one.row.pk],
            one.row.created_at,
        )
        for one in received
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {TouristObject._meta.db_table} AS kept SET due_on = new.due_on
            FROM unnest(%s::bigint[], %s::date[]) AS new (id, due_on)
            WHERE kept.id = new.id AND kept.due_on IS DISTINCT FROM new.due_on
            """,  # noqa: S608 - the name of our own table
            [[one.row.pk for one in received], due],
        )


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _documents(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not numbers:
        return {}
    latest = Revision.objects.filter(object_id__in=numbers, number=F("object__revision"))
    return dict(latest.values_list("object_id", "document"))

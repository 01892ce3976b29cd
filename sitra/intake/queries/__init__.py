"""Reads of runs and their reports, and of harvests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE

from sitra.intake.events import Outcome, Standing, Whence, WhenGone
from sitra.intake.models import Harvest, Line, Run
from sitra.intake.rules.timetable import Timetable
from sitra.kit.errors import Unknown

PAGE = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What a run changed, or would change when it is dry."""

    number: int
    source: str
    file: str
    dry: bool
    whole: bool
    gone: str
    standing: Standing
    counts: dict[Outcome, int]
    unknown: dict[str, int]
    """Path that the catalogue does not know -> records that have it."""
    notes: list[str]
    started_at: datetime
    ended_at: datetime | None

    @property
    def moves(self) -> bool:
        """Say whether anything is to be done, or was."""
        return any(self.counts[one] for one in (Outcome.NEW, Outcome.CHANGED, Outcome.BACK, Outcome.GONE))


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What becomes of one record."""

    number: int
    outcome: Outcome
    place: str
    external_id: str
    record: int | None
    name: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class HarvestLine:
    """A harvest as it may be shown: whether it has secrets, never which."""

    number: int
    name: str
    whence: Whence
    source: str
    address: str
    asked: dict[str, Any]
    signed: bool
    gone: WhenGone
    whole: bool | None
    owner: int | None
    timetable: Timetable
    active: bool
    due_at: datetime
    tried_at: datetime | None
    failure: str
    """Why it failed the last time, in a sentence; empty when it did not."""
    last_run: int | None


def report(number: int) -> Report:
    """Give the report of a run; raises `Unknown`."""
    run = Run.objects.filter(pk=number).first()
    if run is None:
        message = f"Aucun moissonnage ne porte le numéro {number}."
        raise Unknown(message)
    return Report(
        number=run.pk,
        source=run.source,
        file=run.file,
        dry=run.dry,
        whole=run.whole,
        gone=run.gone,
        standing=Standing(run.standing),
        counts={one: run.counts.get(one.value, 0) for one in Outcome},
        unknown=dict(sorted(run.unknown.items(), key=lambda item: (-item[1], item[0]))),
        notes=run.notes,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def lines(
    number: int, outcomes: Iterable[Outcome] = Outcome, *, after: int = 0, limit: int = PAGE
) -> list[ReportLine]:
    """Give a page of the report of a run, in the order of the file, after the line of a number."""
    rows = Line.objects.filter(run_id=number, outcome__in=[one.value for one in outcomes], pk__gt=after)
    return [
        ReportLine(
            number=row.pk,
            outcome=Outcome(row.outcome),
            place=row.place,
            external_id=row.external_id,
            record=row.object_id,
            name=row.name,
            words=row.words,
        )
        for row in rows.order_by("pk").fetch_mode(FETCH_RAISE)[:limit]
    ]


def harvests(*, after: str = "", limit: int = PAGE) -> list[HarvestLine]:
    """Give a page of the harvests, by name, after a name."""
    rows = Harvest.objects.filter(name__gt=after).order_by("name")
    return [_harvest(row) for row in rows.fetch_mode(FETCH_RAISE)[:limit]]


def harvest(name: str) -> HarvestLine:
    """Give the harvest of a name; raises `Unknown`."""
    row = Harvest.objects.filter(name=name).fetch_mode(FETCH_RAISE).first()
    if row is None:
        message = f"Aucun moissonnage programmé ne s'appelle « {name} »."
        raise Unknown(message)
    return _harvest(row)


def _harvest(row: Harvest) -> HarvestLine:
    return HarvestLine(
        number=row.pk,
        name=row.name,
        whence=Whence(row.whence),
        source=row.source,
        address=row.address,
        asked=row.asked,
        signed=bool(row.sealed),
        gone=WhenGone(row.gone),
        whole=row.whole,
        owner=row.owner_id,
        timetable=Timetable(row.hour, tuple(row.days), row.every),
        active=row.active,
        due_at=row.due_at,
        tried_at=row.tried_at,
        failure=row.failure,
        last_run=row.last_run_id,
    )

"""Reads of runs and their reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE

from sitra.intake.events import Outcome, Standing
from sitra.intake.models import Line, Run
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

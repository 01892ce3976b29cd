"""Writing the vocabulary."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from sitra.kit.texts import SUFFIXES
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.vocabulary.events import VocabularyFact
from sitra.vocabulary.models import Term
from sitra.vocabulary.queries import COLUMNS
from sitra.vocabulary.rules import changes, elements, files
from sitra.vocabulary.rules.book import TermLine

SEED = Path(__file__).parent / "seed"
"""The terms that come with the program, one file a theme."""


@transaction.atomic
def load_seed() -> int:
    """Write the terms that come with the program; running it again changes nothing.

    Where a full file was loaded its terms stand: only those that are missing are added. Answers the
    number of terms of the seed.
    """
    seed = {line.id: line for line in seed_lines()}
    rows = Term.objects.order_by("pk").select_for_update().values_list(*COLUMNS)
    there = {line.id: line for line in (TermLine(*row) for row in rows)}
    loaded_in_full = any(number not in seed for number in there)
    wanted = [line for number, line in seed.items() if number not in there or not loaded_in_full]
    changed = [line for line in wanted if there.get(line.id) != line]
    if changed:
        _write_lines(changed)
        ledger.record(Fact(VocabularyFact.LOADED.value, "vocabulary", 0, details={"terms": len(changed)}))
    return len(seed)


def seed_lines() -> Iterator[TermLine]:
    """Read the terms of the seed, file by file in the order of their names."""
    for path in sorted(SEED.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (_line(row) for row in csv.DictReader(file))


def _line(row: Mapping[str, str]) -> TermLine:
    return TermLine(
        id=int(row["id"]),
        type=row["type"],
        order=int(row["order"] or 0),
        labels=dict(_labels(row)),
        family_id=_number(row, "family"),
        parent_id=_number(row, "parent"),
        label_type_id=_number(row, "label_type"),
    )


def _number(row: Mapping[str, str], column: str) -> int | None:
    return int(row[column]) if row.get(column) else None


def _labels(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for language, suffix in SUFFIXES.items():
        if label := (row.get(language) or "").strip():
            yield f"libelle{suffix}", label


def load_full(
    source: Path | Iterable[Any],
    *,
    by: int | None = None,
    dry_run: bool = False,
    tell: Callable[[int], None] = lambda _: None,
) -> changes.Report:
    """Make the vocabulary that of a full `elements_reference.json`, and say what changed.

    `source` is a file (plain, gzip, export archive) or the elements themselves; `by` the number of
    the person who asks; `tell` hears how many elements are read. A term that the file does not name
    is deactivated, never deleted. With `dry_run`, or when nothing changes, nothing is written.
    Raises `BadFile` when the file cannot be trusted, before anything is written.
    """
    reading = elements.Reading()
    for read in reading.take(files.elements(source) if isinstance(source, Path) else source):
        tell(read)
    with transaction.atomic():
        rows = Term.objects.order_by("pk").select_for_update().values_list(*COLUMNS)
        there = {line.id: line for line in (TermLine(*row) for row in rows)}
        elements.check_links(reading.lines, there)
        report = changes.Report(
            read=len(reading.lines),
            changes=tuple(changes.compare(there, reading.lines, {line.id for line in seed_lines()})),
            ignored=dict(reading.ignored),
            dry_run=dry_run,
        )
        if report.changes and not dry_run:
            _write(report, by)
    return report


def _write(report: changes.Report, by: int | None) -> None:
    _write_lines(report.touched.values())
    gone = [change.after.id for change in report.of(changes.Act.DEACTIVATED)]
    counts = {act.value: count for act, count in report.counts.items()}
    details = {"terms": report.read, **counts, "gone": gone}
    ledger.record(Fact(VocabularyFact.LOADED.value, "vocabulary", 0, person_id=by, details=details))


def _write_lines(lines: Iterable[TermLine]) -> None:
    """Insert or update by number; a link may lead to a line that comes later."""
    Term.objects.bulk_create(
        (Term(**{column: getattr(line, column) for column in COLUMNS}) for line in lines),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[column for column in COLUMNS if column != "id"],
    )

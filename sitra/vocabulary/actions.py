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

SEED = Path(__file__).parent / "seed" / "terms.csv"


@transaction.atomic
def load_seed() -> int:
    """Write the terms that come with the program; running it again changes nothing.

    Answers the number of terms.
    """
    with SEED.open(encoding="utf-8", newline="") as file:
        terms = [_term(row) for row in csv.DictReader(file)]
    Term.objects.bulk_create(
        terms,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["type", "order", "labels", "family", "parent", "active"],
    )
    ledger.record(Fact(VocabularyFact.LOADED.value, "vocabulary", 0, details={"terms": len(terms)}))
    return len(terms)


def _term(row: Mapping[str, str]) -> Term:
    return Term(
        id=int(row["id"]),
        type=row["type"],
        order=int(row["order"] or 0),
        labels=dict(_labels(row)),
        family_id=int(row["family"]) if row["family"] else None,
        parent_id=int(row["parent"]) if row["parent"] else None,
    )


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
            changes=tuple(changes.compare(there, reading.lines)),
            ignored=dict(reading.ignored),
            dry_run=dry_run,
        )
        if report.changes and not dry_run:
            _write(report, by)
    return report


def _write(report: changes.Report, by: int | None) -> None:
    Term.objects.bulk_create(
        (Term(**{column: getattr(line, column) for column in COLUMNS}) for line in report.touched.values()),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[column for column in COLUMNS if column != "id"],
    )
    gone = [change.after.id for change in report.of(changes.Act.DEACTIVATED)]
    counts = {act.value: count for act, count in report.counts.items()}
    details = {"terms": report.read, **counts, "gone": gone}
    ledger.record(Fact(VocabularyFact.LOADED.value, "vocabulary", 0, person_id=by, details=details))

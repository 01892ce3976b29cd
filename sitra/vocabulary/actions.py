"""Writing the vocabulary."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import transaction

from sitra.kit.texts import SUFFIXES
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.vocabulary.events import VocabularyFact
from sitra.vocabulary.models import Term

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

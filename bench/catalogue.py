"""What validating and writing one record costs, beside what reading its JSON costs.

    PYTHONPATH=. .venv/bin/python bench/catalogue.py

A record of about 12 kB is made from the catalogue. Each figure is the best of several rounds on one
core, with the ratio to `json.loads` of the same bytes in the same run.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from sitra.catalog.rules.completeness import completeness
from sitra.catalog.rules.forms import api_form, export_form, stored
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.validation import TermFacts, validate
from tests.catalog.making import document
from tests.catalog.test_forms import LABELS, Everything, head, vocabularies_of
from tests.catalog.test_validation import World

BYTES = 12_000
ROUNDS, TIMES = 7, 40


def record_of(size: int, kind: Kind) -> dict[str, Any]:
    """Make the document of a kind whose JSON is nearest to a size, in bytes."""
    made = (document(kind, seed, fullness / 100) for seed in range(20) for fullness in range(5, 60, 5))
    return min(made, key=lambda one: abs(len(json.dumps(one)) - size))


def milliseconds(job: Callable[[], object]) -> float:
    """Time a job, best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(TIMES):
            job()
        best = min(best, (time.perf_counter() - begun) / TIMES * 1000)
    return best


def main() -> None:
    kind = Kind.HOTELLERIE
    made = record_of(BYTES, kind)
    written = json.dumps(made)
    known = Everything()
    known.vocabularies = dict(vocabularies_of(made)) | {233: "MembreSitraType"}
    world, whole = World(anything=True), export_form(head(kind), made)
    world.terms = {number: TermFacts(vocabulary) for number, vocabulary in known.vocabularies.items()}
    jobs: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(written),
        "validate": lambda: validate(made, kind, world, typed=False),
        "export form": lambda: export_form(head(kind), made),
        "API form": lambda: api_form(head(kind), made, known),
        "stored": lambda: stored(whole, kind),
        "completeness": lambda: completeness(made, tree(kind)),
    }
    print(f"{kind}, {len(written)} bytes, {len(LABELS)} languages")
    base = milliseconds(jobs["json.loads"])
    for name, job in jobs.items():
        took = milliseconds(job)
        print(f"{name:<14}{took:8.3f} ms   {took / base:6.1f} × json.loads")


if __name__ == "__main__":
    main()

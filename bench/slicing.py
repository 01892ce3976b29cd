"""What it costs to cut answers out of woven records, beside parsing, pruning and writing them.

    PYTHONPATH=. .venv/bin/python bench/slicing.py

Records are those of `bench/splicing.py`: lodging in eleven languages. Each figure is the best of several
rounds on one core, for a page of twenty records; the answers are compared byte for byte.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from bench.splicing import records
from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Loom, Woven, unwoven
from sitra.formats.rules.v002 import fields
from sitra.formats.rules.v002.shapes import Shape
from sitra.kit.texts import LANGUAGES

ROUNDS, TIMES, PAGE = 9, 10, 20
SIZES = (3_000, 13_000)
TWELVE = (
    "id",
    "identifier",
    "nom",
    "presentation.descriptifCourt",
    "presentation.descriptifDetaille",
    "localisation",
    "illustrations",
    "informationsHotellerie",
    "prestations",
    "ouverture.periodesOuvertures",
    "gestion.membreProprietaire.nom",
    "descriptionTarif",
)
ASKED: dict[str, tuple[tuple[str, ...] | None, tuple[str, ...]]] = {
    "12 paths, fr en": (TWELVE, ("fr", "en")),
    "default, fr": (None, ("fr",)),
    "@minimal, fr": (("@minimal",), ("fr",)),
    "@all, fr": (("@all",), ("fr",)),
    "@all, every": (("@all",), LANGUAGES),
}


def microseconds(job: Callable[[], object]) -> float:
    """Time a job, best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(TIMES):
            job()
        best = min(best, (time.perf_counter() - begun) / TIMES)
    return best * 1e6


def every(job: Callable[[dict[str, Any]], object], documents: list[dict[str, Any]]) -> None:
    """Do the same to each document."""
    for document in documents:
        job(document)


def main() -> None:
    for size in SIZES:
        whole = records(size, PAGE)
        documents = [orjson.loads(one) for one in whole]
        paths = Paths()
        loom = Loom(paths)
        woven = [made for one in documents if (made := loom.weave(one))]
        assert [unwoven(one.content) for one in woven] == whole
        rows = sum(len(one.table) for one in woven) / PAGE
        print(f"{PAGE} records of {sum(map(len, whole)) / PAGE:.0f} bytes, tables of {rows:.0f} bytes")
        weaving = microseconds(partial(every, loom.weave, documents))
        writing = microseconds(partial(every, orjson.dumps, documents))
        print(f"  weaving {weaving / PAGE:.0f} µs a record, writing it as JSON {writing / PAGE:.0f} µs")
        for name, (asked, locales) in ASKED.items():
            print(f"  {name:<18}{compared(paths, whole, woven, fields.selection(asked), locales)}")


def compared(
    paths: Paths,
    whole: list[bytes],
    woven: list[Woven],
    kept: fields.Selection | None,
    locales: tuple[str, ...],
) -> str:
    """Say what cutting a page costs, and how many times less than parsing it."""

    def parse() -> list[bytes]:
        return [fields.answer(orjson.loads(one), kept, locales) for one in whole]

    begun = time.perf_counter()
    shape = Shape(paths, kept, locales)
    answers = shape.cut(woven)
    first = (time.perf_counter() - begun) * 1e6
    assert answers == parse()
    cutting, parsing = microseconds(lambda: shape.cut(woven)), microseconds(parse)
    return (
        f"{cutting:6.0f} µs a page, {first:5.0f} the first time; parsed {parsing:6.0f} µs, "
        f"{parsing / cutting:4.1f} times as long"
    )


if __name__ == "__main__":
    main()

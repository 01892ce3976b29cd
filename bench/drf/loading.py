"""Loading the corpus into the baseline, by COPY.

    BENCH_DATABASE=… python -m bench.drf.loading SIZE DAY SEED

Rows are made by two processes; indexes are dropped first and made again at the end.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import django
import orjson

from bench.corpus import CHUNK, MEMBERS, Corpus, Made
from bench.whole_form import Lookups, full, owner_name
from sitra.catalog.rules.kinds import Kind
from sitra.formats.rules.v002.fields import default_answer
from sitra.kit.texts import fold
from sitra.tourism.rules import opening

AGENDA = frozenset({Kind.FETE_ET_MANIFESTATION, Kind.ACTIVITE})
PARALLEL_FROM = 5_000
"""A smaller corpus is loaded sooner by one process."""

type Rows = dict[str, list[Sequence[Any]]]

_made: list[tuple[Corpus, Lookups]] = []


def _begin(size: int, day: date, seed: int) -> None:
    corpus = Corpus(size, day, seed)
    _made[:] = [(corpus, Lookups(corpus))]


def _chunk(rank: int) -> Rows:
    """Make the rows of a chunk, by table."""
    corpus, lookups = _made[0]
    rows: Rows = {"record": [], "criteria": [], "opening": [], "territory": [], "territory_communes": []}
    horizon = opening.horizon(corpus.day)
    for one in corpus.chunk(rank):
        rows["record"].append(_record(one, lookups))
        known = dict.fromkeys(number for number in _terms(one.document) if lookups.book.get(number))
        rows["criteria"] += [(one.number, number) for number in known]
        if one.kind in AGENDA and (days := opening.days(one.document, *horizon).days):
            rows["opening"] += [(one.number, first, last) for first, last in days.ranges()]
        if perimeter := one.document.get("localisation", {}).get("perimetreGeographique"):
            rows["territory"].append((one.number,))
            codes = {lookups.commune(place["id"])["code"] for place in perimeter}  # type: ignore[index]
            rows["territory_communes"] += [(one.number, code) for code in sorted(codes)]
    return rows


def _record(one: Made, lookups: Lookups) -> tuple[Any, ...]:
    whole = full(one, lookups)
    name = _french(one.document["nom"])
    presentation = one.document.get("presentation", {})
    labels = " ".join(term.label() for number in _terms(one.document) if (term := lookups.book.get(number)))
    lon, lat = one.document.get("localisation", {}).get("geolocalisation", {}).get("geoJson", {}).get(
        "coordinates"
    ) or (None, None)
    return (
        one.number, one.kind.value, one.state, whole["identifier"], name[:300], fold(name)[:300],
        one.commune or None, one.owner, lon, lat, one.changed_at, default_answer(whole).decode(),
        orjson.dumps(whole).decode(), _said(presentation, "libelleFr"), fold(labels),
        fold(" ".join((one.document["nom"].get("libelleDe", ""), _said(presentation, "libelleDe")))),
    )  # fmt: skip


def _terms(value: Any) -> Iterator[int]:
    """Find every term that a record carries."""
    if isinstance(value, dict):
        if "elementReferenceType" in value:
            yield value["id"]
        else:
            for below in value.values():
                yield from _terms(below)
    elif isinstance(value, list):
        for one in value:
            yield from _terms(one)


def _french(name: dict[str, str]) -> str:
    return name.get("libelleFr") or next(iter(name.values()), "")


def _said(presentation: dict[str, Any], key: str) -> str:
    return fold(" ".join(text.get(key, "") for text in presentation.values() if isinstance(text, dict)))


COLUMNS = {
    "record": (
        "id, kind, state, identifier, name, sort_name, commune_id, owner_id, lon, lat, changed_at, "
        "summary, document, text_fr, labels_fr, text_de"
    ),
    "criteria": "record_id, criterion_id",
    "opening": "record_id, first, last",
    "territory": "id",
    "territory_communes": "territory_id, commune_id",
}
TABLES = {"criteria": "record_criteria"}


def load(size: int, day: date, seed: int) -> None:
    """Write all, then the indexes."""
    from django.core.management import call_command  # noqa: PLC0415 - settings first
    from django.db import connection  # noqa: PLC0415

    from bench.drf.models import Opening, Record  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    indexed = [(model, index) for model in (Record, Opening) for index in model._meta.indexes]
    with connection.schema_editor() as editor:
        for model, index in indexed:
            editor.remove_index(model, index)
    _begin(size, day, seed)
    _lists(*_made[0])
    begun = time.perf_counter()
    for rows in _all(size, day, seed):
        for table, lines in rows.items():
            _copy(TABLES.get(table, table), COLUMNS[table], lines)
    with connection.schema_editor() as editor:
        for model, index in indexed:
            editor.add_index(model, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    taken = time.perf_counter() - begun
    print(f"baseline: {size} records loaded in {taken:.1f} s, {size / taken:.0f} records/s")


def _all(size: int, day: date, seed: int) -> Iterator[Rows]:
    ranks = range(-(-size // CHUNK))
    if size < PARALLEL_FROM:
        yield from map(_chunk, ranks)
        return
    with multiprocessing.get_context("spawn").Pool(2, _begin, (size, day, seed)) as pool:
        yield from pool.imap(_chunk, ranks)


def _lists(corpus: Corpus, lookups: Lookups) -> None:
    """Write communes, members and criteria."""
    _copy("commune", "code, name", [(place.code, place.name) for place in corpus.country.places])
    _copy("owner", "id, name", [(number, owner_name(number)) for number in range(1, MEMBERS + 1)])
    _copy("criterion", "id, type, label", [(term.id, term.type, term.label()[:200]) for term in lookups.book])


def _copy(table: str, columns: str, lines: Sequence[Sequence[Any]]) -> None:
    from django.db import connection  # noqa: PLC0415

    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY baseline_{table} ({columns}) FROM STDIN") as stream,
    ):
        for line in lines:
            stream.write_row(line)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.drf.settings"
    django.setup()
    load(int(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3]))

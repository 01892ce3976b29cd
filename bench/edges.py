"""What lies at the edges of reading: a day of the agenda, 100,000 records, a deep page, 11 languages, giants.

    PYTHONPATH=. .venv/bin/python bench/edges.py DIRECTORY

DIRECTORY holds a ground with its read model (`bench/ground.py`). The program is asked over HTTP by one
client, each question some times; a walk takes every page of what it found.
"""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import psycopg

from bench.client import Line, request
from bench.engines import Ours
from bench.ground import KEY, PROJECT, Ground, Manifest, stop
from bench.measuring import percentile
from sitra.kit import embedded_postgres
from sitra.kit.texts import LANGUAGES

TIMES, PAGE = 30, 200
MANY = "type:HEBERGEMENT_LOCATIF type:FETE_ET_MANIFESTATION"
"""Kinds that four in ten records are of: some 115,000 published ones of 450,000."""

LARGEST = """
SELECT one.id FROM tourism_touristobject AS one JOIN tourism_revision AS said ON said.object_id = one.id
WHERE one.state = 'PUBLISHED' AND said.number = one.revision ORDER BY length(said.document::text) DESC LIMIT 1
"""
SEARCH, AGENDA = "recherche/list-objets-touristiques", "agenda/detaille/list-objets-touristiques"
WHOLE = {"responseFields": ["@all"], "locales": list(LANGUAGES)}


def path(service: str, **asked: Any) -> str:
    """Write the address of a call."""
    query = orjson.dumps({"apiKey": KEY, "projetId": PROJECT, **asked}).decode()
    return f"/api/v002/{service}?query={quote(query)}"


def single(number: int) -> str:
    """Write the address of one record, whole and in every language."""
    locales = ",".join(LANGUAGES)
    asked = f"responseFields=@all&locales={locales}&apiKey={KEY}&projetId={PROJECT}"
    return f"/api/v002/objet-touristique/get-by-id/{number}?{asked}"


def ask(line: Line, where: str) -> tuple[float, bytes]:
    """Ask once: milliseconds, and the reply."""
    line.keep = True
    begun = time.perf_counter()
    line.send(request(where))
    while not line.hear():
        pass
    return 1e3 * (time.perf_counter() - begun), line.body


def say(name: str, line: Line, where: str) -> None:
    """Ask some times, and print."""
    first, body = ask(line, where)
    taken = sorted(ask(line, where)[0] for _ in range(TIMES))
    print(
        f"{name:34} first {first:7.1f}  p50 {percentile(taken, 50):6.1f}  p95 {percentile(taken, 95):6.1f} ms"
        f"  {len(body):>9,} bytes  {orjson.loads(body).get('numFound', 1):>9,} found"
    )


def walk(line: Line) -> None:
    """Take every page of a hundred thousand records, as a site does that fills its own database."""
    begun, first, total = time.perf_counter(), 0, 1
    while first < total:
        page = ask(line, path(SEARCH, criteresQuery=MANY, first=first, count=PAGE))[1]
        total = orjson.loads(page)["numFound"]
        first += PAGE
    taken = time.perf_counter() - begun
    print(f"{total:,} records in pages of {PAGE}: {taken:.1f} s, {total / taken:,.0f} records a second")


def measure(ours: Ours, day: str, largest: Sequence[int]) -> None:
    """Ask what lies at the edges."""
    line = Line(ours.port)
    many: Mapping[str, Any] = {"criteresQuery": MANY, "count": PAGE}
    say("a day of the whole agenda", line, path(AGENDA, dateDebut=day, dateFin=day, count=PAGE))
    say("100,000 records, first page", line, path(SEARCH, **many, order="NOM"))
    say("100,000 records, page at 100,000", line, path(SEARCH, **many, order="NOM", first=100_000))
    say("eleven languages, whole records", line, path(SEARCH, count=20, **WHOLE))
    for number in largest:
        say("the largest record, whole", line, single(number))
    walk(line)
    line.socket.close()


def main(directory: Path) -> None:
    """Start the program, measure, stop it."""
    ground = Ground(directory, Manifest(**json.loads((directory / "manifest.json").read_text("utf-8"))))
    database = embedded_postgres.ensure(directory / "postgres")
    with psycopg.connect(database) as connection:
        largest = [number for (number,) in connection.execute(LARGEST)]
    ours = Ours(ground)
    try:
        ours.start()
        measure(ours, ground.manifest.day, largest)
    finally:
        ours.stop()
        stop(directory / "postgres")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    main(Path(sys.argv[1]).resolve())

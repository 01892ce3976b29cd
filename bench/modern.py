"""What a list of the modern API takes beside the same list of v002, in this process, without a server.

    PYTHONPATH=. .venv/bin/python bench/modern.py [SIZE] [--directory DIR]

SIZE is one of 1k, 10k, 50k, 100k, 450k. Both answer the same records, byte for byte; they are called in turn,
so that what disturbs one disturbs the other. Figures are microseconds of processor a call, and the ratio.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson

from bench import ground as grounds
from bench.calling import environ
from bench.corpus import SIZES
from bench.ground import KEY, PROJECT, ROOT

ROUNDS, TIMES = 15, 60
V1, V002 = "/api/v1/records", "/api/v002/recherche/list-objets-touristiques"
SHAPES: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "20 by default": ({}, {}),
    "200 by default": ({"limit": 200}, {"count": 200}),
    "200 hotels by name": (
        {"limit": 200, "kind": "HOTELLERIE", "order": "name"},
        {"count": 200, "criteresQuery": "type:HOTELLERIE", "order": "NOM"},
    ),
    "20 in parts": (
        {"fields": "nom,presentation.descriptifCourt,localisation", "languages": "fr,en"},
        {"responseFields": ["nom", "presentation.descriptifCourt", "localisation"], "locales": ["fr", "en"]},
    ),
    "20 around a point": (
        {"near": "4.84,45.76", "radius": 30000},
        {"center": {"type": "Point", "coordinates": [4.84, 45.76]}, "radius": 30000, "order": "DISTANCE"},
    ),
}

type Call = Callable[[], bytes]


def main() -> None:
    """Prepare a ground, then measure."""
    words = argparse.ArgumentParser(prog="bench/modern.py")
    words.add_argument("size", nargs="?", default="1k", choices=SIZES)
    words.add_argument("--directory", type=Path)
    given = words.parse_args()
    directory = given.directory or ROOT / "var" / "bench" / given.size
    ground = grounds.prepare(SIZES[given.size], directory)
    if not (directory / "readmodel").exists():
        grounds.build(ground)
    os.environ.update(ground.environment)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    from sitra.kit import embedded_postgres  # noqa: PLC0415

    os.environ["DATABASE_URL"] = embedded_postgres.ensure(directory / "postgres", volatile=True)
    try:
        _measure()
    finally:
        embedded_postgres.leave(directory / "postgres")


def _measure() -> None:
    from config.wsgi import application  # noqa: PLC0415 - settings first

    def call(path: str, asked: Mapping[str, str], **more: str) -> Call:
        made = environ(f"{path}?{urlencode(asked)}") | more
        return lambda: b"".join(application({**made}, lambda *_: None))

    for name, (mine, theirs) in SHAPES.items():
        modern = call(V1, mine, HTTP_AUTHORIZATION=f"Bearer {KEY}")
        query = orjson.dumps({"apiKey": KEY, "projetId": PROJECT, **theirs}).decode()
        former = call(V002, {"query": query})
        _demand_same(modern(), former())
        one, other = _taken(modern, former)
        print(f"{name:20} v1 {one:6.0f} µs, v002 {other:6.0f} µs, ratio {one / other:4.2f}", flush=True)


def _demand_same(modern: bytes, former: bytes) -> None:
    """Refuse to compare answers that do not hold the same records."""
    mine, theirs = orjson.loads(modern), orjson.loads(former)
    if mine["items"] != theirs.get("objetsTouristiques", []) or mine["total"] != theirs["numFound"]:
        raise SystemExit("the two answers do not hold the same records")


def _taken(*calls: Call) -> list[float]:
    """Give microseconds of processor a call of each, the median of rounds in which they take turns."""
    rounds: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, taken in zip(calls, rounds, strict=True):
            begun = time.process_time()
            for _ in range(TIMES):
                call()
            taken.append(1e6 * (time.process_time() - begun) / TIMES)
    return [statistics.median(one) for one in rounds]


if __name__ == "__main__":
    main()

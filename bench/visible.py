"""How long it takes from the commit of a change until every process that serves shows it."""

import time
from collections.abc import Sequence
from urllib.parse import quote

import orjson

from bench.client import Broken, Client, Line, Load, request
from bench.engines import Engine
from bench.ground import KEY, PROJECT

PACE = 50.0
"""Requests a second that are answered meanwhile."""

CYCLES = 10
LINES = 6
"""Connections that must all show the change: enough to reach each process."""

PATIENCE, PAUSE = 60.0, 0.002


def delays(ours: Engine, paths: Sequence[str], client: Client, cycles: int = CYCLES) -> list[float]:
    """Publish a hidden record and hide it again, some times; seconds until each is seen, sorted.

    The record is in the end as it was, but for its revisions.
    """
    from sitra.tourism import actions as tourism  # noqa: PLC0415 - needs a Django that is set up
    from sitra.tourism.events import Origin, State  # noqa: PLC0415
    from sitra.tourism.models import TouristObject  # noqa: PLC0415

    row = TouristObject.objects.filter(state=State.HIDDEN.value).order_by("pk").first()
    if row is None:
        return []
    by = tourism.Author(origin=Origin.IMPORTED)
    lines = [Line(ours.port) for _ in range(LINES)]
    found = []
    client.begin(Load(ours.port, paths, 1, cycles * 2.0, pace=PACE))
    for _ in range(cycles):
        for verb, shown in (("publish", 1), ("hide", 0)):
            row = tourism.change_state(row.pk, verb, seen=row.revision, by=by)
            found.append(_until(lines, row.pk, shown))
            time.sleep(0.3)
    client.result()
    for line in lines:
        line.socket.close()
    return sorted(found)


def _until(lines: Sequence[Line], number: int, shown: int) -> float:
    """Wait until all connections show a record, or none does; seconds since now."""
    asked = {"apiKey": KEY, "projetId": PROJECT, "identifiants": [number]}
    written = request(f"/api/v002/recherche/list-identifiants?query={quote(orjson.dumps(asked).decode())}")
    begun, waiting = time.perf_counter(), list(lines)
    while waiting:
        waiting = [line for line in waiting if _found(line, written) != shown]
        if time.perf_counter() - begun > PATIENCE:
            raise Broken(f"record {number} is not shown as it is")
        if waiting:
            time.sleep(PAUSE)
    return time.perf_counter() - begun


def _found(line: Line, written: bytes) -> int:
    line.send(written)
    line.keep = True
    while not line.hear():
        pass
    return int(orjson.loads(line.body)["numFound"])

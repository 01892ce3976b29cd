"""Indexer and web workers are killed again and again under load: no change lost, no answer half written."""

import gzip
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import pytest
from django.conf import settings
from django.db import connection

from sitra.tourism.models import TouristObject
from tests.cast import Cast, hotel
from tests.demonstration import free_port
from tests.ground import ROOT
from tests.tourism import test_writers as writing

RECORDS, KILLS, PAUSE, PATIENCE = 30, 6, 2.0, 60.0
KEY = {"apiKey": "demo2013", "projetId": 1, "count": 200}
SHAPES: list[dict[str, Any]] = [{}, {"responseFields": ["@all"], "locales": ["fr", "en"]}, {"order": "NOM"}]

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def running(*words: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of `sitra`, and leave nothing of it."""
    command = [sys.executable, "-m", "sitra.doors.console", *words]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **more})
    try:
        yield process
    finally:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        for one in (process, *family):
            one.kill()
        process.wait()


class Client(threading.Thread):
    """Asks without pause; an answer that came whole must be right, one that was cut is no answer."""

    def __init__(self, port: int, seed: int) -> None:
        super().__init__(daemon=True)
        self._port, self._random = port, random.Random(seed)
        self.ended = threading.Event()
        self.answers, self.cut = 0, 0
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self._check(ask(self._port, self._random.choice(SHAPES), self._random.random() < 0.5))
            except (OSError, http.client.HTTPException):
                self.cut += 1
                time.sleep(0.05)

    def _check(self, answer: tuple[int, Any]) -> None:
        status, content = answer
        self.answers += 1
        if status != 200 or content["numFound"] != RECORDS or len(content["objetsTouristiques"]) != RECORDS:
            self.wrong.append(f"{status} {str(content)[:200]}")


def ask(port: int, shape: dict[str, Any], zipped: bool = False) -> tuple[int, Any]:  # noqa: FBT002
    """Ask for every record; a connection each time, since the one before may be cut."""
    calling = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        query = urlencode({"query": json.dumps({**KEY, **shape})})
        headers = {"Accept-Encoding": "gzip"} if zipped else {}
        calling.request("GET", f"/api/v002/recherche/list-objets-touristiques?{query}", headers=headers)
        answer = calling.getresponse()
        content = answer.read()
        plain = gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content
        return answer.status, json.loads(plain)
    finally:
        calling.close()


def until(holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def answering(port: int) -> bool:
    try:
        return ask(port, {})[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def shown(port: int) -> dict[int, str]:
    _, content = ask(port, {})
    return {one["id"]: one["nom"]["libelleFr"] for one in content["objetsTouristiques"]}


def test_kills_under_load(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    for number in range(RECORDS):
        transactional_cast.record(hotel(f"Hôtel {number}"))
    read_model()
    database = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    here = {
        "DATABASE_URL": database,
        "SITRA_READ_MODEL": str(Path(settings.READ_MODEL_DIR)),
        "SITRA_CALLS_PER_MINUTE": "0",
    }
    port = free_port()
    with ExitStack() as stack:
        web = stack.enter_context(running("serve", "--port", str(port), **here))
        assert until(lambda: answering(port))
        clients = [Client(port, seed) for seed in range(2)]
        for one in clients:
            one.start()
        writer = writing.start(database, 1)
        stack.callback(writer.kill)
        for turn in range(KILLS):
            with running("worker", **here) as indexer:
                time.sleep(PAUSE)
                if turn % 2:
                    # The eldest: a server whose newest worker ends at once takes it for a fault of its own.
                    min(psutil.Process(web.pid).children(), key=psutil.Process.create_time).kill()
                    time.sleep(PAUSE)
                indexer.kill()
        writer.kill()
        writer.wait()
        for one in clients:
            one.ended.set()
            one.join()
        with running("worker", **here):
            names = dict(TouristObject.objects.values_list("pk", "name"))
            assert until(lambda: answering(port) and shown(port) == names)
    assert [one.wrong for one in clients] == [[], []]
    assert sum(one.answers for one in clients) > 10 * KILLS
    assert len(set(names.values()) - {f"Hôtel {number}" for number in range(RECORDS)}) > RECORDS // 2

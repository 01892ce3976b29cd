"""Eight writers at once, killed at random: no fact is missed, lost or doubled."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from sitra.ledger import queries as ledger
from sitra.ledger.events import START, Position
from sitra.ledger.models import Entry
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast, hotel
from tests.ground import ROOT

WRITERS, RECORDS, EDITS, KILLS = 8, 60, 10_000, 12
PATIENCE = 900.0
"""Longest wait in seconds for all edits: on a busy machine writers are slow, which is no fault of theirs."""


class Following:
    """Reads the ledger as a listener does, and remembers all it was told."""

    def __init__(self) -> None:
        self.position: Position = START
        self.told: list[tuple[int, int]] = []
        self.entries: list[int] = []

    def catch_up(self) -> None:
        while told := ledger.after(self.position, 1000):
            for one in told:
                self.entries.append(one.position.id)
                if one.fact.subject == "object":
                    self.told.append((one.fact.subject_id, one.fact.details["revision"]))
            self.position = told[-1].position


@contextmanager
def writers(address: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run the writers, and leave none."""
    running = [start(address, seed) for seed in range(WRITERS)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


def start(address: str, seed: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "tests.tourism.writer", str(seed)], env=environment)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_killed_at_random_leave_no_gap_no_loss_and_no_double(transactional_cast: Cast) -> None:
    random.seed(8)
    for rank in range(RECORDS):
        transactional_cast.record(hotel(f"Hôtel {rank}"), state=State.DRAFT)
    address = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    following, kills, patience = Following(), 0, time.monotonic() + PATIENCE
    with writers(address) as running:
        while len(following.told) < EDITS + RECORDS and time.monotonic() < patience:
            following.catch_up()
            if kills < KILLS and len(following.told) > (kills + 1) * EDITS / (KILLS + 1):
                victim = random.randrange(WRITERS)
                running[victim].kill()
                running[victim].wait()
                running[victim] = start(address, 100 + kills)
                kills += 1
            time.sleep(0.05)
    settle()
    following.catch_up()
    assert kills == KILLS
    assert len(following.told) >= EDITS
    assert sorted(following.entries) == sorted(Entry.objects.values_list("id", flat=True)), "no gap"
    assert len(set(following.told)) == len(following.told), "no fact is doubled"
    kept = set(Revision.objects.values_list("object_id", "number"))
    assert set(following.told) == kept, "each revision has its fact, each fact its revision"
    for number, revision in TouristObject.objects.values_list("pk", "revision"):
        assert {one for of, one in kept if of == number} == set(range(1, revision + 1))


def settle() -> None:
    """Wait until the server has ended the sessions of those that were killed."""
    ours = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(ours)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)

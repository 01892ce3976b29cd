"""A run that is killed, again and again, and taken up again, leaves what one run leaves."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sitra.intake import actions as intake
from sitra.intake.actions import Choices
from sitra.intake.events import Standing, WhenGone
from sitra.intake.models import Line, Run
from sitra.ledger.models import Entry
from sitra.tourism.models import Identifier, Revision
from tests.cast import Cast
from tests.ground import ROOT
from tests.intake.exports import export, record

RECORDS, KILLS = 120, 5
WRITTEN = ("intake_line", "intake_run", "tourism_identifier", "tourism_revision", "tourism_touristobject")


def state() -> dict[str, Any]:
    """Tell all that runs leave, without numbers and instants: these differ from one time to the next."""
    names = dict(Identifier.objects.values_list("object_id", "value"))
    revisions = Revision.objects.order_by("object__identifiers__value", "number")
    entries = Entry.objects.filter(subject="object").values_list("subject_id", "name", "details__revision")
    lines = Line.objects.values_list(
        "outcome", "external_id", "place", "name", "words", "object_id", "revision"
    )
    runs = Run.objects.filter(standing=Standing.DONE.value).order_by("pk")
    return {
        "revisions": [
            (names[one.object_id], one.number, one.state, one.document, one.words) for one in revisions
        ],
        "facts": sorted((names[number], name, revision) for number, name, revision in entries),
        "lines": sorted(str((*line[:5], names.get(line[5] or 0), line[6])) for line in lines),
        "runs": list(runs.values_list("file", "counts", "cursor", "unknown", "notes")),
        "identifiers": sorted(Identifier.objects.values_list("value", "digest", "changed_on")),
    }


def wipe() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(WRITTEN)}, ledger_entry CASCADE")


def started(path: Path, *words: str) -> subprocess.Popen[str]:
    at = connection.get_connection_params()
    address = f"postgresql://{at['user']}@/{at['dbname']}?host={at['host']}"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.intake.cut_run", str(path), *words],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(path: Path, chance: random.Random, *words: str) -> int:
    """Run the archive, killing it at random points, until it comes to its end; answers how often it was."""
    reached = 0
    for kills in range(KILLS + 1):
        wanted = reached + chance.randint(0, 5) * 7 if kills < KILLS else sys.maxsize
        with started(path, *words) as running:
            assert running.stdout
            heard = [int(line) for line in take_until(running.stdout, wanted)]
            if wanted < sys.maxsize:
                time.sleep(chance.random() * 0.03)
                running.kill()
        assert running.returncode in {0, -signal.SIGKILL}
        wait_until_let_go()
        assert heard[0] >= reached, "it went back"
        reached = heard[-1]
        if not Run.objects.filter(standing=Standing.RUNNING.value).exists():
            return kills + (running.returncode != 0)
    raise AssertionError


def wait_until_let_go() -> None:
    """Wait for the database to be done with the killed one: it may have been committing."""
    with connection.cursor() as cursor:
        for verb in ("lock", "unlock"):
            cursor.execute(f"SELECT pg_advisory_{verb}(hashtext('intake'), hashtext('v002'))")


def take_until(lines: Iterable[str], wanted: int) -> Iterator[str]:
    for line in lines:
        yield line
        if int(line) >= wanted:
            return


@pytest.fixture
def archives(tmp_path: Path) -> tuple[Path, Path]:
    """Two archives; the second changes a third, leaves out a third, and has what is refused."""
    numbers = range(1, RECORDS + 1)
    first = [record(number, inconnu=number % 2) for number in numbers]
    second = [record(number, "Autre nom" if number % 3 else "") for number in numbers if number % 3 != 1]
    second += [{"id": RECORDS + 1}, record(RECORDS + 2, localisation={}), record(RECORDS + 3)]
    return export(tmp_path / "un.zip", first, group=50), export(tmp_path / "deux.zip", second, removed=[4])


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_at_random_points_leaves_what_one_run_leaves(
    transactional_cast: Cast, archives: tuple[Path, Path]
) -> None:
    del transactional_cast
    first, second = archives
    intake.apply(first, "v002", Choices(gone=WhenGone.HIDE))
    intake.apply(second, "v002", Choices(gone=WhenGone.HIDE, whole=True))
    wanted = state()
    assert len(wanted["revisions"]) > RECORDS * 1.5
    wipe()
    chance = random.Random()
    kills = killed(first, chance) + killed(second, chance, "whole")
    assert kills >= 2
    assert state() == wanted

"""Runs in the background: carried out by a worker, cut and taken up again, waiting for their turn."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sitra.intake import actions as intake
from sitra.intake.actions import running
from sitra.intake.events import Standing, WhenGone
from sitra.intake.models import Line, Run
from sitra.intake.queries import importing, report
from sitra.tourism.models import TouristObject
from tests.cast import Cast
from tests.ground import ROOT
from tests.intake.test_imports import HOTELS, bring, counts, done, mapped, own_folder, said

__all__ = ("own_folder",)


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(running, "BATCH", 10)
    return 60


def test_a_run_that_was_cut_goes_on_where_it_was(
    cast: Cast, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = HOTELS.splitlines()[0]
    text = "\n".join([head, *(f"H{n};Hôtel {n};;07200;Aubenas;;;;" for n in range(rows))])
    number = bring(cast, text)
    mapped(cast, number)
    asked = intake.ask_apply(said(cast, number), by=cast.clerk)
    from sitra.intake.actions import batches

    settled, count = batches.Stage.settle, 0

    def torn(stage: Any, some: Any) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise KeyboardInterrupt
        settled(stage, some)

    with monkeypatch.context() as cut:
        cut.setattr(batches.Stage, "settle", torn)
        with pytest.raises(KeyboardInterrupt):
            intake.carry_out(asked)
    assert report(asked).standing is Standing.RUNNING
    assert Run.objects.get(pk=asked).cursor == 30
    assert importing.run(cast.clerk, asked).percent == 50
    assert intake.resume() == 1
    done(asked)
    assert (report(asked).standing, counts(asked)) == (Standing.DONE, {"NEW": rows})
    assert TouristObject.objects.count() == Line.objects.filter(run_id=asked).count() == rows


def work(folder: Path) -> None:
    """Let a worker in a process of its own do what is queued."""
    at = connection.get_connection_params()
    address = f"postgresql://{at['user']}@/{at['dbname']}?host={at['host']}"
    environment = {**os.environ, "DATABASE_URL": address, "SITRA_INTAKE": str(folder)}
    command = [sys.executable, "-m", "tests.intake.one_shot"]
    subprocess.run(
        command,
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
        timeout=120,
    )


@pytest.mark.django_db(transaction=True)
def test_the_queue_carries_it_out(transactional_cast: Cast, own_folder: Path) -> None:
    cast = transactional_cast
    number = bring(cast)
    mapped(cast, number)
    asked = intake.ask_plan(number, gone=WhenGone.ASK, whole=False, by=cast.clerk)
    assert report(asked).standing is Standing.WAITING
    work(own_folder)
    assert report(asked).standing is Standing.DONE
    assert counts(asked) == {"NEW": 2, "REFUSED": 2}


@pytest.mark.django_db(transaction=True)
def test_a_source_that_is_held_makes_a_run_wait(
    transactional_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    cast = transactional_cast
    number = bring(cast)
    mapped(cast, number)
    asked = intake.ask_apply(said(cast, number), by=cast.clerk)
    monkeypatch.setattr(running, "PATIENCE", 0.0)
    source = Run.objects.get(pk=asked).source
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('intake'), hashtext(%s))", [source])
        done(asked)
        assert report(asked).standing is Standing.WAITING
    done(asked)
    assert counts(asked)["NEW"] == 2

"""A real PostgreSQL for every run of the tests, started before Django reads its settings."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / "var" / "tests"
VAR = RUNS / str(os.getpid())
"""All that this run writes: runs at the same time do not meet, nor a demonstration."""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Name a database and directories of our own."""
    from sitra.kit import embedded_postgres

    _sweep()
    (VAR / "static").mkdir(parents=True)
    os.environ["SITRA_VAR"] = str(VAR)
    os.environ["SITRA_READ_MODEL"] = str(VAR / "readmodel")
    os.environ["SITRA_DEMO"] = "1"
    given = os.environ.get("SITRA_TEST_DATABASE_URL")
    os.environ["DATABASE_URL"] = given or embedded_postgres.ensure(VAR / "postgres", volatile=True)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    from sitra.kit import embedded_postgres

    if (VAR / "postgres").exists():
        embedded_postgres.leave(VAR / "postgres")
    shutil.rmtree(VAR, ignore_errors=True)


def _sweep() -> None:
    """Remove what runs that were killed left behind, their database servers first."""
    for left in RUNS.glob("[0-9]*"):
        if psutil.pid_exists(int(left.name)) and int(left.name) != os.getpid():
            continue
        for noted in left.rglob("postmaster.pid"):
            with suppress(OSError, ValueError, psutil.Error):
                psutil.Process(int(noted.read_text(encoding="utf-8").split()[0])).terminate()
        shutil.rmtree(left, ignore_errors=True)

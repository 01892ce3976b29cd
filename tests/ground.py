"""A real PostgreSQL for every run of the tests, started before Django reads its settings."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests import sharing

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / "var" / "tests"
VAR = RUNS / str(os.getpid())
"""All that this process writes: runs at the same time do not meet, nor a demonstration."""
GIVEN = os.environ.get("SITRA_TEST_DATABASE_URL")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Name a database and directories of our own; who only deals out the tests needs no database."""
    from sitra.kit import embedded_postgres

    if not sharing.SHARER:
        _sweep()
        os.environ[sharing.LIVE] = str(VAR / "live.json")
    (VAR / "static").mkdir(parents=True)
    os.environ["SITRA_VAR"] = str(VAR)
    os.environ["SITRA_READ_MODEL"] = str(VAR / "readmodel")
    os.environ["SITRA_DEMO"] = "1"
    if GIVEN:
        os.environ["DATABASE_URL"] = GIVEN
    elif sharing.SHARER or not _deals(early_config):
        os.environ["DATABASE_URL"] = embedded_postgres.ensure(VAR / "postgres", volatile=True)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    from sitra.kit import embedded_postgres

    if (VAR / "postgres").exists():
        embedded_postgres.leave(VAR / "postgres")
    shutil.rmtree(VAR, ignore_errors=True)
    if not sharing.SHARER:
        _sweep()


def _deals(config: pytest.Config) -> bool:
    """Say whether the tests are dealt out to other processes (`-n`)."""
    shares = getattr(config.known_args_namespace, "numprocesses", None)
    if shares == "auto":
        return sharing.shares() > 0
    return bool(shares)


def _sweep() -> None:
    """Remove what runs that were killed left behind, their database servers first."""
    for left in RUNS.glob("[0-9]*"):
        if psutil.pid_exists(int(left.name)) and int(left.name) != os.getpid():
            continue
        for noted in left.rglob("postmaster.pid"):
            with suppress(OSError, ValueError, psutil.Error):
                psutil.Process(int(noted.read_text(encoding="utf-8").split()[0])).terminate()
        shutil.rmtree(left, ignore_errors=True)

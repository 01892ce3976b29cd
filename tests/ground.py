"""A real PostgreSQL for every test, started before Django reads its settings."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "tests"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Name a database and directories of our own; nothing of a running demonstration is touched."""
    from sitra.kit import embedded_postgres

    (VAR / "static").mkdir(parents=True, exist_ok=True)
    os.environ["SITRA_VAR"] = str(VAR)
    os.environ["SITRA_READ_MODEL"] = tempfile.mkdtemp(prefix="readmodel-", dir=VAR)
    os.environ["SITRA_DEMO"] = "1"
    given = os.environ.get("SITRA_TEST_DATABASE_URL")
    os.environ["DATABASE_URL"] = given or embedded_postgres.ensure(VAR / "postgres", volatile=True)


def pytest_unconfigure() -> None:
    """Leave no read model behind."""
    shutil.rmtree(os.environ["SITRA_READ_MODEL"], ignore_errors=True)

"""What tests of harvests ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def allow(settings: Settings, tmp_path: Path) -> Callable[[str], None]:
    """Let a server of this machine be read, and write in folders of this test's own."""
    settings.SPOOL_DIR, settings.DROP_DIR = tmp_path / "spool", tmp_path / "drop"
    settings.OUTBOUND_ALLOWED = []

    def one(host: str) -> None:
        settings.OUTBOUND_ALLOWED.append(host)

    return one

"""What tests of media may ask for."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.media.storing import Store


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Store:
    """A storage of this test's own."""
    return Store(tmp_path / "media", settings)

"""What tests of media may ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from sitra.media.actions import _examined
from sitra.media.rules.fitness import Examined
from tests.media.storing import Store

type Examine = Callable[[bytes], Examined]


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Store:
    """A storage of this test's own."""
    return Store(tmp_path / "media", settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    return made


@pytest.fixture
def examine(tmp_path: Path, folder: Path) -> Examine:
    """Examine bytes as the program does, in a process of its own."""

    def examined(content: bytes) -> Examined:
        path = tmp_path / "sent"
        path.write_bytes(content)
        return _examined(path, folder)

    return examined

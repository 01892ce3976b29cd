"""Static files are gathered anew when, and only when, something they are made of has changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from sitra.kit import statics

STYLE = "essai/style.css"


@pytest.fixture
def source(tmp_path: Path, settings: Settings) -> Path:
    """A folder of sources of this test's own, gathered once with those of the program."""
    stored = {"BACKEND": "sitra.kit.statics.Hashed"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": stored}
    settings.STATIC_ROOT = tmp_path / "made"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    path = tmp_path / "source" / STYLE
    path.parent.mkdir(parents=True)
    path.write_text("p { color: red }" * 100, encoding="utf-8")
    assert statics.gather()
    return path


def named(source: Path) -> Path:
    """The file that pages name today."""
    made = source.parents[2] / "made"
    paths = json.loads((made / "staticfiles.json").read_bytes())["paths"]
    return made / str(paths[STYLE])


def test_nothing_is_done_when_nothing_changed(source: Path) -> None:
    before = named(source).stat().st_mtime_ns
    assert not statics.gather()
    assert named(source).stat().st_mtime_ns == before


def change(source: Path) -> None:
    source.write_text("p { color: blue }" * 100, encoding="utf-8")


def add(source: Path) -> None:
    source.with_name("more.css").write_text("p { color: blue }", encoding="utf-8")


def lose(source: Path) -> None:
    named(source).unlink()


def lose_compressed(source: Path) -> None:
    named(source).with_suffix(".css.gz").unlink()


def spoil(source: Path) -> None:
    named(source).write_text("p { color: green }", encoding="utf-8")


@pytest.mark.parametrize("happen", [change, add, lose, lose_compressed, spoil])
def test_whatever_changed_is_made_again(source: Path, happen: Callable[[Path], None]) -> None:
    happen(source)
    assert statics.gather()
    assert named(source).read_text(encoding="utf-8") == source.read_text(encoding="utf-8")
    assert named(source).with_suffix(".css.gz").exists()
    assert not statics.gather()


def test_a_gathering_that_was_cut_is_done_again(source: Path) -> None:
    (source.parents[2] / "made" / ".gathered").unlink()
    assert statics.gather()
    assert not statics.gather()

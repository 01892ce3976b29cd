"""Which generation is read on this node, and how one takes the place of another."""

import shutil
import threading
from functools import lru_cache
from pathlib import Path
from typing import Self

import lmdb
from django.conf import settings

from sitra.search.events import ReadModelFull, ReadModelUnavailable
from sitra.search.models.generation import UNAVAILABLE, Generation

_CURRENT = "current"
_FULL = (lmdb.MapFullError, lmdb.DiskError)
_NO_ROOM_MARKS = ("No space left", "File too large", "os error 28", "os error 27")


def root() -> Path:
    """Directory of the read model on this node."""
    return Path(settings.READ_MODEL_DIR)


_opening = threading.Lock()
"""A store is opened once in a process: two threads must not try together."""


@lru_cache(maxsize=2)
def _opened(path: Path) -> Generation:
    return Generation(path)


def current() -> Generation:
    """Give the generation that is read, or say that there is none."""
    pointer = root() / _CURRENT
    try:
        return _pointed(pointer, pointer.stat().st_mtime_ns)
    except (OSError, ValueError, lmdb.Error) as error:
        raise ReadModelUnavailable(UNAVAILABLE) from error


@lru_cache(maxsize=2)
def _pointed(pointer: Path, written_at: int) -> Generation:
    """Open the generation that a pointer names; it is read again when it was written anew."""
    del written_at
    name = pointer.read_text(encoding="ascii").strip()
    with _opening:
        return _opened(pointer.parent / name)


def fresh(name: str) -> Generation:
    """Begin a generation, not yet read by anyone."""
    shutil.rmtree(root() / name, ignore_errors=True)
    root().mkdir(parents=True, exist_ok=True)
    return Generation(root() / name, building=True)


def enthrone(generation: Generation) -> None:
    """Make a generation the one that is read, at once for every process, and drop the others."""
    name = generation.path.name
    generation.store.sync(True)  # noqa: FBT003 - as the library has it: wait for the disk
    generation.close()
    coming = root() / f"{_CURRENT}.new"
    coming.write_text(name, encoding="ascii")
    coming.replace(root() / _CURRENT)
    for other in root().glob("g-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def copy(generation: Generation, root_there: Path) -> None:
    """Copy a generation that nobody writes to the directory of another node, where it is the one read."""
    there = root_there / generation.path.name
    shutil.copytree(generation.path, there, ignore=shutil.ignore_patterns("store", "*.lock"))
    (there / "store").mkdir()
    generation.store.copy(str(there / "store"), compact=True)
    (root_there / _CURRENT).write_text(generation.path.name, encoding="ascii")


class full_disk_named:  # noqa: N801 - reads as a phrase after `with`
    """Name a full disk as such, whichever library met it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, ReadModelFull):
            return
        full = isinstance(error, _FULL) or any(mark in str(error) for mark in _NO_ROOM_MARKS)
        if full:
            message = (
                f"Plus de place pour l'index de recherche dans {root()} : libérez de l'espace. "
                "Rien n'est perdu, l'indexation reprendra où elle en était."
            )
            raise ReadModelFull(message) from error

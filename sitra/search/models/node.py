"""Which generation is read on this node, and how one takes the place of another."""

import logging
import os
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import lmdb
from django.conf import settings

from sitra.search.events import ReadModelFull, ReadModelUnavailable
from sitra.search.models.generation import UNAVAILABLE, Generation

log = logging.getLogger(__name__)

_CURRENT = "current"
_FULL = (lmdb.MapFullError, lmdb.DiskError)
_NO_ROOM_MARKS = ("No space left", "File too large", "os error 28", "os error 27")


def root() -> Path:
    """Directory of the read model on this node."""
    return Path(settings.READ_MODEL_DIR)


@dataclass(slots=True)
class _Served:
    """A generation that this process reads, and when it was named the current one."""

    written_at: int
    generation: Generation
    looked_at: float = 0.0
    """When it was seen to be the current one still, by a clock that only goes forward."""


_LOOK_EACH = 0.02
"""Seconds after which it is looked again whether another generation is the current one."""

_served: dict[str, _Served] = {}
_opening = threading.Lock()
"""A store is opened once in a process: two threads must not try together."""

_renewing = threading.Lock()


def current() -> Generation:
    """Give the generation that is read, or say that there is none.

    When another process has put one in its place, this process goes on with what it has until the columns
    of the new one are in memory: nobody waits for them.
    """
    pointer = f"{settings.READ_MODEL_DIR}/{_CURRENT}"  # asked at every call: no path is built
    served, now = _served.get(pointer), time.monotonic()
    if served and now < served.looked_at + _LOOK_EACH:
        return served.generation
    return _looked(pointer, served, now)


def _looked(pointer: str, served: _Served | None, now: float) -> Generation:
    try:
        written_at = os.stat(pointer).st_mtime_ns  # noqa: PTH116 - nearly as often as it is asked
        if served is None:
            served = _open(pointer, written_at)
        elif served.written_at != written_at and _renewing.acquire(blocking=False):
            threading.Thread(target=_renew, args=(pointer, written_at), name="renewing", daemon=True).start()
    except (OSError, ValueError, lmdb.Error) as error:
        raise ReadModelUnavailable(UNAVAILABLE) from error
    served.looked_at = now
    return served.generation


def _open(pointer: str, written_at: int) -> _Served:
    with _opening:
        served = _served.get(pointer)
        if served is None or served.written_at != written_at:
            served = _served[pointer] = _Served(written_at, _named(Path(pointer)))
    return served


def _named(pointer: Path) -> Generation:
    return Generation(pointer.parent / pointer.read_text(encoding="ascii").strip())


def _renew(pointer: str, written_at: int) -> None:
    try:
        generation = _named(Path(pointer))
        generation.columns()
        _served[pointer] = _Served(written_at, generation)
    except (OSError, ValueError, lmdb.Error, ReadModelUnavailable) as error:
        log.warning("Le nouvel index de recherche ne s'ouvre pas encore : %s", error)
    finally:
        _renewing.release()


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
    _served.pop(f"{root()}/{_CURRENT}", None)
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

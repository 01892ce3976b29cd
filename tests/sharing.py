"""How the tests are dealt out to processes (`pytest -n auto`): the longest modules first.

Each process has a PostgreSQL, directories and a browser of its own. A module is dealt out whole; all that
asks for the demonstration is one share, so that it is loaded and started once.
"""

import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

SHARER = "PYTEST_XDIST_WORKER" in os.environ
"""Whether this process runs a share of the tests, dealt out by another."""
LIVE = "SITRA_TESTS_LIVE"
"""Names the file in which each process notes the tests that ask for the demonstration."""
MOST = 4
"""Processes beyond which the longest share decides."""
LONGEST = (
    "tests/wire/test_agreement.py",
    "tests/tourism/test_writers.py",
    "tests/intake/test_lists.py",
    "tests/catalog/test_forms.py",
    "tests/tourism/test_succession.py",
    "tests/console/test_vocabulary.py",
    "tests/console/test_places.py",
    "tests/intake/test_tabular.py",
    "tests/tourism/test_likeness.py",
    "tests/search/test_columns.py",
)
"""Modules to begin with, so that none is left alone at the end; only the time of a run hangs on it."""


def shares() -> int:
    """Say how many processes share the tests; none where one is enough.

    Never on a server that is given: a fact is read once every older transaction of the server has ended,
    those of other databases too, so that the tests of one process would hold back the facts of another.
    """
    cores = len(os.sched_getaffinity(0))
    return 0 if os.environ.get("SITRA_TEST_DATABASE_URL") or cores == 1 else min(MOST, cores)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """Answer what `-n auto` means here."""
    return shares()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "LoadScopeScheduling":
    """Deal out what is live, and whole modules, in the order that the processes put them."""
    from xdist.scheduler import LoadScopeScheduling

    class Shares(LoadScopeScheduling):
        @cached_property
        def live(self) -> set[str]:
            return set(json.loads(Path(os.environ[LIVE]).read_bytes()))

        def _split_scope(self, nodeid: str) -> str:
            return "live" if nodeid in self.live else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return Shares(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note what asks for the demonstration, and begin with what takes longest; chance orders the rest."""
    if not SHARER:
        return
    live = {item for item in items if "demonstration" in getattr(item, "fixturenames", ())}
    note = Path(os.environ[LIVE])
    mine = note.with_suffix(f".{os.getpid()}")
    mine.write_text(json.dumps([item.nodeid for item in items if item in live]), encoding="utf-8")
    mine.replace(note)
    items.sort(key=lambda item: -1 if item in live else _place(item.nodeid.partition("::")[0]))


def _place(module: str) -> int:
    return LONGEST.index(module) if module in LONGEST else len(LONGEST)

"""`sitra demo`: quick to start again, leaves nothing behind, heals after a crash."""

import os
import signal
import time
from contextlib import suppress

import psutil
import pytest

from tests.demonstration import Demonstration

QUICK = 10.0


@pytest.fixture
def rested(demonstration: Demonstration) -> Demonstration:
    """The demonstration, loaded once, then stopped; it runs again afterwards."""
    demonstration.stop()
    return demonstration


def gone(demonstration: Demonstration, patience: float = 10.0) -> bool:
    until = time.monotonic() + patience
    while demonstration.processes() and time.monotonic() < until:
        time.sleep(0.2)
    return demonstration.processes() == []


def test_ctrl_c_leaves_no_process_and_a_second_start_is_quick(rested: Demonstration) -> None:
    assert gone(rested), rested.processes()
    assert rested.start() < QUICK
    assert rested.processes()


def test_a_killed_demonstration_heals_at_the_next_start(demonstration: Demonstration) -> None:
    demonstration.kill()
    assert demonstration.start() < 3 * QUICK
    demonstration.stop()
    assert gone(demonstration), demonstration.processes()
    demonstration.start()


def test_everything_killed_at_once_heals_at_the_next_start(demonstration: Demonstration) -> None:
    """As when the power goes: database, server and worker too."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            words = " ".join(process.cmdline())
            mine = process.environ().get("SITRA_VAR") == str(demonstration.var)
            if mine or str(demonstration.var) in words:
                os.kill(process.pid, signal.SIGKILL)
    assert gone(demonstration), demonstration.processes()
    demonstration.start()
    assert demonstration.answers()

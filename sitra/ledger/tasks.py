"""Following the ledger: one loop, every listener from its own cursor."""

import logging
import threading
from contextlib import closing

import psycopg
from django.db import connection, connections

from sitra.ledger import queries
from sitra.ledger.actions import CHANNEL
from sitra.ledger.events import LISTENERS, Listener

log = logging.getLogger(__name__)

BATCH = 1000
PATIENCE = 5.0
"""Longest wait in seconds between two looks, when no announcement comes."""

SOON = 0.1
"""Seconds between two looks while a fact that is announced may not be read yet."""


def catch_up(listener: Listener, batch: int = BATCH) -> int:
    """Give one listener all that is settled; answer how many facts were passed."""
    passed = 0
    while told := queries.after(listener.position(), batch):
        heard = [one for one in told if one.fact.name in listener.facts]
        listener.absorb(heard, told[-1].position)
        passed += len(told)
    return passed


def follow(stop: threading.Event) -> None:
    """Follow the ledger until told to stop; outlives a lost database and a full disk."""
    while not stop.is_set():
        try:
            with closing(listening(CHANNEL)) as announced:
                for listener in tuple(LISTENERS.values()):
                    listener.prepare()
                while not stop.is_set():
                    for listener in tuple(LISTENERS.values()):
                        catch_up(listener)
                    if _held_back():
                        stop.wait(SOON)
                    else:
                        wait(announced, stop)
        except Exception as error:  # noqa: BLE001 - the follower must outlive any fault
            log.warning("Le suivi du journal reprendra dans %s s : %s", PATIENCE, error)
            connections.close_all()
            stop.wait(PATIENCE)
    connections.close_all()


def listening(channel: str) -> psycopg.Connection:
    """Open a connection of its own that listens to announcements."""
    opened = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    opened.execute(f"LISTEN {channel}")
    return opened


def _held_back() -> bool:
    """Say whether a fact is there that an older transaction, still running, keeps from being read."""
    return any(queries.waiting(listener.position()) for listener in tuple(LISTENERS.values()))


def wait(announced: psycopg.Connection, stop: threading.Event, patience: float = PATIENCE) -> None:
    """Wait for an announcement, or for so many seconds, in short steps so that a stop is heard.

    An announcement may be lost with its connection: hence the regular look even when nothing is announced.
    """
    for _ in range(int(patience / 0.5)):
        if stop.is_set() or any(True for _ in announced.notifies(timeout=0.5, stop_after=1)):
            return

"""Processes beside this one, which share its work and its database."""

import gc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from django.db import connection, connections


def pool(processes: int) -> ProcessPoolExecutor:
    """Start processes that have the same settings and database; they end when it is shut down."""
    database = dict(connection.settings_dict)
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=(database,))


_SELDOM = 100_000
"""Objects after which cycles are looked for: millions of small ones live and die in a batch, without any."""


def _begin(database: dict[str, Any]) -> None:
    import django  # noqa: PLC0415 - a new process

    django.setup()
    gc.freeze()
    gc.set_threshold(_SELDOM)
    connections.databases["default"].update(database)

"""Locks between transactions and between processes; all let go when their holder dies."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def hold(name: str) -> None:
    """Wait until no other transaction holds this name, and hold it until this one ends (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold a name over many transactions of this connection; answers whether nobody else holds it."""
    key = zlib.crc32(name.encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (free,) = cursor.fetchone()
    try:
        yield bool(free)
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])

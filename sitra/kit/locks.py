"""Locks between transactions, held until the end of theirs."""

import zlib

from django.db import connection


def hold(name: str) -> None:
    """Wait until no other transaction holds this name, and hold it until this one ends (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])

"""The database of a test is emptied, and filled again, by rows: most tables hold none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

KEPT = {"django_content_type", "auth_permission"}
"""What follows from the models alone, and would be written again at once."""

_whole = DatabaseOperations.sql_flush


@contextmanager
def unchecked(cursor: Any) -> Iterator[None]:
    """Let no trigger look at each row, where the server allows it: what is written is known to be sound."""
    allowed = _allowed(cursor)
    if allowed:
        cursor.execute("SET session_replication_role = replica")
    yield
    if allowed:
        cursor.execute("SET session_replication_role = DEFAULT")


def flush(self: Any, style: Any, tables: Sequence[str], **how: bool) -> list[str]:
    """Write what empties tables (see `DatabaseOperations.sql_flush`).

    `TRUNCATE` gives new files to each of sixty tables and their indexes, whether they hold a row or not.
    """
    with connection.cursor() as cursor:
        allowed = _allowed(cursor)
    if how.get("reset_sequences") or not allowed:
        return list(_whole(self, style, tables, **how))
    emptied = [f"DELETE FROM {self.quote_name(table)};" for table in tables if table not in KEPT]
    return ["SET LOCAL session_replication_role = replica;", *emptied]


def _allowed(cursor: Any) -> bool:
    cursor.execute("SHOW is_superuser")
    return bool(cursor.fetchone()[0] == "on")


def install() -> None:
    """Empty databases this way from now on."""
    DatabaseOperations.sql_flush = flush  # type: ignore[method-assign]

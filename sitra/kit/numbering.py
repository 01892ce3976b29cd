"""Numbers of rows."""

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

_FEW = 50
"""Numbers that are written one by one in a request."""


def among(numbers: Iterable[int]) -> list[int] | RawSQL:
    """Say for a filter `__in` that a number is one of many: as an array, which is quicker to write.

    The array is written here, as a text: the driver takes ten times as long, looking at each number.
    """
    wanted = list(numbers)
    if len(wanted) <= _FEW:
        return wanted
    return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, wanted))}}}"])


def continue_after(*tables: str) -> None:
    """Let new rows of these tables be numbered after those written under a given number."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT setval(%s, (SELECT max(id) FROM {quoted}))", [sequence])  # noqa: S608

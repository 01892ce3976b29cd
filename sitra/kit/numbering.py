"""Numbers of rows."""

from django.db import connection


def continue_after(*tables: str) -> None:
    """Let new rows of these tables be numbered after those written under a given number."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT setval(%s, (SELECT max(id) FROM {quoted}))", [sequence])  # noqa: S608

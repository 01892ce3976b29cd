"""Writing many rows of a table at once, by COPY."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows whose values stand in the order of these fields; JSON is given as text, relations as keys.

    No signal is sent and no default of Django is filled in; those of the database are.
    """
    with connection.cursor() as cursor:
        _copy(cursor, _quoted(model._meta.db_table), _columns(model, names), rows)


def copy_over_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write values over those of the rows that the first of these fields names; no row is added.

    Values are given as to `copy_rows`. To be called in a transaction.
    """
    table, columns = _quoted(model._meta.db_table), _columns(model, names)
    key, *others = columns
    taken = ", ".join(f"{column} = arriving.{column}" for column in others)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS "  # noqa: S608 - names of ours
            f"SELECT {', '.join(columns)} FROM {table} WITH NO DATA"
        )
        _copy(cursor, "arriving", columns, rows)
        cursor.execute(f"UPDATE {table} SET {taken} FROM arriving WHERE {table}.{key} = arriving.{key}")  # noqa: S608
        cursor.execute("DROP TABLE arriving")


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def _columns(model: type[Model], names: Sequence[str]) -> list[str]:
    return [_quoted(str(model._meta.get_field(name).column)) for name in names]  # type: ignore[union-attr]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

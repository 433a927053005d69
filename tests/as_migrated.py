"""After a test that commits, the database holds again what migrations left in it, under the same numbers.

    keep_what_migrations_made()   # once, as the database is made
    put_back()                    # after each test that commits

Django's own way empties every table and makes content types and permissions anew: that takes a second each time, gives
them other numbers, which caches do not know of, and leaves out the rows that data migrations made.
"""
# ruff: noqa: S608 - the names in these statements are those of our own tables

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase
from wagtail.models import Site

_tables: list[str] = []
_rows: dict[str, str] = {}


def keep_what_migrations_made() -> None:
    _tables[:] = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    _rows.clear()
    with connection.cursor() as cursor:
        for table in _tables_with_rows():
            rows = io.StringIO()
            cursor.copy_expert(f"COPY {table} ({columns_of(table)}) TO STDOUT", rows)
            _rows[table] = rows.getvalue()


def put_back() -> None:
    """Rows are deleted and not truncated, which is quicker for few rows and waits for nobody who only reads."""
    with unchecked() as cursor:
        for table in _tables_with_rows():
            cursor.execute(f"DELETE FROM {table}")
        for table, rows in _rows.items():
            cursor.copy_expert(f"COPY {table} ({columns_of(table)}) FROM STDIN", io.StringIO(rows))
    Site.clear_site_root_paths_cache()


@contextmanager
def unchecked() -> Iterator[Any]:
    """A cursor in a transaction that follows no foreign key: for rows which stood together before.

    Looking each of them up again takes longer than writing them. Only a superuser may; for others all is checked.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        may = cursor.fetchone() == ("on",)
        if may:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        if may:  # the transaction may be part of a longer one
            cursor.execute("SET LOCAL session_replication_role = origin")


def columns_of(table: str) -> str:
    """Those that can be written: PostgreSQL works the generated ones out again."""
    if table not in _columns:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) "
                "FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            _columns[table] = str(cursor.fetchone()[0])
    return _columns[table]


_columns: dict[str, str] = {}


def _tables_with_rows() -> list[str]:
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in _tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def _teardown(test: TransactionTestCase) -> None:
    put_back()


TransactionTestCase._fixture_teardown = _teardown

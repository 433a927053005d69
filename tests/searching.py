"""Looks for words in the whole database and in all uploaded files: the proof that somebody has been erased."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from psycopg2 import sql


def where_is(*words: str) -> list[str]:
    """Every "table" and "file name" that holds one of `words`, in any case, in any column of any type."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found = [table for table in connection.introspection.table_names(cursor) if _rows(cursor, table, words)]
    folders = (settings.MEDIA_ROOT, storages["private"].path(""))
    files = (path for folder in folders for path in sorted(Path(folder).rglob("*")))
    return found + [str(path) for path in files if _in_file(path, words)]


def _rows(cursor, table: str, words: tuple[str, ...]) -> int:
    # A row as text holds all of its columns, whatever their type, JSON and the vectors of the search included.
    statement = sql.SQL("SELECT count(*) FROM {} AS line WHERE lower(line::text) LIKE ANY (%s)")
    patterns = [f"%{word.lower()}%" for word in words]
    # In the text of a row, quotes are doubled and backslashes too; look at each column as JSON as well.
    as_json = sql.SQL("SELECT count(*) FROM {} AS line WHERE lower(to_jsonb(line)::text) LIKE ANY (%s)")
    count = 0
    for query in (statement, as_json):
        cursor.execute(query.format(sql.Identifier(table)).as_string(cursor.connection), [patterns])
        count += cursor.fetchone()[0]
    return count


def _in_file(path: Path, words: tuple[str, ...]) -> bool:
    if not path.is_file():
        return False
    content = path.name.encode() + path.read_bytes().lower()
    return any(word.lower().encode() in content for word in words)

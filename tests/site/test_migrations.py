"""Migrations lead to the tables that the models describe."""

import pytest
from django.apps import apps
from django.db import connection

# What PostgreSQL calls the types that it knows by two names.
IN_FULL = {"varchar": "character varying", "time": "time without time zone"}


@pytest.mark.django_db
def test_every_column_has_the_type_that_its_field_asks_for():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT relname, attname, format_type(atttypid, atttypmod), NOT attnotnull
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace = 'public'::regnamespace
        """)
        found = {(table, column): (kind, null) for table, column, kind, null in cursor.fetchall()}
    fields = [
        (model._meta.db_table, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        # A table between two models is numbered by what the setting said as it was migrated.
        if field.db_type(connection) and not (model._meta.auto_created and field.primary_key)
    ]
    expected = {(table, field.column): (in_full(field), field.null) for table, field in fields}
    assert {name: found.get(name) for name in expected} == expected


def in_full(field):
    name, bracket, rest = field.db_type(connection).partition("(")
    return IN_FULL.get(name, name) + bracket + rest.replace(", ", ",")

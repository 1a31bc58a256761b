"""Rows that many tests begin with: made once by the portal's own code, then poured into each test's tables as they were."""

import copy
from functools import wraps

from django.db import connection, transaction

from core import search


def poured(build):
    """Decorate a maker of rows: called again on tables without rows, it writes the rows of the first time at once.

    The namespace it returns is a fresh copy each time. Where rows stand already, it makes them as if undecorated.
    """
    kept = []

    @wraps(build)
    def give():
        before = filled()
        if kept and kept[0] == before:
            _, rows, made = kept
            with transaction.atomic():  # a row may stand before the one it points to
                for table, (columns, values) in rows.items():
                    pour(table, columns, values)
                for model in search.texts():
                    if model._meta.db_table in rows:
                        search.reindex(model)
            return copy.deepcopy(made)
        made = build()
        if not kept:
            rows = {table: rows_of(table) for table in sorted(filled() - before)}
            kept.extend((before, rows, copy.deepcopy(made)))
        return made

    return give


def filled():
    """Names of the tables that hold a row."""
    names = connection.introspection.django_table_names(only_existing=False)
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})" for name in names)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return frozenset(row[0] for row in cursor.fetchall())


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted(table)}")  # noqa: S608
        return [column[0] for column in cursor.description], cursor.fetchall()


def pour(table, columns, values):
    """Write whole rows with their keys; what comes after gets later keys on both databases."""
    names = ", ".join(map(quoted, columns))
    marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quoted(table)} ({names}) VALUES {marks}", [v for row in values for v in row])  # noqa: S608


def quoted(name):
    return connection.ops.quote_name(name)

"""Rows that many tests begin with: made once by the portal's own code, then poured into the tables as they were.

Between tests that begin with the same rows they stay where they are, below the savepoint of each test (`standing`).
"""

import copy
from contextlib import contextmanager
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
        if standing.made is not None and not standing.given:
            standing.given = True
            return copy.deepcopy(standing.made)
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


@contextmanager
def undone(blocker):
    """Rows that all tests of a module look at: what is written inside is rolled back after the last."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


class Standing:
    """The rows of `build`, in a transaction around test after test; a test of another kind finds them gone."""

    def __init__(self):
        self.build = self.made = self.around = None
        self.given = False
        self.makers = {}  # folder of tests → who makes what they begin with, where that is more than the world

    def keep(self, build):
        """Before a test: let the rows of this maker stand, or none (None)."""
        if self.build is not build or not self.is_whole():
            self.fall()
            if build and not connection.in_atomic_block:
                self.stand(build)
        self.given = False

    def is_whole(self):
        """Whether no test ended the transaction or broke it."""
        return self.around is None or connection.in_atomic_block and not (
            connection.needs_rollback or connection.closed_in_transaction
        )  # fmt: skip

    def stand(self, build):
        self.around = transaction.atomic()
        self.around.__enter__()
        try:
            self.made, self.build = build(), build
        except BaseException:
            self.fall()
            raise

    def fall(self):
        around, self.around, self.build, self.made = self.around, None, None, None
        if around and connection.in_atomic_block:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


standing = Standing()


ALWAYS_THERE = {"django_content_type", "auth_permission"}  # with the tables of every database


def empty():
    """Take away what a test committed: a few rows, where truncating all tables takes longer than most tests."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in filled() - ALWAYS_THERE:
            cursor.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608


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

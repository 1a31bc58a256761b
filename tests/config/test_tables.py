"""An empty database gets the very tables that its migrations would leave."""

import json
import os

import pytest

from .test_serve import Portal, own_database

# table → its columns, constraints and indexes
SHAPE = """
import json
from django.db import connection
found = {}
ASKED = [
    "SELECT column_name, data_type, is_nullable, character_maximum_length FROM information_schema.columns WHERE table_name = %s",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass",
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s",
]
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        rows = []
        for question in ASKED:
            cursor.execute(question, [table])
            rows += [str(row) for row in cursor.fetchall()]
        found[table] = sorted(rows)
print(json.dumps(found))
"""


def shape_after(command, folder):
    portal = Portal(folder)
    with own_database(portal.env):
        portal.manage(*command)
        return json.loads(portal.ask(SHAPE))


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="compares what PostgreSQL keeps")
def test_all_at_once_and_by_migrations_come_to_the_same(tmp_path):
    at_once = shape_after(["tables"], tmp_path)
    by_steps = shape_after(["migrate", "-v", "0"], tmp_path)
    assert at_once.keys() == by_steps.keys() and len(at_once) > 100
    del at_once["auth_group_permissions"]  # Django's own: its key grew from integer to bigint only in new databases
    other = {table: set(at_once[table]) ^ set(by_steps[table]) for table in at_once}
    assert {table: rows for table, rows in other.items() if rows} == {}


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="SQLite makes a changed table anew")
def test_after_a_migration_the_planner_knows_the_tables_again(tmp_path):
    portal = Portal(tmp_path)
    portal.manage("tables")
    known = "SELECT count(*) FROM sqlite_stat1"
    ask = f"from django.db import connection\nc = connection.cursor()\nprint(c.execute({known!r}).fetchone()[0])"
    again = "from django.db import connection\nconnection.cursor().execute('DELETE FROM django_migrations WHERE name = %s', ['{}'])"
    portal.ask(again.format("0020_about_others"))
    portal.manage("tables")
    assert int(portal.ask(ask)) > 0

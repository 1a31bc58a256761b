"""Bring the tables up to date. Migrations move what is there; an empty database gets the tables as they are now.

To walk an empty database through every migration takes minutes, for each step draws all models anew, and leaves the
same tables: migrations only fill in rows that an empty database has not. A test holds the two ways together.
"""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.bulk import measure


class Command(BaseCommand):
    help = "Bring the tables of the database up to date, those of an empty one at once"

    def handle(self, *args, **options):
        if not connection.introspection.table_names():
            self._make_all()
        elif _pending():
            call_command("migrate", verbosity=0)
            measure()  # SQLite makes a changed table anew, and its statistics go with the old one

    def _make_all(self):
        """All or nothing: a start that is killed meanwhile finds an empty database again."""
        given = settings.MIGRATION_MODULES
        connection.disable_constraint_checking()  # SQLite changes no table within a transaction otherwise
        with transaction.atomic():
            settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
            try:
                call_command("migrate", run_syncdb=True, verbosity=0)
            finally:
                settings.MIGRATION_MODULES = given
            call_command("migrate", fake=True, verbosity=0)
        connection.enable_constraint_checking()


def _pending():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())

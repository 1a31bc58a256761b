"""The daily scan over 10,000 hazards that are due, each told to the cadres of its village; then once more.

python docs/benchmarks/reminding.py
.venv/bin/python -m tests.services .venv/bin/python docs/benchmarks/reminding.py    (PostgreSQL)

In processor time, on PostgreSQL with that of its process behind our connection. Beside it the same messages one by one by
get_or_create, of a tenth of them.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402

from core import clock  # noqa: E402
from hazards.models import Hazard  # noqa: E402
from reminders.models import Message  # noqa: E402
from reminders.scan import scan  # noqa: E402

VILLAGES, ROWS = 50, 10_000


def spent():
    served = 0
    if connection.vendor == "postgresql":
        served = int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    return time.process_time() + served


def timed(act):
    begun = spent()
    found = act()
    return found, spent() - begun


def fill():
    from tests import factories

    factories.reference.load_all()
    town = factories.place("990101100000", "云溪镇", "township")
    office = factories.Office.objects.create(township=town, name="应急办", is_safety_office=True)
    villages = [factories.place(f"990101100{201 + n}", f"{n}号村") for n in range(VILLAGES)]
    for village in villages:
        factories.user("cadre", village)
    factories.user("officer", town, office=office)
    sector, due = factories.Sector.objects.get(code="fire"), clock.today() + timedelta(days=1)
    Hazard.objects.bulk_create([
        Hazard(number=f"YX{n}", village=villages[n % VILLAGES], sector=sector, office=office, location="库房", source="tip",
               description="灭火器压力不足", state="rectifying", grade="ordinary", due_on=due)
        for n in range(ROWS)
    ])  # fmt: skip


def one_by_one(messages):
    for row in messages:
        given = {name: getattr(row, name) for name in ("recipient_id", "kind", "title", "link", "created_at")}
        Message.objects.get_or_create(key=f"again:{row.key}"[:120], defaults=given)


def main():
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    fill()
    told, first = timed(lambda: sum(scan().values()))
    again, second = timed(lambda: sum(scan().values()))
    some = list(Message.objects.all()[:1000])
    _, single = timed(lambda: one_by_one(some))
    print(f"{connection.vendor}: {told} messages of {ROWS} hazards in {first:.2f} s; again {again} in {second:.2f} s;"
          f" get_or_create {single / len(some) * told:.1f} s for as many")  # fmt: skip
    assert told >= ROWS and again == 0
    for alias, name, _ in old:
        alias.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

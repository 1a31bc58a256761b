"""What the kept sums cost writers who stand in each other's way: four at once change hazards of one township.

python docs/benchmarks/writers.py [--rounds 5]
.venv/bin/python -m tests.services .venv/bin/python docs/benchmarks/writers.py    (PostgreSQL)

By the clock, in a database of its own. In turn: no sums are kept; they are kept, and the job counts all the while; and, for
comparison, each write adds to one row of its township, as a sum counted in the transaction itself would. The median round
of each counts.
"""

import argparse
import multiprocessing
import os
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402

from core import beside  # noqa: E402
from core.workflow import advance  # noqa: E402
from hazards.models import Hazard, MonthSum, Uncounted  # noqa: E402
from hazards.models.sums import mark  # noqa: E402
from hazards.sums import count_marked  # noqa: E402

WRITERS, WRITES = 4, 60
MANNERS = ("none", "kept", "in the transaction")
DAY = "2026-01-01"


def write(keys, manner, by):
    """Return each hazard to be mended, and report it done again: a step of the workflow with its line of the log."""
    followers = beside._followers[Hazard]
    if manner != "kept":
        followers[:] = [one for one in followers if one.told is not mark]
    for key in keys:
        with transaction.atomic():
            hazard = Hazard.objects.get(pk=key)
            action = "report_done" if hazard.state == "rectifying" else "send_back"
            if manner == "in the transaction":
                MonthSum.objects.filter(month=DAY).update(found=F("found") + 1)
            advance(hazard, action, by=by, note="再查")


def count_until(stop):
    while not stop.is_set():
        count_marked()
        stop.wait(0.2)


def together(acts):
    """Seconds until all have ended, each in a process of its own."""
    children = [multiprocessing.Process(target=act, args=args) for act, *args in acts]
    begun = time.perf_counter()
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    return time.perf_counter() - begun


def round_of(manner, keys, by):
    connection.close()  # children make connections of their own
    stop = multiprocessing.Event()
    job = multiprocessing.Process(target=count_until, args=[stop])
    if manner == "kept":
        job.start()
    took = together([(write, keys[n::WRITERS], manner, by) for n in range(WRITERS)])
    stop.set()
    if manner == "kept":
        job.join()
    return took


def fill():
    """An officer and hazards being mended, all in one township."""
    from tests import factories

    factories.reference.load_all()
    town = factories.place("990101100000", "云溪镇", "township")
    village = factories.place("990101100201", "石桥村")
    office = factories.Office.objects.create(township=town, name="应急办", is_safety_office=True)
    officer = factories.user("officer", town, office=office)
    made = [factories.hazard(village, state="rectifying", grade="ordinary", office=office) for _ in range(WRITERS * WRITES)]
    MonthSum.objects.create(township_id="0", month=DAY, found=0, closed=0)
    return [hazard.pk for hazard in made], officer


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=5)
    rounds = asked.parse_args().rounds
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    keys, officer = fill()
    times = {manner: [] for manner in MANNERS}
    for _ in range(rounds):
        for manner in MANNERS:
            times[manner].append(round_of(manner, keys, officer))
    bare = median(times["none"])
    print(
        f"{connection.vendor}, {WRITERS} writers, {len(keys)} writes a round\n\n| sums | writes/s | without = 1 |\n|---|---|---|"
    )
    for manner, found in times.items():
        print(f"| {manner} | {len(keys) / median(found):.0f} | {median(found) / bare:.2f} |")
    count_marked()
    assert not Uncounted.objects.exists()
    for alias, name, _ in old:
        alias.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

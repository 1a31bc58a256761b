"""A real batch by real workers, one of which is killed in mid-work: no paper and no number lost or given twice.

Started as people start the portal, on a database of its own: SQLite and a filesystem broker, or the PostgreSQL and Redis
of the run.
"""

import json
import os
import signal
import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.conf import settings

from tests.config.test_serve import Portal, children, own_database, until

PAPERS = 24  # a part of twenty and a short one
PREPARE = f"""
from datetime import date
from django.db import transaction
from notices import batch, drafts, services
from notices.models import Paper
from tests import factories
with transaction.atomic():
    w = factories.world()
    for n in range({PAPERS}):
        firm = factories.enterprise(w.village, name=f"恒远木器{{n}}厂")
        paper = drafts.draft_order(
            unit=firm, hazards=[("安全出口上锁", "仓库")], due_on=date(2027, 1, 5), inspectors="季长河、鲍国良", by=w.officer)
        services.advance(paper, "review", by=w.officer)
        services.sign(paper=paper, by=w.leader)
batch.start(act="issue", papers=Paper.objects.filter(state="signed"), by=w.officer)
"""
COUNT = "SELECT count(*) FROM notices_paper WHERE state = 'issued'"
BUSY = "SELECT count(*) FROM core_job WHERE state IN ('queued', 'running')"
OUTCOME = """
import json
from core.models import Job
from notices import batch, services
from notices.models import Paper, PaperLog, PaperNumber
papers = list(Paper.objects.order_by("number"))
counter = PaperNumber.objects.get()
print(json.dumps({
    "states": sorted({paper.state for paper in papers}), "numbers": [paper.number for paper in papers],
    "intact": sum(services.intact_bytes(paper).startswith(b"%PDF") for paper in papers),
    "issues": PaperLog.objects.filter(action="issue").count(), "codes": len({paper.verify_code for paper in papers}),
    "counter": [counter.last, counter.held, counter.free],
    "attempts": sorted(Job.objects.filter(kind=batch.PART_KIND).values_list("attempts", flat=True)),
    "failed": Job.objects.filter(state="failed").count(), "files": len({paper.file.name for paper in papers}),
}))
"""


@pytest.fixture
def portal(tmp_path):
    portal = Portal(tmp_path)
    portal.env["FONTS_DIR"] = str(settings.FONTS_DIR)
    with own_database(portal.env):
        portal.manage("tables")
        yield portal
        for process in portal.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


def asked(portal, query):
    """One number straight from the database: starting Django for each look would take the workers' time."""
    if url := portal.env.get("DATABASE_URL"):
        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchone()[0]
    with closing(sqlite3.connect(portal.folder / "portal.sqlite3", timeout=20)) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_batch_of_orders_survives_workers_killed_in_the_middle(portal):
    portal.ask(PREPARE)
    process = portal.serve("worker", "beat")
    until(lambda: asked(portal, COUNT) >= 4, 60)
    for pid in children(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.wait(40)
    before = asked(portal, COUNT)
    assert 4 <= before < PAPERS
    again = portal.serve("worker", "beat")
    until(lambda: asked(portal, COUNT) == PAPERS, 120)
    until(lambda: asked(portal, BUSY) == 0, 60)
    again.send_signal(signal.SIGINT)
    again.wait(40)
    found = json.loads(portal.ask(OUTCOME).split("\n")[-1])
    assert found["states"] == ["issued"] and found["numbers"] == list(range(1, PAPERS + 1))
    assert found["issues"] == found["codes"] == found["files"] == found["intact"] == PAPERS
    assert found["counter"] == [PAPERS, {}, []] and found["failed"] == 0
    assert found["attempts"][-1] >= 2  # a part was indeed cut short

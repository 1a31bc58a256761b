"""Recall, precision, time and memory of list matching on invented lists.

python docs/benchmarks/matching.py [small]                   in memory, with known truth
python docs/benchmarks/matching.py portal [deaths staff]     through the portal: two workbooks uploaded, read, sealed, compared

The portal is the one of the tests on SQLite in a file; processor time of the view and of the jobs.
"""

import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from incidents.matching.engine import LIKELY, Index, person  # noqa: E402
from tests.incidents.matching.invented import Invented  # noqa: E402

SIZES = ((20_000, 5_000, 500, 1), (200_000, 50_000, 5_000, 2026))


def people(rows, known):
    for key, row in enumerate(rows):
        yield person(key, known=known, **row)


def run(deaths, staff, shared, seed):
    lists = Invented(deaths, staff, shared, seed)
    known = sorted(lists.villages, key=len, reverse=True)
    began = time.perf_counter()
    index = Index(people(lists.staff, known))
    found = {}
    for one, other, points, _ in index.pairs(people(lists.deaths, known)):
        found[other.key, one.key] = points
    took = time.perf_counter() - began
    print(f"\n{deaths} x {staff}, {shared} people in both, seed {seed}: {took:.0f} s, at most {most():.0f} MB with the invented "
          f"lists in memory, {index.crowds} blocks too large\n")  # fmt: skip
    print("| pairs | found | true | precision | recall |\n|---|---|---|---|---|")
    for title, floor in (("points >= 60", 60), (f"points >= {LIKELY}", LIKELY), ("same number", 100)):
        kept = {pair for pair, points in found.items() if points >= floor}
        true = len(kept & lists.truth)
        print(f"| {title} | {len(kept)} | {true} | {true / max(len(kept), 1):.3f} | {true / shared:.3f} |")
    return lists, found


def most():
    """Megabytes this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def workbook(rows, deaths):
    """Bytes of a workbook as the template has it; who died also has a day."""
    from core import xlsx
    from incidents.matching.reading import BORN, DAY, NAME, NUMBER, SEX, VILLAGE

    heads = {NAME: "name", SEX: "sex", NUMBER: "number", BORN: "born", VILLAGE: "village"}
    columns = [xlsx.Column(head, lambda row, key=key: row[key], 16) for head, key in heads.items()]
    columns += [xlsx.Column(DAY, lambda row: "2025-03-02", 16)] if deaths else []
    return xlsx.write("名单", columns, rows)


def invent(folder, *size):
    """In a process of its own, so that the lists do not count in the memory of the portal."""
    import django

    django.setup()
    lists = Invented(*size)
    (folder / "hospital.xlsx").write_bytes(workbook(lists.deaths, deaths=True))
    (folder / "staff.xlsx").write_bytes(workbook(lists.staff, deaths=False))
    lines = [(one + 2, other + 2) for one, other in lists.truth]  # below the headings
    (folder / "told.json").write_text(json.dumps({"truth": lines, "villages": lists.villages}))


def timed(title, act, rows):
    """Do it and print its line; what it gave."""
    began = time.process_time()
    found = act()
    spent = time.process_time() - began
    print(f"| {title} | {spent:.1f} | {rows / spent:.0f} | {most():.0f} |", flush=True)
    return found


def portal(deaths, staff, shared, seed=2026):
    """Two lists through the pages an officer uses."""
    import django
    from django.conf import settings

    django.setup()
    from django.apps import apps
    from django.test.utils import setup_databases, setup_test_environment

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    try:
        with tempfile.TemporaryDirectory() as folder:
            one = multiprocessing.Process(target=invent, args=(Path(folder), deaths, staff, shared, seed))
            one.start()
            one.join()
            _through_the_pages(Path(folder), {"hospital": deaths, "staff": staff})
    finally:
        for connection, name, _ in old:
            connection.creation.destroy_test_db(name, verbosity=0)


def _through_the_pages(folder, sizes):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse

    from core import clock, jobs, xlsx
    from core.models import Job
    from incidents.matching import reading, store
    from incidents.models import Candidate, NameList, NameMatch
    from tests import factories

    w, told = factories.world(), json.loads((folder / "told.json").read_text())
    for number, name in enumerate(told["villages"], 300):
        factories.place(f"{w.town.pk[:9]}{number}", name)
    client = Client()
    client.force_login(w.officer, backend="accounts.backends.SeatedBackend")
    form = {"title": "名单", "provider": "卫生院", "destroy_on": clock.today() + timedelta(days=30)}

    def job_of(to, **data):
        """The job that a form sends off."""
        return Job.objects.get(pk=client.post(to, data).url.strip("/").split("/")[-1])

    def done(job):
        assert jobs.run(job.pk).state == "done", Job.objects.get(pk=job.pk).error

    kept = {}
    print("\n| step | s | rows/s | most memory so far, MB |\n|---|---|---|---|")
    for kind, rows in sizes.items():
        data = (folder / f"{kind}.xlsx").read_bytes()
        values = form | {"kind": kind, "file": SimpleUploadedFile("名单.xlsx", data, xlsx.XLSX), "form_token": kind}
        upload = f"{rows} rows, {len(data) / 2**20:.1f} MB: upload, seal the workbook"
        job = timed(upload, lambda values=values: job_of(reverse("incidents:names_new"), **values), rows)
        timed("job: read it, seal and write each line", lambda job=job: done(job), rows)
        timed("… of it reading the workbook", lambda data=data, kind=kind: reading.read(data, kind), rows)
        kept[kind] = NameList.objects.get(pk=job.params["names"])
        timed("open each line", lambda kind=kind: sum(1 for _ in store._people(kept[kind], [])), rows)
    to = reverse("incidents:names_compare", args=[kept["hospital"].pk])
    job = job_of(to, other=kept["staff"].pk)
    timed("job: open both, compare, write candidates", lambda: done(job), sum(sizes.values()))
    page = reverse("incidents:pair", args=[NameMatch.objects.get().pk])
    client.get(page)  # the first page of a process also reads templates and addresses
    timed("page of the candidates", lambda: client.get(page), 50)
    found, truth = set(Candidate.objects.values_list("one_line", "other_line")), set(map(tuple, told["truth"]))
    print(f"\n{len(found)} candidates, {len(found & truth)} of {len(truth)} people found")


if __name__ == "__main__":
    if sys.argv[1:2] == ["portal"]:
        sizes = [int(size) for size in sys.argv[2:]] or SIZES[1][:2]
        portal(*sizes, shared=sizes[1] // 10)
    else:
        for size in SIZES[: 1 if sys.argv[1:] else 2]:
            run(*size)

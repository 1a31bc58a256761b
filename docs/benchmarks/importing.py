"""Time and memory of importing many enterprises with three broken rows in a hundred: python docs/benchmarks/importing.py [rows]"""

import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from core import imports, jobs, xlsx  # noqa: E402
from core.models import ImportBatch  # noqa: E402

BROKEN = 33  # one row in so many has a fault, of three sorts in turn


def workbook(rows, trade):
    """Bytes of a workbook as the template has it, and how many of its rows are broken."""
    from enterprises.imports import HEADERS
    from tests.factories import credit_code

    found, broken = [], 0
    for number in range(rows):
        row = {
            "企业名称": f"云溪第{number}机械厂", "统一社会信用代码": credit_code(number), "所在村": "石桥村", "行业领域": trade,
            "主要负责人": "季长河", "负责人手机": "13800000000", "从业人数": str(number % 90), "地址": f"{number}号",
        }  # fmt: skip
        if number % BROKEN == 0:
            wrong = (("统一社会信用代码", "91"), ("所在村", "没有这村"), ("从业人数", "很多"))[broken % 3]
            row |= dict([wrong])
            broken += 1
        found.append(row)
    return xlsx.write("企业", [xlsx.Column(h, lambda row, h=h: row.get(h, ""), 16) for h in HEADERS], found), broken


def memory():
    """The most memory held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(name, act):
    begun = time.perf_counter()
    found = act()
    print(f"| {name} | {time.perf_counter() - begun:.1f} s | {memory():.0f} MB |", flush=True)
    return found


def main(rows):
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    from tests import factories

    factories.reference.load_all()
    town = factories.place("990101100000", "云溪镇", "township")
    factories.place("990101100201", "石桥村")
    office = factories.Office.objects.create(township=town, name="应急办", is_safety_office=True)
    officer = factories.user("officer", town, office=office)
    data, broken = workbook(rows, factories.Sector.objects.get(code="metals").name)
    print(f"{rows} rows, {broken} broken, {len(data) / 2**20:.1f} MB, {memory():.0f} MB before\n")
    print("| step | time | most memory |\n|---|---|---|")
    batch, job = imports.upload(kind="enterprises", name="企业.xlsx", data=data, by=officer)
    timed("read and check", lambda: jobs.run(job.pk))
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.counts["faulty"] == broken, (batch.counts, batch.message)
    timed("write the good ones", lambda: jobs.run(imports.commit(batch=batch, by=officer).pk))
    batch = ImportBatch.objects.get(pk=batch.pk)
    failed = timed("workbook of the failed ones", lambda: imports.failed_rows(batch))
    sheet = load_workbook(io.BytesIO(failed), read_only=True).active
    lines = list(sheet.iter_rows(values_only=True))
    assert len(lines) == broken + 1 and batch.state == "committed"
    print(f"\nFirst failed rows: {[(line[0], line[1]) for line in lines[1:4]]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

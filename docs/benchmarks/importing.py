"""Importing enterprises with three broken rows in a hundred: reading and checking with preview, writing with history and search.

python docs/benchmarks/importing.py [rows …]    (10000 100000 when none are named)

In processor time; on a PostgreSQL with `.venv/bin/python -m tests.services .venv/bin/python` before it by the clock. Beside it,
where it is installed, django-import-export takes a workbook of good rows: a trial run, then the import, each row cleaned.
"""

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
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from core import imports, jobs, xlsx  # noqa: E402
from core.models import ImportBatch  # noqa: E402
from enterprises.models import Enterprise, EnterpriseText  # noqa: E402
from places.models import Place, Sector  # noqa: E402

BROKEN = 33  # one row in so many has a fault, of three sorts in turn
THEIRS = 3000  # rows that django-import-export takes: it needs as long for each
FIRMS = ("恒远", "嘉禾", "鼎盛", "瑞丰", "万通", "金石", "华腾", "宏业", "新源", "永固", "德润", "启明")


def workbook(first, rows, trade, broken_one_in=BROKEN):
    """Bytes of a workbook as the template has it, and how many of its rows are broken."""
    from enterprises.imports import HEADERS
    from tests.factories import credit_code

    found, broken = [], 0
    for number in range(first, first + rows):
        row = {
            "企业名称": f"云溪{FIRMS[number % len(FIRMS)]}第{number}机械厂", "统一社会信用代码": credit_code(number), "所在村": "石桥村",
            "行业领域": trade, "主要负责人": "季长河", "负责人手机": "13800000000", "从业人数": str(number % 90), "地址": f"{number}号",
        }  # fmt: skip
        if broken_one_in and number % broken_one_in == 0:
            wrong = (("统一社会信用代码", "91"), ("所在村", "没有这村"), ("从业人数", "很多"))[broken % 3]
            row |= dict([wrong])
            broken += 1
        found.append(row)
    return xlsx.write("企业", [xlsx.Column(h, lambda row, h=h: row.get(h, ""), 16) for h in HEADERS], found), broken


def timed(act):
    """(what it gave, its seconds)."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    begun = clock()
    found = act()
    return found, clock() - begun


def ours(data, broken, officer):
    """Seconds of reading and checking, of writing."""
    batch, job = imports.upload(kind="enterprises", name="企业.xlsx", data=data, by=officer)
    _, checked = timed(lambda: jobs.run(job.pk))
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.counts["faulty"] == broken, (batch.counts, batch.message)
    _, written = timed(lambda: jobs.run(imports.commit(batch=batch, by=officer).pk))
    batch = ImportBatch.objects.get(pk=batch.pk)
    sheet = load_workbook(io.BytesIO(imports.failed_rows(batch)), read_only=True).active
    assert len(list(sheet.iter_rows(values_only=True))) == broken + 1 and batch.state == "committed"
    return checked, written


def theirs(data):
    """Seconds of django-import-export for the same columns; None where it is not installed."""
    try:
        from import_export import fields, resources, widgets
        from tablib import Dataset
    except ImportError:
        return None
    names = {"企业名称": "name", "统一社会信用代码": "credit_code", "主要负责人": "principal", "负责人手机": "principal_phone",
             "从业人数": "employees", "地址": "address"}  # fmt: skip
    columns = {name: fields.Field(attribute=name, column_name=header) for header, name in names.items()}
    for header, name, model in (("所在村", "village", Place), ("行业领域", "sector", Sector)):
        widget = widgets.ForeignKeyWidget(model, "name")
        columns[name] = fields.Field(attribute=name, column_name=header, widget=widget)
    meta = {
        "model": Enterprise,
        "import_id_fields": ["credit_code"],
        "fields": tuple(columns),
        "clean_model_instances": True,
    }
    resource_class = type("Firms", (resources.ModelResource,), columns | {"Meta": type("Meta", (), meta)})

    def both():
        table = Dataset().load(data, format="xlsx")
        for is_trial in (True, False):
            result = resource_class().import_data(table, dry_run=is_trial)
            assert not result.has_errors() and not result.has_validation_errors(), result.row_errors()[:1]

    return timed(both)[1]


def main(sizes):
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    from tests import factories

    factories.reference.load_all()
    town = factories.place("990101100000", "云溪镇", "township")
    factories.place("990101100201", "石桥村")
    office = factories.Office.objects.create(township=town, name="应急办", is_safety_office=True)
    officer = factories.user("officer", town, office=office)
    trade, first = factories.Sector.objects.get(code="metals").name, 0
    print(f"{connection.vendor}\n\n| rows | check, s | write, s | rows/s | most memory, MB |\n|---|---|---|---|---|")
    for rows in sizes:
        data, broken = workbook(first, rows, trade)
        checked, written = ours(data, broken, officer)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {rows} | {checked:.1f} | {written:.1f} | {rows / (checked + written):.0f} | {most:.0f} |", flush=True)
        first += rows
    assert EnterpriseText.objects.count() == Enterprise.objects.count() == Enterprise.history.count()
    if spent := theirs(workbook(first, THEIRS, trade, 0)[0]):
        print(f"\ndjango-import-export: {THEIRS} rows in {spent:.1f} s, {THEIRS / spent:.0f} rows/s")
    for alias, name, _ in old:
        alias.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])

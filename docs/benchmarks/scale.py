"""The lists, the search, the workbooks and the leader's screen over very many rows, beside Django's admin on the same rows.

DATA_DIR=/somewhere/empty ./run manage migrate && … load_reference && … big_data    (or DATABASE_URL=…)
DATA_DIR=/somewhere/empty .venv/bin/python docs/benchmarks/scale.py [rounds]

Every line is asked for in turn, round by round, through the whole stack of middleware; the quickest round of each counts.
"""

import io
import os
import sys
import time
import types
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 9
DAY = "2025-06-01"  # in the middle of the days of hazards.big


def settings_module():
    """The settings of one machine with Django's admin beside the portal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    from importlib import import_module

    module = types.ModuleType("scale_settings")
    module.__dict__.update(vars(import_module(os.environ["DJANGO_SETTINGS_MODULE"])))
    module.INSTALLED_APPS = [*module.INSTALLED_APPS, "django.contrib.admin"]
    module.ROOT_URLCONF, module.ALLOWED_HOSTS = "scale_urls", ["*"]
    module.STORAGES = module.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    sys.modules["scale_settings"] = module
    os.environ["DJANGO_SETTINGS_MODULE"] = "scale_settings"


def admin_urls():
    """The portal's addresses, /admin/ open to whoever is logged in, and /bare/: a page with nothing on it."""
    from django.contrib import admin
    from django.shortcuts import render
    from django.urls import include, path

    from enterprises.models import Enterprise
    from hazards.models import Hazard

    class Site(admin.AdminSite):
        def has_permission(self, request):
            return True

    class Rows(admin.ModelAdmin):
        list_per_page = 50
        has_view_permission = has_module_permission = lambda self, request, obj=None: True
        has_add_permission = has_delete_permission = has_change_permission = lambda self, request, obj=None: False

    class Hazards(Rows):
        list_display = (
            "number",
            "enterprise",
            "description",
            "grade",
            "found_on",
            "due_on",
            "responsible",
            "office",
            "state",
        )
        list_filter = ("state", "grade", "sector", "source")
        search_fields = ("description", "location", "number", "enterprise__name", "village__name")
        list_select_related = ("village", "enterprise", "sector", "office")

    class Enterprises(Rows):
        list_display = (
            "name",
            "credit_code",
            "village",
            "sector",
            "scale",
            "risk_colour",
            "supervising_office",
            "principal",
        )
        list_filter = ("sector", "scale", "risk_colour", "status")
        search_fields = ("name", "initials", "credit_code")
        list_select_related = ("village", "sector", "supervising_office")

    site = Site()
    site.register(Hazard, Hazards)
    site.register(Enterprise, Enterprises)
    urls = types.ModuleType("scale_urls")
    bare = path("bare/", lambda request: render(request, "base_office.html"))
    urls.urlpatterns = [path("admin/", site.urls), bare, path("", include("config.urls"))]
    for name in ("handler400", "handler403", "handler404", "handler500"):
        setattr(urls, name, getattr(sys.modules["config.urls"], name))
    sys.modules["scale_urls"] = urls


settings_module()
import django  # noqa: E402

django.setup()
import config.urls  # noqa: E402, F401

admin_urls()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from hazards.models import Hazard  # noqa: E402


def deep(n=500_000):
    """The address of the page that begins behind the n-th row."""
    rows = Hazard.objects.values_list("found_on", "pk")
    day, key = rows[min(n, rows.count() - 100)]
    return f"page=10000&after={day}~{key}"


SEATS = {"city": "big-city", "county": "big-county", "township": "big-officer"}


def cases():
    """(name, seat, address)."""
    hazards, firms, admin = "/hazards/", "/enterprises/", "/admin/hazards/hazard/"
    for seat in SEATS:
        yield "bare page", seat, "/bare/"
        yield "hazards, page 1", seat, hazards
        yield "hazards, state and sector", seat, f"{hazards}?state=rectifying&sector=trade"
        yield "hazards, major and open", seat, f"{hazards}?grade=major&open=1"
        yield "hazards, overdue", seat, f"{hazards}?overdue=1"
        yield "hazards, source and since a day", seat, f"{hazards}?source=tip&found_from={DAY}"
        yield "hazards, a village", seat, f"{hazards}?village=970101100201&state=closed"
        yield "hazards, by limit", seat, f"{hazards}?o=due"
        yield "hazards, a common word", seat, f"{hazards}?q=堵塞"
        yield "hazards, a rare word", seat, f"{hazards}?q=蜂窝"
        yield "hazards, no such word", seat, f"{hazards}?q=鲸鱼"
        yield "hazards, a word of nearly all", seat, f"{hazards}?q=整改"
        yield "hazards, one character", seat, f"{hazards}?q=塞"
        yield "enterprises, page 1", seat, firms
        yield "enterprises, sector and scale", seat, f"{firms}?sector=trade&scale=micro"
        yield "enterprises, by name", seat, f"{firms}?q=恒远机械"
    yield "hazards, page 10,000", "city", f"{hazards}?{deep()}"
    yield "admin, hazards, page 1", "city", admin
    yield "admin, state and sector", "city", f"{admin}?state__exact=rectifying&sector__code__exact=trade"
    yield "admin, hazards, page 10,000", "city", f"{admin}?p=10000"
    yield "admin, a common word", "city", f"{admin}?q=堵塞"
    yield "admin, a rare word", "city", f"{admin}?q=蜂窝"
    yield "admin, enterprises, page 1", "city", "/admin/enterprises/enterprise/"
    for seat in SEATS:
        yield "leader's screen", seat, "/stats/"


def spent():
    """Seconds: of our own processor where the database runs in it, else of the clock, which a busy machine stretches."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def measure(only=""):
    """{(name, seat): [milliseconds, queries, bytes]}; what takes seconds is asked for twice."""
    clients = {}
    for seat, name in SEATS.items():
        clients[seat] = Client()
        clients[seat].force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    asked = [case for case in cases() if only in case[0]]
    for turn in range(ROUNDS):
        for name, seat, address in asked:
            with CaptureQueriesContext(connection) as queries:
                begun = spent()
                answer = clients[seat].get(address)
                took = (spent() - begun) * 1000
            assert answer.status_code == 200, (address, answer.status_code)
            before = found.get((name, seat), [took])[0]
            found[name, seat] = [min(took, before), len(queries), len(answer.content)]
        asked = [case for case in asked if not turn or found[case[:2]][0] < 2500]
    return found


def workbooks(rows=20_000):
    """{writer: seconds} for rows of twenty columns: ours, openpyxl's quickest and, where it is installed, XlsxWriter's."""
    from openpyxl import Workbook

    from core.sheets import write_to
    from core.xlsx import Column

    table = [tuple(f"第{n}处{c}堵塞" for c in range(17)) + (n, n * 2, None) for n in range(rows)]
    columns = [Column(f"列{n}", lambda row, n=n: row[n]) for n in range(20)]
    begun = time.process_time()
    write_to(io.BytesIO(), "台账", columns, table)
    ours, begun = time.process_time() - begun, time.process_time()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    book.save(io.BytesIO())
    return {"ours": ours, "openpyxl write_only": time.process_time() - begun} | by_xlsxwriter(table)


def by_xlsxwriter(table):
    try:
        from xlsxwriter import Workbook
    except ImportError:
        return {}
    begun = time.process_time()
    book = Workbook(io.BytesIO(), {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    book.close()
    return {"XlsxWriter constant_memory": time.process_time() - begun}


def main():
    rows = measure(sys.argv[2] if len(sys.argv) > 2 else "")
    bare = min(took for (name, _), (took, *_) in rows.items() if name == "bare page")
    print(f"{connection.vendor}\n\n| page | seat | bare page = 1 | queries | kB |\n|---|---|---|---|---|")
    for (name, seat), (took, queries, size) in rows.items():
        print(f"| {name} | {seat} | {took / bare:.1f} | {queries} | {size / 1000:.0f} |")
    print("\na workbook of 20,000 rows: " + ", ".join(f"{name} {took:.1f} s" for name, took in workbooks().items()))


if __name__ == "__main__":
    main()

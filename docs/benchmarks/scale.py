"""The lists, the search and the leader's screen over very many rows, beside Django's admin on the same rows.

DATA_DIR=/somewhere .venv/bin/python docs/benchmarks/scale.py [--rounds 9] [--hazards 1000000] [--enterprises 200000]
.venv/bin/python -m tests.services .venv/bin/python docs/benchmarks/scale.py …    (PostgreSQL)

An empty database is filled first. Every line is asked for in turn, round by round, through the whole stack of middleware; the
quickest round of each counts. The floor of a page is the page with nothing on it, its own statements sent by the driver, and
its rows drawn by the plainest template, ten cells each.
"""

import argparse
import os
import sys
import time
import types
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
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

    class Stock(Hazards):
        """As one writes it down first: each row asks for its neighbours, every village is a link."""

        list_filter = ("state", "grade", "sector", "source", "village")
        list_select_related = ()

    site, stock = Site(), Site("stock")
    site.register(Hazard, Hazards)
    site.register(Enterprise, Enterprises)
    stock.register(Hazard, Stock)
    urls = types.ModuleType("scale_urls")
    bare = path("bare/", lambda request: render(request, "base_office.html"))
    urls.urlpatterns = [path("admin/", site.urls), path("stock/", stock.urls), bare, path("", include("config.urls"))]
    for name in ("handler400", "handler403", "handler404", "handler500"):
        setattr(urls, name, getattr(sys.modules["config.urls"], name))
    sys.modules["scale_urls"] = urls


settings_module()
import django  # noqa: E402

django.setup()
import config.urls  # noqa: E402, F401

admin_urls()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from hazards.models import CountedTown, Hazard, HazardText, Uncounted  # noqa: E402
from hazards.sums import count_marked  # noqa: E402


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
    yield "stock admin, hazards, page 1", "city", "/stock/hazards/hazard/"
    yield "stock admin, state and sector", "city", "/stock/hazards/hazard/?state__exact=rectifying&sector__code__exact=trade"
    yield "admin, enterprises, page 1", "city", "/admin/enterprises/enterprise/"
    yield "admin, enterprises by name", "city", "/admin/enterprises/enterprise/?q=恒远机械"
    for seat in SEATS:
        yield "leader's screen", seat, "/stats/"


def spent():
    """Seconds of processor: our own, and that of the PostgreSQL behind our connection."""
    return time.process_time() + (served() if connection.vendor == "postgresql" else 0)


def served():
    """Of the database's process; it runs on this machine, in one process for each connection."""
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9


def quickest(act, rounds):
    """Milliseconds of the quickest round."""
    found = []
    for _ in range(rounds):
        begun = spent()
        act()
        found.append((spent() - begun) * 1000)
    return min(found)


def clients():
    found = {seat: Client() for seat in SEATS}
    for seat, name in SEATS.items():
        found[seat].force_login(User.objects.get(username=name), backend="accounts.backends.SeatedBackend")
    return found


def measure(seats, rounds, only=""):
    """{(name, seat): [milliseconds, queries, bytes]}; what takes seconds is asked for once."""
    found = {}
    asked = [case for case in cases() if only in case[0]]
    for turn in range(rounds):
        for name, seat, address in asked:
            with CaptureQueriesContext(connection) as queries:
                begun = spent()
                answer = seats[seat].get(address)
                took = (spent() - begun) * 1000
            assert answer.status_code == 200, (address, answer.status_code)
            before = found.get((name, seat), [took])[0]
            found[name, seat] = [min(took, before), len(queries), len(answer.content)]
        asked = [case for case in asked if turn > rounds // 3 or found[case[:2]][0] < 1500]
    return found


def floor(client, address, rounds):
    """Milliseconds, in turn: the page, the one with nothing on it, its own statements, its rows by the plainest template."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    with CaptureQueriesContext(connection) as every:
        client.get("/bare/")
    heads = [query["sql"].split(" WHERE ")[0] for query in every]
    own = [query["sql"] for query in asked if query["sql"].split(" WHERE ")[0] not in heads]
    plain = "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}"
    drawn, rows = engines["django"].from_string(plain), [[f"第{n}处消防通道堵塞"] * 10 for n in range(50)]

    def ask():
        with connection.cursor() as cursor:
            for sql in own:
                cursor.execute(sql)
                cursor.fetchall()

    acts = (lambda: client.get(address), lambda: client.get("/bare/"), ask, lambda: drawn.render({"rows": rows}))
    turns = [[quickest(act, 1) for act in acts] for _ in range(rounds * 4)]
    return map(min, zip(*turns, strict=True))


PARTS = ("state=rectifying", "grade=major", "overdue=1", "sector=trade", "source=tip", "village=970101100201", "again=1",
         "problem=enforcement", "open=1", f"found_from={DAY}", f"found_to={DAY}", "o=due", "q=堵塞")  # fmt: skip


def pairs(client):
    """[(milliseconds, two filters)] of the register, the slowest first."""
    found = []
    for two in combinations(PARTS, 2):
        address = f"/hazards/?{'&'.join(two)}"
        found.append((quickest(lambda address=address: client.get(address), 3), " and ".join(two)))
    return sorted(found, reverse=True)


def live(client):
    """Milliseconds of the leader's screen when no sums are kept: added up from the rows."""
    with transaction.atomic():
        towns = CountedTown.objects.values_list("pk", flat=True)
        Uncounted.objects.bulk_create([Uncounted(township_id=town) for town in towns])
        begun = spent()
        client.get("/stats/")
        took = (spent() - begun) * 1000
        transaction.set_rollback(True)
    return took


def holds(words=("堵塞", "蜂窝", "鲸鱼", "整改", "电缆上锁")):
    """Whether the words find the very rows that LIKE finds."""
    for word in words:
        by_words = set(HazardText.narrow(Hazard.objects.all(), word).order_by().values_list("pk", flat=True))
        by_like = set(HazardText.objects.filter(text__contains=word).values_list("pk", flat=True))
        assert by_words == by_like, word
        print(f"- {word}: {len(by_like)} rows, the same as by LIKE")


def fill(options):
    if connection.introspection.table_names() and Hazard.objects.exists():
        return
    call_command("tables")
    call_command("load_reference")
    call_command("big_data", hazards=options.hazards, enterprises=options.enterprises, villages=options.villages)


def main():
    asked = argparse.ArgumentParser()
    for name, usual in (("rounds", 9), ("hazards", 1_000_000), ("enterprises", 200_000), ("villages", 5_000)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    asked.add_argument("--only", default="", help="part of the names of the lines")
    options = asked.parse_args()
    fill(options)
    count_marked()
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET max_parallel_workers_per_gather = 0")  # others' processors are not counted
    seats = clients()
    rows = measure(seats, options.rounds, options.only)
    print(f"{connection.vendor}, {Hazard.objects.count()} hazards\n")
    for address in ("/hazards/", "/enterprises/"):
        page, bare, sql, template = floor(seats["city"], address, options.rounds)
        whole = bare + sql + template
        print(f"{address}: {page:.1f} ms; bare page {bare:.1f} + own statements {sql:.1f} + plain rows {template:.1f}"
              f" = floor {whole:.1f}; {page / whole:.2f} floors, {page / bare:.2f} bare pages")  # fmt: skip
    print("| page | seat | ms | bare page = 1 | queries | kB |\n|---|---|---|---|---|---|")
    for (name, seat), (took, queries, size) in rows.items():
        print(f"| {name} | {seat} | {took:.1f} | {took / bare:.1f} | {queries} | {size / 1000:.0f} |")
    if options.only:
        return
    print("\nslowest pairs of filters (city):")
    for took, two in pairs(seats["city"])[:6]:
        print(f"- {two}: {took:.1f} ms, {took / bare:.1f} bare pages")
    print(f"\nleader's screen without kept sums: {live(seats['city']):.0f} ms\n")
    holds()


if __name__ == "__main__":
    main()

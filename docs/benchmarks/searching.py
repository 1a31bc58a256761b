"""How long a word takes to be found in 20,000 papers: python docs/benchmarks/searching.py [PAPERS [CHARACTERS]]

On SQLite in a throw-away file; on a PostgreSQL with `.venv/bin/python -m tests.services .venv/bin/python …` before it. The
papers are sentences of the tests' invented notices, drawn anew. Each word is asked for by the portal (count up to its cap and
first page of the register in an officer's sight) and by Django admin's own `search_fields` over the same texts (count and
first page), in turn; the median and the worst of the rounds count.
"""

import os
import random
import re
import sys
import time
from pathlib import Path
from statistics import median
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.admin import ModelAdmin, site  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402

from core.paging import page_of  # noqa: E402
from notices.filters import PaperFilter  # noqa: E402
from notices.models import Paper, PaperText  # noqa: E402
from tests import factories  # noqa: E402

ROUNDS, PAGE = 7, 50
WORDS = ("甲乙", "堵塞", "堵塞通道", "宿舍", "安全", "安全生产", "人民政府", "安全 排查 整改", "12号", "工")


class TextAdmin(ModelAdmin):
    search_fields = ("text",)


def fill(papers, characters):
    """A township with so many papers of so many characters; the officer who looks for them."""
    draw, w = random.Random(20), factories.world()
    sources = sorted((ROOT / "tests/circulars/notices").glob("*.txt"))
    parts = [part for path in sources for part in re.split(r"(?<=[。；\n])", path.read_text()) if 8 < len(part) < 120]
    rows = []
    for number in range(1, papers + 1):
        body = ""
        while len(body) < characters:
            body += draw.choice(parts)
        rows.append(Paper(
            township=w.town, kind="circular", issuer="云溪镇人民政府", code="云政发", year=2012 + number % 14, number=number,
            title=draw.choice(parts)[:40].strip(), content={"body": body}, created_by=w.officer,
            issued_on=f"{2012 + number % 14}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        ))  # fmt: skip
    Paper.objects.bulk_create(rows, batch_size=500)
    begun = time.perf_counter()
    PaperText.refresh(Paper.objects.all())
    print(
        f"{connection.vendor}, {papers} papers of {characters} characters, indexed in {time.perf_counter() - begun:.0f} s\n"
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return w.officer


def ours(word, user):
    asked = QueryDict(mutable=True)
    asked["q"] = word
    rows = Paper.objects.visible_to(user).select_related("township", "signer").with_receipts()
    page = page_of(PaperFilter(asked, queryset=rows, request=SimpleNamespace(user=user)).qs, {}, per_page=PAGE)
    return page.counted


def admins(word):
    rows, _ = TextAdmin(PaperText, site).get_search_results(None, PaperText.objects.select_related("owner"), word)
    list(rows.order_by("-owner__issued_on", "-pk")[:PAGE])
    return rows.count()


def milliseconds(act, *args):
    begun = time.perf_counter()
    answer = act(*args)
    return (time.perf_counter() - begun) * 1000, answer


def main(papers=20_000, characters=1000):
    user, every = fill(int(papers), int(characters)), []
    print("| word | papers | ours, ms: median, worst | admin, ms | admin : ours |\n|---|---|---|---|---|")
    for word in WORDS:
        times, theirs = [], []
        for _ in range(ROUNDS):
            taken, counted = milliseconds(ours, word, user)
            times.append(taken)
            theirs.append(milliseconds(admins, word)[0])
        every += times
        row = (word, counted, f"{median(times):.0f}, {max(times):.0f}", f"{median(theirs):.0f}")
        print(f"| {' | '.join(row)} | {median(theirs) / median(times):.1f} |", flush=True)
    print(f"\n95 of 100 within {sorted(every)[int(len(every) * 0.95)]:.0f} ms.")


if __name__ == "__main__":
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    name = connection.creation.create_test_db(verbosity=0)
    try:
        main(*sys.argv[1:])
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)

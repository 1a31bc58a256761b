"""Recall, precision, time and memory of list matching on invented lists: python docs/benchmarks/matching.py [SMALL]"""

import os
import resource
import sys
import time
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{deaths} x {staff}, {shared} people in both, seed {seed}: {took:.0f} s, at most {peak:.0f} MB with the invented "
          f"lists in memory, {index.crowds} blocks too large\n")  # fmt: skip
    print("| pairs | found | true | precision | recall |\n|---|---|---|---|---|")
    for title, floor in (("points >= 60", 60), (f"points >= {LIKELY}", LIKELY), ("same number", 100)):
        kept = {pair for pair, points in found.items() if points >= floor}
        true = len(kept & lists.truth)
        print(f"| {title} | {len(kept)} | {true} | {true / max(len(kept), 1):.3f} | {true / shared:.3f} |")
    return lists, found


if __name__ == "__main__":
    for size in SIZES[: 1 if sys.argv[1:] else 2]:
        run(*size)

"""Recall and precision of the rules of quality on the labelled set: python docs/benchmarks/quality.py"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from hazards.quality import VERSION, measure  # noqa: E402

SETS = (("answers", "perfunctory answers", measure.perfunctory), ("pairs", "same hazard", measure.same))


def line(title, part, rows, found):
    """A row of the table."""
    score = measure.score(rows, found)
    counts = f"{score.hits} / {score.false} / {score.missed} / {score.right}"
    return f"| {title} | {part} | {len(rows)} | {counts} | {score.precision:.3f} | {score.recall:.3f} |"


def main():
    print(f"Rules version {VERSION}\n")
    print("| what | part | rows | hit / false / missed / left alone | precision | recall |\n|---|---|---|---|---|---|")
    for name, title, found in SETS:
        rows = measure.rows_of(ROOT / "tests" / "hazards" / "data" / f"{name}.tsv")
        for part, some in zip(("tuned on", "held back"), measure.parted(rows), strict=True):
            print(line(title, part, some, found))


if __name__ == "__main__":
    main()

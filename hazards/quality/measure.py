"""Recall and precision of the rules on a labelled set: tab-separated rows, every third one held back from tuning."""

import csv
from dataclasses import dataclass
from pathlib import Path

from . import alike, words


@dataclass(frozen=True)
class Score:
    hits: int
    false: int
    missed: int
    right: int
    wrong: list

    @property
    def recall(self):
        return self.hits / (self.hits + self.missed)

    @property
    def precision(self):
        return self.hits / (self.hits + self.false)


def rows_of(path):
    with Path(path).open(encoding="utf-8") as source:
        return list(csv.DictReader(source, delimiter="\t"))


def parted(rows):
    """(tuned on, held back)"""
    return [row for at, row in enumerate(rows) if at % 3], rows[::3]


def perfunctory(row):
    return bool(words.judge(row["said"], (row["asked"],)))


def same(row):
    pair = (row["place"], row["text"]), (row["other_place"], row["other_text"])
    return alike.likeness(*pair) >= alike.NEAR


def score(rows, found):
    """`found(row)` is what the rule says; the column `label` what a person said."""
    outcome = [(row["label"] == "1", bool(found(row)), row) for row in rows]
    count = lambda want, got: sum(pair[:2] == (want, got) for pair in outcome)  # noqa: E731
    wrong = [tuple(row.values()) for want, got, row in outcome if want != got]
    return Score(count(True, True), count(False, True), count(True, False), count(False, False), wrong)

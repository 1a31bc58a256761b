"""The national criteria and kinds of illegal acts every installation starts with, from hazards/data: short words of our own, no text of the law."""

import csv
from pathlib import Path

from core.imports import date_of
from enterprises.initials import initials_of

from .models import Clause, Offence, Standard

DATA = Path(__file__).parent / "data"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8") as source:
        return list(csv.DictReader(source, delimiter="\t"))


def load_criteria():
    """Standards and clauses not yet there; safe to run twice."""
    standards = {row["key"]: _standard(row) for row in rows_of("standards.tsv")}
    known = set(Clause.objects.filter(standard__township=None).values_list("standard_id", "number"))
    rows = [
        Clause(standard=standards[r.pop("standard")], initials=initials_of(r["text"]), **r) for r in rows_of("clauses.tsv")
    ]
    Clause.objects.bulk_create([row for row in rows if (row.standard_id, row.number) not in known])


def load_offences():
    """Kinds of illegal acts not yet there; limits only where the law was read, the office adds its own."""
    known = set(Offence.objects.filter(township=None).values_list("name", flat=True))
    rows = [row for row in rows_of("offences.tsv") if row["name"] not in known]
    Offence.objects.bulk_create(
        Offence(
            name=row["name"], sector_id=row["sector"] or None, basis=row["basis"], certainty=row["certainty"],
            most_unit=row["most_unit"] or None,
        )
        for row in rows
    )  # fmt: skip


def _standard(row):
    values = {name: value for name, value in row.items() if name not in ("key", "sector", "name", "document")}
    values |= {name: date_of(row[name]) for name in ("valid_from", "valid_to")}
    own = {"township": None, "document": row["document"], "name": row["name"]}
    return Standard.objects.get_or_create(**own, defaults=values | {"sector_id": row["sector"]})[0]

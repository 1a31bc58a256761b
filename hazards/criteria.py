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
    """Standards and clauses not yet there, and the dates of standards as the file has them; safe to run twice."""
    standards = {row["key"]: _standard(row) for row in rows_of("standards.tsv")}
    known, said = _shipped(), rows_of("clauses.tsv")
    Clause.objects.bulk_create(
        Clause(
            standard=standards[row["standard"]], number=row["number"], text=row["text"], grade=row["grade"],
            initials=initials_of(row["text"]),
        )
        for row in said if (standards[row["standard"]].pk, row["number"]) not in known
    )  # fmt: skip
    _put_in_order([row for row in said if row["follows"]], standards)


def _shipped():
    """{(standard, number): clause} of the national ones."""
    return {(row.standard_id, row.number): row for row in Clause.objects.filter(standard__township=None)}


def _put_in_order(rows, standards):
    """Which clause of a later standard says what one of an earlier did."""
    known = _shipped()
    for row in rows:
        key, number = row["follows"].split(" ")
        clause, earlier = known[standards[row["standard"]].pk, row["number"]], known[standards[key].pk, number]
        if clause.follows_id != earlier.pk:
            Clause.objects.filter(pk=clause.pk).update(follows=earlier)


def national(name):
    """The national clause a data file names by the key of its standard and its number: trade 第三条（二）."""
    key, number = name.split(" ")
    said = next(row for row in rows_of("standards.tsv") if row["key"] == key)
    rows = Clause.objects.filter(standard__township=None, standard__document=said["document"], standard__name=said["name"])
    return rows.get(number=number)


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
    values |= {"sector_id": row["sector"]}
    standard, fresh = Standard.objects.get_or_create(**own, defaults=values)
    if not fresh and any(getattr(standard, name) != value for name, value in values.items()):
        Standard.objects.filter(pk=standard.pk).update(**values)
    return standard

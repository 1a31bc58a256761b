"""The library of checklists by place, work and trade, read from data/library.json.

A list whose `release` in the file is higher than the stored one gets a new published version; what is published never
changes, and what a township copied stays its own.
"""

import json
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from core import clock
from hazards.criteria import national

from .enums import Audience
from .models import Checklist, ChecklistVersion, Item

FILE = Path(__file__).parent / "data" / "library.json"


def load_library():
    known = dict(Checklist.objects.filter(key__startswith="lib-").values_list("key", "release"))
    for said in json.loads(FILE.read_text(encoding="utf-8")):
        if known.get(said["key"], 0) < said["release"]:
            _publish(said)


@transaction.atomic
def _publish(said):
    first = {name: said[name] for name in ("name", "topic")} | {"sector_id": said["sector"] or None}
    row, _ = Checklist.objects.update_or_create(
        key=said["key"], defaults=first | {"audience": Audience.BOTH, "release": said["release"]}
    )
    number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ChecklistVersion.objects.create(checklist=row, number=number, published_at=clock.now())
    items = [_with_clause(values) for values in said["items"]]
    Item.objects.bulk_create(Item(version=version, order=n, **values) for n, values in enumerate(items, 1))


def _with_clause(values):
    """An item that names a clause (key of the standard and number) takes grade and basis from it."""
    if "clause" not in values:
        return values
    clause = national(values["clause"])
    return values | {"clause": clause, "grade": clause.grade, "basis": clause.cite}

"""Pairs of hazards of one unit that may be the same, found within a span of days of each other."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone

from core import clock
from places.sight import subtree

from ..models import Hazard, Twin
from . import VERSION, alike

SPAN = timedelta(days=60)
COMPARED = 200  # neighbours in time a hazard is compared with
FIELDS = ("pk", "village_id", "enterprise_id", "location", "description", "found_on", "closed_at", "first_id")


def propose(town):
    """Store the pairs of a township that nobody has been shown; returns how many."""
    known = set(Twin.objects.filter(subtree(town, "one__village")).values_list("one", "other"))
    fresh = [
        Twin(one_id=one, other_id=other, likeness=rate, rule_version=VERSION, made_at=clock.now())
        for one, other, rate in _pairs(town)
        if (one, other) not in known
    ]
    Twin.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    return len(fresh)


def _pairs(town):
    """(earlier key, later key, likeness) of near ones."""
    rows = Hazard.objects.filter(subtree(town, "village")).exclude(state="cancelled").order_by("found_on", "pk")
    villages = defaultdict(list)
    for row in rows.only(*FIELDS).iterator(chunk_size=2000):
        before = villages[row.village_id]
        for earlier in before[-COMPARED:]:
            if _comparable(earlier, row) and (rate := _rate(earlier, row)) >= alike.NEAR:
                yield min(earlier.pk, row.pk), max(earlier.pk, row.pk), rate
        before.append(row)


def _comparable(earlier, row):
    """Of one unit, or one of them without a unit; near in time; no return of what had been closed."""
    units = {earlier.enterprise_id, row.enterprise_id} - {None}
    if len(units) > 1 or row.found_on - earlier.found_on > SPAN:
        return False
    roots = {earlier.first_id or earlier.pk, row.first_id or row.pk}
    over = earlier.closed_at and timezone.localdate(earlier.closed_at) <= row.found_on
    return len(roots) > 1 and not over


def _rate(one, other):
    return alike.likeness((one.location, one.description), (other.location, other.description))

"""A closed hazard that comes back (复发) is a new row linked to the first one and counted."""

from django.db import transaction

from core.errors import Refused, refuse_if

from .. import rules
from ..models import Hazard
from .notes import write_line

LOOKED_AT = 300  # newest closed ones of the unit
LIKE = 0.3  # least share of common pairs of characters
OFFERED = 4


def similar(*, by, enterprise, village, text, skip=None):
    """Closed hazards of the same unit in similar words, of those `by` may see; the most similar first."""
    if not _pairs(text):
        return []
    rows = Hazard.objects.visible_to(by).closed().filter(enterprise=enterprise).exclude(pk=skip)
    rows = rows if enterprise else rows.filter(village=village)
    rated = [(likeness(text, row.description), row) for row in rows.order_by("-found_on", "-pk")[:LOOKED_AT]]
    near = sorted((pair for pair in rated if pair[0] >= LIKE), key=lambda pair: -pair[0])
    return [row for _, row in near[:OFFERED]]


def _pairs(text):
    """Pairs of neighbouring characters, without marks and blanks."""
    plain = "".join(char for char in text if char.isalnum())
    return {plain[n : n + 2] for n in range(len(plain) - 1)}


def likeness(one, other):
    """From 0 to 1: the share of pairs of neighbouring characters that two texts have in common."""
    one, other = _pairs(one), _pairs(other)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0


def link(hazard, earlier, *, by):
    """Link a hazard to the first of its kind and count it. The first is locked: two at once get different numbers."""
    first = Hazard.objects.select_for_update(of=("self",)).get(pk=earlier.first_id or earlier.pk)
    seen = Hazard.objects.visible_to(by).filter(pk=earlier.pk).exists()
    if reason := "" if seen else "没有找到前一次的隐患":
        raise Refused(reason)
    if reason := rules.wrong_recurrence(hazard, earlier):
        raise Refused(reason)
    last = first.recurrences.order_by("-occurrence").values_list("occurrence", flat=True).first() or 1
    hazard.first, hazard.occurrence = first, last + 1
    note = f"与 {first.number} 同类，第 {hazard.occurrence} 次发现"
    write_line(hazard, "recur", "标记复发", by=by, note=note, fields=["first", "occurrence"])
    write_line(first, "recurred", "再次发现", by=by, note=f"{hazard.number}：第 {hazard.occurrence} 次发现")
    return hazard


@transaction.atomic
def recur(*, hazard, by, earlier, version=None):
    """Mark a registered hazard as the return of a closed one."""
    from .loop import held

    row = held(hazard, version)
    refuse_if(rules.may_recur(by, row))
    return link(row, earlier, by=by)

"""Deductions: noted with proof, confirmed by a leader, revoked with a reason; the scores of a year."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q, Sum

from core import clock
from core.errors import refuse_if
from core.workflow import advance, begin
from evidence.services import bind
from places.enums import Level
from places.models import Office, Place

from .. import rules
from ..models import Deduction

FULL = Decimal(100)


@transaction.atomic
def note(*, by, on, reason, proof, village=None, office=None, points=Decimal(0), veto=False, hazard=None, photos=()):
    """Enter a deduction; it counts once a leader has confirmed it."""
    refuse_if(
        rules.may_note(by),
        "" if bool(village) != bool(office) else "请选一个村或一个站所",
        "" if reason.strip() and proof.strip() else "扣分必须有事由和依据",
        "" if veto or points > 0 else "请填写扣分，或标明一票否决",
    )
    row = Deduction.objects.create(
        township=by.membership.place, village=village, office=office, on=on, points=points, veto=veto,
        reason=reason.strip(), proof=proof.strip(), hazard=hazard, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    bind(ids=photos, owner=row, by=by, slot="proof")
    return begin(row, by=by, label="登记扣分")


@transaction.atomic
def move(*, deduction, action, by, note=""):
    return advance(deduction, action, by=by, note=note)


@dataclass(frozen=True)
class Score:
    """A unit's year: points left of a hundred, never below none; a veto bars it from awards."""

    unit: object
    is_village: bool
    number: int
    lost: Decimal
    vetoes: int

    @property
    def left(self):
        return max(FULL - self.lost, Decimal(0))


def scores(township, year):
    """Every village and office with what counts against it, the fewest points first, those barred at the end."""
    rows = Deduction.objects.in_force().filter(township=township, on__year=year).order_by()
    sums = {"number": Count("pk"), "lost": Sum("points"), "vetoes": Count("pk", filter=Q(veto=True))}
    places = {row["village"]: row for row in rows.filter(office=None).values("village").annotate(**sums)}
    offices = {row["office"]: row for row in rows.filter(village=None).values("office").annotate(**sums)}
    villages = Place.objects.within(township).filter(level=Level.VILLAGE, is_active=True)
    found = [_score(unit, True, places.get(unit.pk)) for unit in villages]
    found += [_score(unit, False, offices.get(unit.pk)) for unit in Office.objects.filter(township=township, is_active=True)]
    return sorted(found, key=lambda score: (bool(score.vetoes), -score.left))


def _score(unit, is_village, row):
    row = row or {"number": 0, "lost": Decimal(0), "vetoes": 0}
    return Score(unit, is_village, row["number"], row["lost"], row["vetoes"])

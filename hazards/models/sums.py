"""Sums of the register per place and trade, so that whoever looks at a whole city does not read every hazard.

They stand for one day, as what is overdue changes with it. A township in which something was written is marked and counted
from its rows until a job has counted it anew (hazards.sums); marks are only ever added and never waited for.
"""

from django.db import models

from core.beside import follow
from places.models import Sector

from .register import Hazard


class CountedTown(models.Model):
    """The day for which the sums of a township stand."""

    township_id = models.CharField(max_length=12, primary_key=True)
    day = models.DateField()


class Uncounted(models.Model):
    """A mark: something was written in this township since its sums were made."""

    township_id = models.CharField(max_length=12, db_index=True)


class Sum(models.Model):
    """Registered hazards of a village (width 12), township (width 9) or county (width 6) in one trade."""

    width = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", db_index=False)
    found = models.PositiveIntegerField()
    mending = models.PositiveIntegerField()
    reported = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    major = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["width", "area", "sector"], name="hazards_sum_once")]


class MonthSum(models.Model):
    """Registered hazards of a township found and closed in a month (its first day), of the last twelve."""

    township_id = models.CharField(max_length=12)
    month = models.DateField()
    found = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["township_id", "month"], name="hazards_monthsum_once")]


def mark(keys):
    """Say of the townships of these hazards that their sums stand no more."""
    villages = Hazard.objects.filter(pk__in=keys).order_by().values_list("village", flat=True).distinct()
    Uncounted.objects.bulk_create([Uncounted(township_id=code) for code in sorted({v[:9] + "000" for v in villages})])


follow(Hazard, mark, fields=("state", "grade", "sector", "due_on", "found_on", "closed_at"), places=("village",))

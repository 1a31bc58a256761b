"""Rows of an enterprise's files. What all kinds share stands here; `files_people` and `files_duties` hold the kinds."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import Row
from places.models import Place

from ..enums import Standing
from .roster import Enterprise

NEAR = timedelta(days=30)
NOTHING = Q(pk__in=[])


class FileQuerySet(ScopedQuerySet):
    sector_path = "enterprise__sector"
    office_path = "enterprise__supervising_office"
    enterprise_path = "enterprise"

    def kept(self):
        return self.filter(withdrawn_at=None)

    def of_standing(self, standing):
        """The rows `standing` is said of (see FileRow.standing)."""
        return self.filter(self.model.standing_is(standing))

    def to_mend(self):
        """Run out, about to, or lacking what the rules demand; of enterprises at work."""
        bad = self.model.standing_is(Standing.OVER) | self.model.standing_is(Standing.NEAR)
        rows = self.kept().filter(bad | self.model.standing_is(Standing.BARE))
        return rows.filter(enterprise__status="operating", enterprise__withdrawn_at=None)


class FileRow(Row):
    """Abstract: one row of one kind in the files of an enterprise; whoever changed it is kept in its history."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业", editable=False)
    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村", editable=False)

    objects = FileQuerySet.as_manager()
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    @classmethod
    def standing_is(cls, standing):
        """Predicate of the rows of one standing; kinds that do not run out have none."""
        return NOTHING

    @property
    def standing(self):
        """What is said of the row today; "" for kinds that do not run out."""
        return ""


class ExpiringRow(FileRow):
    """Abstract: a row that runs out. Without a day it lasts."""

    expires_on = models.DateField("有效期至", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["expires_on", "pk"]

    @classmethod
    def standing_is(cls, standing):
        today = clock.today()
        return {
            Standing.OVER: Q(expires_on__lt=today),
            Standing.NEAR: Q(expires_on__range=(today, today + NEAR)),
            Standing.GOOD: Q(expires_on__gt=today + NEAR),
            Standing.OPEN: Q(expires_on=None),
        }.get(standing, NOTHING)

    @property
    def standing(self):
        today = clock.today()
        if self.expires_on is None:
            return Standing.OPEN
        if self.expires_on < today:
            return Standing.OVER
        return Standing.NEAR if self.expires_on <= today + NEAR else Standing.GOOD


def day_order(first, last, name, message):
    """A constraint: the second day does not lie before the first."""
    right = Q(**{first: None}) | Q(**{last: None}) | Q(**{f"{last}__gte": F(first)})
    return models.CheckConstraint(condition=right, name=name, violation_error_message=message)

"""Enterprises that are not trusted: inspected more often and watched over day by day until they are taken off."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Place

from .. import watch_rules as rules
from ..enums import InspectionState, WatchState
from ..inspection_rules import OFFICIAL_KINDS
from .inspections import Inspection

WEEK = 7


class WatchQuerySet(ScopedQuerySet):
    place_path = "place"
    sector_path = "enterprise__sector"
    office_path = "enterprise__supervising_office"

    def visible_to(self, user):
        """Everybody in scope but the enterprise itself."""
        return self.none() if getattr(user, "role", "") == Role.ENTERPRISE else super().visible_to(user)

    def standing(self):
        return self.filter(state=WatchState.STANDING)

    def unreported(self, day):
        """Under watch that day without anybody having said what they saw."""
        said = WatchShift.objects.filter(watch=OuterRef("pk"), on=day).exclude(said="")
        return self.filter(~Exists(said))

    def unwatched(self):
        """Standing, and nobody was written down for today."""
        return self.standing().filter(~Exists(_there(clock.today())))

    def with_week(self):
        """Adds `visits`, signed inspections by offices in the last seven days, `watched`, whether somebody is there today,
        and `reported`, on how many of the seven days before today somebody said what they saw."""
        today = clock.today()
        held = Inspection.objects.filter(
            enterprise=OuterRef("enterprise"), state=InspectionState.SIGNED, kind__in=OFFICIAL_KINDS,
            held_on__range=(today - timedelta(days=6), today),
        )  # fmt: skip
        before = (today - timedelta(days=WEEK), today - timedelta(days=1))
        said = WatchShift.objects.filter(watch=OuterRef("pk"), on__range=before).exclude(said="")
        return self.annotate(
            visits=_number(held, "enterprise", Count("pk")), watched=Exists(_there(today)),
            reported=_number(said, "watch", Count("on", distinct=True)),
        )  # fmt: skip


def _there(day):
    return WatchShift.objects.filter(watch=OuterRef("pk"), on=day)


def _number(rows, one, what):
    counted = rows.order_by().values(one).annotate(n=what).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class Watch(Row):
    """`weekly` is how many inspections a week are wanted; somebody is named for every day."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="watches", verbose_name="企业")
    reason = models.CharField("列入原因", max_length=200)
    weekly = models.PositiveSmallIntegerField("每周至少检查次数", default=1)
    state = state_field(WatchState, WatchState.STANDING)
    lifted_at = models.DateTimeField("解除时间", null=True, editable=False)

    objects = WatchQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "lift", "解除盯守", (WatchState.STANDING,), WatchState.LIFTED, rule=rules.may_watch, note=True, stamp="lifted_at"
        )
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "盯守企业"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state=WatchState.STANDING),
                name="checks_watch_once",
                violation_error_message="这家企业已在盯守",
            )
        ]

    def __str__(self):
        return f"{self.enterprise} 盯守"

    @property
    def began_on(self):
        return timezone.localdate(self.created_at)

    @property
    def missed(self):
        """Of a row of with_week: days of the seven before today on which nobody said what they saw."""
        days = (clock.today() - self.began_on).days
        return max(min(days, WEEK) - self.reported, 0) if self.state == WatchState.STANDING else 0


class WatchShift(models.Model):
    """Who is at the enterprise on one day, and what they saw."""

    watch = models.ForeignKey(Watch, models.PROTECT, related_name="shifts")
    on = models.DateField("日期")
    name = models.CharField("盯守人", max_length=40)
    said = models.CharField("情况", max_length=200, blank=True)
    reported_at = models.DateTimeField("登记情况时间", null=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "on", "name"], name="checks_shift_once", violation_error_message="这个人当天已经登记"
            )
        ]


class WatchLog(LogEntry):
    subject = models.ForeignKey(Watch, models.PROTECT, related_name="log")

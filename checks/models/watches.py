"""Enterprises one does not trust (不放心企业): inspected more often, people sent to stay with them, until lifted."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Max, Q

from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Place

from .. import rules_supervising as rules
from ..enums import InspectionState, WatchState


class WatchQuerySet(ScopedQuerySet):
    """Not for the enterprise itself."""

    sector_path = "enterprise__sector"
    office_path = "enterprise__supervising_office"

    def watching(self):
        return self.filter(state=WatchState.WATCHING)

    def with_last(self):
        """Adds `last_on`, the day of the last signed visit by others since the watch began."""
        visits = Q(
            enterprise__inspections__state=InspectionState.SIGNED,
            enterprise__inspections__kind__in=rules.OFFICIAL_KINDS,
            enterprise__inspections__held_on__gte=F("since"),
        )
        return self.annotate(last_on=Max("enterprise__inspections__held_on", filter=visits))


class Watch(Row):
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业")
    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    reason = models.CharField("为什么不放心", max_length=200)
    since = models.DateField("列入日期")
    every_days = models.PositiveSmallIntegerField("至少几天检查一次", default=7)
    watchers = models.CharField("盯守人员", max_length=120)
    state = state_field(WatchState, WatchState.WATCHING)
    lifted_at = models.DateTimeField("解除时间", null=True, editable=False)

    objects = WatchQuerySet.as_manager()
    workflow = Workflow(
        Step("lift", "解除", (WatchState.WATCHING,), WatchState.LIFTED, rule=rules.may_watch, note=True, stamp="lifted_at")
    )

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = "重点盯守"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state="watching"),
                name="checks_watch_once",
                violation_error_message="这家企业已在盯守名单里",
            ),
            models.CheckConstraint(
                condition=Q(every_days__gte=1, every_days__lte=90),
                name="checks_watch_every",
                violation_error_message="检查间隔应在 1 到 90 天之间",
            ),
        ]

    def __str__(self):
        return str(self.enterprise)

    @property
    def next_on(self):
        """The day by which the next visit is due; needs with_last."""
        return (self.last_on or self.since) + timedelta(days=self.every_days)

    @property
    def is_late(self):
        return self.state == WatchState.WATCHING and self.next_on < clock.today()


class WatchShift(models.Model):
    """Who stays with the enterprise on a day, and what they saw; empty until told."""

    watch = models.ForeignKey(Watch, models.PROTECT, related_name="shifts")
    on = models.DateField("日期")
    person = models.CharField("盯守人", max_length=40)
    seen = models.CharField("现场情况", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "on", "person"], name="checks_shift_once", violation_error_message="这一天已排了这个人"
            )
        ]

    @property
    def is_missing(self):
        return not self.seen and self.on < clock.today()


class WatchLog(LogEntry):
    subject = models.ForeignKey(Watch, models.PROTECT, related_name="log")

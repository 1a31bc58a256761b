"""Plans of a year or quarter: which units are to be inspected, chosen by hand, by filter or drawn by lot."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import Row
from enterprises.models import Enterprise
from places.models import Office, Place

from ..enums import InspectionState

QUARTERS = ((0, "全年"), (1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度"))


class PlanQuerySet(ScopedQuerySet):
    place_path = "place"
    office_path = "office"

    def with_progress(self):
        """Adds `wanted` (units to check), `checked` (those with a signed inspection) and `due` (wanted by today)."""
        standing = Q(units__dropped_at=None)
        done = standing & Q(units__inspections__state=InspectionState.SIGNED)
        return self.annotate(
            wanted=Count("units", filter=standing, distinct=True), checked=Count("units", filter=done, distinct=True)
        ).annotate(due=_due(clock.today()))

    def behind(self):
        """Those of with_progress that go on and have checked fewer than their time that has passed wants."""
        return self.filter(withdrawn_at=None, checked__lt=F("due"))


def period_of(year, quarter):
    """First and last day of a plan."""
    if not quarter:
        return date(year, 1, 1), date(year, 12, 31)
    after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return date(year, quarter * 3 - 2, 1), after - timedelta(days=1)


def _due(today):
    """How many units should be checked by a day: the passed share of the period, in whole units; all once it is over."""
    quarter = (today.month + 2) // 3
    now = [When(year=today.year, quarter=q, then=_share(today, *period_of(today.year, q))) for q in (0, quarter)]
    over = Q(year__lt=today.year) | Q(year=today.year, quarter__range=(1, quarter - 1))
    return Case(*now, When(over, then=F("wanted")), default=Value(0))


def _share(today, first, last):
    return F("wanted") * ((today - first).days + 1) / ((last - first).days + 1)


class InspectionPlan(Row):
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="制定单位所在区划")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="制定站所")
    name = models.CharField("计划名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("时段", choices=QUARTERS, default=0)
    kinds = models.JSONField("检查方式", default=list)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-quarter", "-pk"]
        verbose_name = "检查计划"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name", "year", "quarter"],
                condition=Q(withdrawn_at=None),
                name="checks_plan_once",
                violation_error_message="同一时段已有同名计划",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def left(self):
        return self.wanted - self.checked

    @property
    def ends_on(self):
        return period_of(self.year, self.quarter)[1]


class Draw(models.Model):
    """One drawing by lot: everything another person needs to do it again. A later one never replaces it, it follows it."""

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField("次数")
    seed = models.CharField("随机种子", max_length=64)
    want = models.PositiveIntegerField("抽取数")
    each = models.PositiveSmallIntegerField("每家检查人数", default=2)
    candidates = models.JSONField("待抽名单")
    inspectors = models.JSONField("检查人员名单", default=list)
    result = models.JSONField("结果")
    sha256 = models.CharField("名单校验值", max_length=64)
    filters = models.CharField("范围", max_length=300, blank=True)
    reason = models.CharField("重抽原因", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="checks_draw_number"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="checks_redraw_reason",
                violation_error_message="重新抽取必须写明原因",
            ),
        ]


class PlanUnitQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(dropped_at=None)

    def with_done(self):
        """Adds `is_checked`."""
        from .inspections import Inspection

        return self.annotate(is_checked=Exists(Inspection.objects.signed().filter(plan_unit=OuterRef("pk"))))


class PlanUnit(models.Model):
    """An enterprise a plan wants inspected; one taken off again stays with the reason."""

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="units")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="units")
    inspectors = models.ManyToManyField(User, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    objects = PlanUnitQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "enterprise"],
                condition=Q(dropped_at=None),
                name="checks_plan_unit_once",
                violation_error_message="这家企业已在计划里",
            )
        ]

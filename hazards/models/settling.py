"""What the loop of a hazard keeps beside its state: reports of a major one, stop-work, acceptances, treated as accident."""

from django.db import models
from django.db.models import Q

from accounts.models import User

from ..enums import ControlKind, ReportTo
from .register import Hazard


class Reported(models.Model):
    """When, to whom, by whom and how a major hazard was reported."""

    to = models.CharField("向谁报告", max_length=12, choices=ReportTo.choices)
    receiver = models.CharField("接收部门、会议", max_length=80)
    held_at = models.DateTimeField("报告时间")
    reporter = models.CharField("报告人", max_length=40)
    means = models.CharField("报告方式", max_length=40)
    receipt = models.CharField("回执、纪要编号", max_length=60, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True


class MajorReport(Reported):
    """One half of the double report (双报告) as it stands; how it was entered before a correction is a PastReport."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="reports")

    class Meta:
        ordering = ["held_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard", "to"], name="hazards_reported_once", violation_error_message="这项报告已经登记"
            )
        ]


class PastReport(Reported):
    """A report as it was entered before somebody put it right."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="past_reports", verbose_name="隐患")
    why = models.CharField("更正原因", max_length=300)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="更正人")
    ended_at = models.DateTimeField("更正时间")

    class Meta:
        ordering = ["-ended_at", "-pk"]
        verbose_name = "更正前的双报告"
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="hazards_past_report_said")]


class Control(models.Model):
    """A measure while the hazard lasts: work stopped, people taken out; ended with a reason."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="controls")
    kind = models.CharField("措施", max_length=12, choices=ControlKind.choices)
    scope = models.CharField("范围", max_length=200)
    begun_at = models.DateTimeField("开始时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField("解除时间", null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_reason = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (Q(lifted_by__isnull=False) & ~Q(lifted_reason="")),
                name="hazards_control_lifted",
                violation_error_message="解除措施必须写明理由",
            ),
            models.UniqueConstraint(
                fields=["hazard", "kind"],
                condition=Q(lifted_at=None),
                name="hazards_control_once",
                violation_error_message="这项措施正在执行",
            ),
        ]


class Acceptance(models.Model):
    """One acceptance, passed or not; of a major hazard on site, by at least two people."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="acceptances")
    passed = models.BooleanField("通过")
    on_site = models.BooleanField("现场验收", default=False)
    held_at = models.DateTimeField("验收时间")
    place = models.CharField("验收地点", max_length=120, blank=True)
    people = models.CharField("验收人员", max_length=120)
    note = models.TextField("验收意见", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["held_at", "pk"]


class AsAccident(models.Model):
    """Not on the unit's own list but proven major: treated as an accident (视同事故)."""

    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="as_accident")
    facts = models.TextField("未列入清单的事实")
    measures = models.TextField("处置意见")
    duty = models.TextField("责任追究建议")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

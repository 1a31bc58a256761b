"""Permits for work with fire or sparks (动火票): applied for, approved by someone else, watched, closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from ..enums import FireLevel, FireState
from ..fire.rules import may_approve, may_begin, may_run
from .files import FileQuerySet
from .files_people import Operator
from .roster import Enterprise

OPEN = (FireState.ASKED, FireState.APPROVED, FireState.WORKING)


class FireQuerySet(FileQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def overdue(self, at=None):
        """Still open though their time is over."""
        return self.open().filter(ends_at__lt=at or clock.now())


class FireTicket(Row):
    """One job with fire at one place, for hours or days by its level."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="fire_tickets", verbose_name="企业")
    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    number = models.CharField("票号", max_length=20, editable=False)
    level = models.CharField("动火级别", max_length=8, choices=FireLevel.choices)
    place = models.CharField("动火地点", max_length=80)
    work = models.CharField("作业内容", max_length=120)
    method = models.CharField("动火方式", max_length=60, help_text="如：电焊、气割、砂轮切割")
    worker = models.ForeignKey(Operator, models.PROTECT, related_name="+", verbose_name="动火人")
    guardian = models.CharField("监护人", max_length=40)
    applicant = models.CharField("申请人", max_length=40)
    starts_at = models.DateTimeField("计划开始")
    ends_at = models.DateTimeField("计划结束")
    measures = models.TextField("安全措施", max_length=1000)
    state = state_field(FireState, FireState.ASKED)
    approver = models.CharField("批准人", max_length=40, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True)
    gas_at = models.DateTimeField("气体分析时间", null=True)
    gas_result = models.CharField("气体分析结果", max_length=80, blank=True)
    began_at = models.DateTimeField("实际开始", null=True)
    ended_at = models.DateTimeField("实际结束", null=True)
    closed_at = models.DateTimeField("关票时间", null=True)

    objects = FireQuerySet.as_manager()
    workflow = Workflow(
        Step("approve", "批准动火", (FireState.ASKED,), FireState.APPROVED, may_approve, stamp="approved_at",
             fields=("approver", "approved_by")),
        Step("refuse", "不批准", (FireState.ASKED,), FireState.REFUSED, may_run, note=True, fields=("approver",)),
        Step("start", "开始作业", (FireState.APPROVED,), FireState.WORKING, may_begin, stamp="began_at",
             fields=("gas_at", "gas_result")),
        Step("close", "完工关票", (FireState.WORKING,), FireState.CLOSED, may_run, note=True, stamp="closed_at",
             fields=("ended_at",)),
        Step("watch", "过程监督", (FireState.WORKING,), FireState.WORKING, may_run, note=True),
        Step("cancel", "作废", (FireState.ASKED, FireState.APPROVED), FireState.CANCELLED, may_run, note=True),
    )  # fmt: skip

    class Meta:
        verbose_name = "动火票"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "number"], name="enterprises_fire_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="enterprises_fire_times",
                violation_error_message="计划结束要晚于计划开始",
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="enterprises_fire_open")]

    def __str__(self):
        return self.number

    @property
    def is_overdue(self):
        return self.state in OPEN and self.ends_at < clock.now()


class FireLog(LogEntry):
    subject = models.ForeignKey(FireTicket, models.PROTECT, related_name="log")

    class Meta(LogEntry.Meta):
        pass

"""What a spot check of the upper level found: fed back, charged to an office, papers served, mended, answered upward."""

from django.db import models
from django.db.models import Q

from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Office, Place

from .. import rules_supervising as rules
from ..enums import FeedbackState as State
from .inspections import Inspection

OPEN = (State.SENT, State.CHARGED, State.SERVED, State.MENDED, State.ANSWERED)
IN_TOWN = OPEN[:-1]


class FeedbackQuerySet(ScopedQuerySet):
    """Not for the enterprise itself: it is served its own papers."""

    sector_path = "enterprise__sector"
    office_path = "office"

    def open(self):
        return self.filter(state__in=OPEN)

    def in_town(self):
        """Those where the township has the next step."""
        return self.filter(state__in=IN_TOWN)

    def late(self, on=None):
        return self.in_town().filter(due_on__lt=on or clock.today())


class Feedback(Row):
    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="feedbacks")
    sender = models.CharField("抽查部门", max_length=80)
    on_paper = models.BooleanField(default=False, editable=False)
    document = models.CharField("反馈文号", max_length=60, blank=True)
    matter = models.CharField("发现的问题", max_length=500)
    asked = models.CharField("要求", max_length=300, blank=True)
    due_on = models.DateField("回报期限")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责成单位", editable=False
    )
    paper = models.CharField("执法文书", max_length=120, blank=True, editable=False)
    served_on = models.DateField("文书送达日期", null=True, editable=False)
    result = models.CharField("整改结果", max_length=500, blank=True, editable=False)
    answer = models.CharField("回报内容", max_length=500, blank=True, editable=False)
    state = state_field(State, State.SENT)
    charged_at = models.DateTimeField(null=True, editable=False)
    mended_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField("回报时间", null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = FeedbackQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "charge", "责成", (State.SENT, State.CHARGED), State.CHARGED, rule=rules.may_charge, stamp="charged_at",
            fields=("office",),
        ),
        Step("serve", "下达文书", (State.CHARGED,), State.SERVED, rule=rules.may_serve, fields=("paper", "served_on")),
        Step("mend", "整改完成", (State.SERVED,), State.MENDED, rule=rules.may_serve, stamp="mended_at", fields=("result",)),
        Step("answer", "回报", (State.MENDED,), State.ANSWERED, rule=rules.may_charge, stamp="answered_at", fields=("answer",)),
        Step("close", "核对办结", (State.ANSWERED,), State.CLOSED, rule=rules.may_close, stamp="closed_at"),
        Step("send_back", "退回再改", (State.ANSWERED,), State.CHARGED, rule=rules.may_close, note=True),
        Step("cancel", "撤销", (State.SENT, State.CHARGED), State.CANCELLED, rule=rules.may_close, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        verbose_name = "抽查反馈"
        indexes = [models.Index(fields=["state", "due_on"], name="checks_feedback_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["served", "mended", "answered", "closed"]) | ~Q(paper=""),
                name="checks_feedback_paper",
                violation_error_message="下达文书须写明文书名称和文号",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | ~Q(answer=""),
                name="checks_feedback_answer",
                violation_error_message="回报须写明内容",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.matter[:30]}"

    @property
    def is_late(self):
        return self.state in IN_TOWN and self.due_on < clock.today()


class FeedbackLog(LogEntry):
    subject = models.ForeignKey(Feedback, models.PROTECT, related_name="log")

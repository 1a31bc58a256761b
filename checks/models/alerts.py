"""Accidents elsewhere from which enterprises of the like learn: an alert paper, a search of their own, an answer from each."""

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from notices.enums import PaperState
from notices.models import Paper
from places.models import Place, Sector

from .. import alert_rules as rules
from ..enums import AccidentKind, AlertState, CheckState
from .filling import WAITING_STATES, Check, ChecklistVersion


class AlertQuerySet(ScopedQuerySet):
    """The staff of a township and its liaisons; an enterprise reads the paper and its own search."""

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or rules.may_read_alerts(user):
            return self.none()
        return self.filter(self.inside(user.membership.place))

    def sent(self):
        return self.filter(state=AlertState.SENT)

    def with_answers(self, user):
        """Adds of the searches in sight: `asked`, `waiting`, `late`, `zero` (signed, nothing found)."""
        rows = Check.objects.visible_to(user).filter(version=OuterRef("checklist")).exclude(state=CheckState.CANCELLED)
        out = Q(state__in=WAITING_STATES)
        return self.annotate(
            asked=_number(rows),
            waiting=_number(rows.filter(out)),
            late=_number(rows.filter(out, due_on__lt=clock.today())),
            zero=_number(rows.exclude(out).filter(zero_report=True)),
        )

    def to_push(self):
        """The paper is out, the searches are not."""
        return self.filter(state=AlertState.DRAFT, paper__state="issued")


def _number(rows):
    counted = rows.order_by().values("version").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class Alert(Row):
    """What happened elsewhere and what is to be looked for here. Names of people have no place in it."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    happened_on = models.DateField("事故日期")
    where = models.CharField("事故地点", max_length=60, help_text="写到县、乡镇或园区，不写本乡镇企业的名字")
    accident = models.CharField("事故类型", max_length=12, choices=AccidentKind.choices)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事故单位行业")
    what = models.TextField("事故经过", max_length=1500, help_text="不写伤亡人员姓名和身份信息")
    wrong = models.TextField("原因和教训", max_length=1500, help_text="一行一条")
    source = models.CharField("信息来源", max_length=100, blank=True, help_text="上级通报的文号，或公开报道的名称")
    points = models.TextField("排查内容", max_length=3000, help_text="一行一项，写成能答“是”或“否”的话，答“否”就转为隐患")
    due_on = models.DateField("回执期限")
    firms = models.ManyToManyField(Enterprise, related_name="+", verbose_name="排查企业")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="警示通知")
    checklist = models.OneToOneField(ChecklistVersion, models.PROTECT, null=True, editable=False, related_name="alert")
    token = models.CharField("表单标记", max_length=60, null=True, unique=True, editable=False)
    state = state_field(AlertState, AlertState.DRAFT)
    pushed_at = models.DateTimeField("推送时间", null=True, editable=False)
    closed_at = models.DateTimeField("办结时间", null=True, editable=False)

    objects = AlertQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "push", "推送排查", (AlertState.DRAFT,), AlertState.SENT, rule=rules.may_push, stamp="pushed_at",
            fields=("checklist",),
        ),
        Step("close", "办结", (AlertState.SENT,), AlertState.CLOSED, rule=rules.may_alert, stamp="closed_at"),
        Step("drop", "撤销", (AlertState.DRAFT,), AlertState.DROPPED, rule=rules.may_alert, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = "警示通知"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("happened_on")),
                name="checks_alert_days",
                violation_error_message="回执期限不能早于事故日期",
            )
        ]

    def __str__(self):
        return f"{self.where}{self.get_accident_display()}事故"

    @property
    def paper_stands(self):
        """A paper was begun that is not void."""
        return self.paper_id is not None and self.paper.state != PaperState.WITHDRAWN


class AlertLog(LogEntry):
    subject = models.ForeignKey(Alert, models.PROTECT, related_name="log")

"""抽查反馈: what a sampling office found, given to the township and answered back to it in five steps.

反馈 → 责成 → 文书 → 整改 → 回报, then the sampling office accepts the answer or returns it.
"""

from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from hazards.models import Hazard
from notices.models import Paper
from places.models import Office, Place

from .. import return_rules as rules
from ..enums import ReturnState
from .inspections import Inspection

FED, CHARGED, ORDERED, MENDED = ReturnState.FED, ReturnState.CHARGED, ReturnState.ORDERED, ReturnState.MENDED
ANSWERED, ACCEPTED, RETURNED = ReturnState.ANSWERED, ReturnState.ACCEPTED, ReturnState.RETURNED
ENDED = (ACCEPTED, ReturnState.CANCELLED)


class ReturnQuerySet(ScopedQuerySet):
    """Township staff see all; an office what it sampled or is charged with; from above what it fed back itself."""

    place_path = "place"

    def scope(self, seat):
        if seat.role in TOWNSHIP_ROLES:
            return self.inside(seat.place)
        if seat.role == Role.SUPERVISOR:
            return self.inside(seat.place) & Q(from_above=True)
        if seat.role == Role.DEPARTMENT:
            return Q(sampler_office=seat.office_id) | Q(charged_office=seat.office_id)
        return Q(pk__in=[])

    def under_way(self):
        return self.exclude(state__in=ENDED)

    def late(self, on=None):
        return self.under_way().filter(due_on__lt=on or clock.today())

    def to_do(self, user):
        """What waits for this seat: a step of the township, or the sampler's word on an answer."""
        seat, rows = user.membership, self.visible_to(user)
        if seat.role == Role.SUPERVISOR:
            return rows.filter(state=ANSWERED)
        handling = Q(state__in=(CHARGED, ORDERED, MENDED, RETURNED))
        if seat.role == Role.DEPARTMENT:
            return rows.filter(
                handling & Q(charged_office=seat.office_id) | Q(state=ANSWERED, sampler_office=seat.office_id)
            )
        if seat.role == Role.OFFICER:
            own = Q(sampler_office=None) | Q(sampler_office=seat.office_id)
            judging = Q(state=ANSWERED, from_above=False) & own
            return rows.filter(Q(state=FED) | handling & Q(charged_office__is_safety_office=True) | judging)
        return rows.none()


class SpotReturn(Row):
    """The sampler is the upper level's seat, an office of the township, or an outside body whose paper came in.

    `due_on` is the day by which the next step has to be taken. Photos of proof hang on this row.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业")
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="抽查记录"
    )
    from_above = models.BooleanField(default=False, editable=False)
    sampler_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="抽查站所"
    )
    sampler = models.CharField("抽查部门", max_length=60)
    matter = models.TextField("反馈的问题")
    fed_on = models.DateField("反馈日期")
    answer_by = models.DateField("回报期限")
    due_on = models.DateField("本步期限", null=True, editable=False)
    charged_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责成站所"
    )
    mend_by = models.DateField("整改期限", null=True, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="执法文书")
    paper_number = models.CharField("文书文号", max_length=60, blank=True)
    hazards = models.ManyToManyField(Hazard, blank=True, related_name="+", verbose_name="转入的隐患")
    result = models.TextField("整改情况", blank=True)
    answer = models.TextField("回报内容", blank=True)
    answer_number = models.CharField("回报文号", max_length=60, blank=True)
    answer_paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name="回报公文")
    charged_at = models.DateTimeField(null=True, editable=False)
    ordered_at = models.DateTimeField(null=True, editable=False)
    mended_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(ReturnState, FED)

    objects = ReturnQuerySet.as_manager()
    workflow = Workflow(
        Step("charge", "责成", (FED,), CHARGED, rules.may_charge, stamp="charged_at",
             fields=("charged_office", "mend_by", "due_on")),
        Step("order", "登记文书", (CHARGED,), ORDERED, rules.may_handle, stamp="ordered_at",
             fields=("paper", "paper_number", "due_on")),
        Step("mend", "登记整改", (ORDERED,), MENDED, rules.may_handle, stamp="mended_at", fields=("result", "due_on")),
        Step("answer", "回报抽查部门", (MENDED, RETURNED), ANSWERED, rules.may_handle, stamp="answered_at",
             fields=("answer", "answer_number", "due_on")),
        Step("accept", "采信回报", (ANSWERED,), ACCEPTED, rules.may_accept, note=True, stamp="ended_at", fields=("due_on",)),
        Step("send_back", "退回重报", (ANSWERED,), RETURNED, rules.may_accept, note=True, fields=("due_on",)),
        Step("cancel", "撤回反馈", (FED, CHARGED), ReturnState.CANCELLED, rules.may_cancel, note=True, stamp="ended_at",
             fields=("due_on",)),
    )  # fmt: skip

    class Meta:
        ordering = ["-fed_on", "-pk"]
        verbose_name = "抽查反馈"
        indexes = [models.Index(fields=["state", "due_on"], name="checks_return_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(matter="") & ~Q(sampler=""),
                name="checks_return_said",
                violation_error_message="请写明抽查部门和反馈的问题",
            ),
            models.CheckConstraint(
                condition=Q(from_above=False) | Q(sampler_office=None),
                name="checks_return_one_sampler",
                violation_error_message="抽查部门只能是一个",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "cancelled"]) | Q(charged_office__isnull=False, mend_by__isnull=False),
                name="checks_return_charged",
                violation_error_message="责成要写明站所和整改期限",
            ),
        ]

    def __str__(self):
        return f"{self.sampler}抽查{self.unit}反馈"

    @property
    def unit(self):
        return self.enterprise or self.place

    @property
    def is_late(self):
        return bool(self.due_on and self.due_on < clock.today())

    @property
    def chain(self):
        """The five steps: (name, who, when it was done or None, what it says)."""
        office = str(self.charged_office or "")
        order = f"《{self.paper.title}》" if self.paper_id else ""
        said = f"责成{office}，整改期限 {self.mend_by:%Y-%m-%d}" if self.charged_at else ""
        return (
            ("反馈", self.sampler, self.fed_on, self.matter),
            ("责成", "应急办", self.charged_at, said),
            ("文书", office, self.ordered_at, f"{order}{self.paper_number}"),
            ("整改", str(self.unit), self.mended_at, self.result),
            ("回报", office, self.answered_at, f"{self.answer}{f'（{self.answer_number}）' if self.answer_number else ''}"),
        )


class ReturnLog(LogEntry):
    subject = models.ForeignKey(SpotReturn, models.PROTECT, related_name="log")

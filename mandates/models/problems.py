"""问题、措施、责任三清单: what an office found wrong in its own trade, what it does about it, who answers until when."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from checks.models import Inspection
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from hazards.enums import HazardState
from hazards.models import Hazard
from places.models import Office, Place

from .. import rules
from ..enums import ProblemState, SheetState

TO_FILL = (SheetState.ASKED, SheetState.RETURNED)
ENDED = (HazardState.CLOSED, HazardState.CANCELLED)


class OfficeQuerySet(ScopedQuerySet):
    """Township staff see all, an office its own."""

    place_path = "township"
    office_path = "office"


class SheetQuerySet(OfficeQuerySet):
    def to_fill(self):
        return self.filter(state__in=TO_FILL)

    def own(self, user):
        """Those that this seat fills in itself."""
        return self.to_fill().filter(office=user.membership.office_id)

    def to_judge(self, user):
        """Of other offices for the safety office; its own are judged by leaders."""
        rows, own = self.filter(state=SheetState.SUBMITTED), user.membership.office_id
        if user.role == Role.OFFICER:
            return rows.exclude(office=own)
        return rows.filter(office__is_safety_office=True) if user.role == Role.LEADER else rows.none()

    def with_late(self):
        """Those with a problem past its day; `first_due` is the earliest such day."""
        late = Problem.objects.late().order_by("due_on").filter(sheet=OuterRef("pk")).values("due_on")[:1]
        return self.filter(pk__in=Problem.objects.late().values("sheet")).annotate(first_due=Subquery(late))

    def standing(self):
        return self.exclude(state=SheetState.CANCELLED)


class ProblemSheet(Row):
    """The three lists of one office for one period."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="站所")
    period = models.CharField("时段", max_length=40)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    due_on = models.DateField("填报期限")
    state = state_field(SheetState, SheetState.ASKED)
    submitted_at = models.DateTimeField(null=True, editable=False)
    judged_at = models.DateTimeField(null=True, editable=False)

    objects = SheetQuerySet.as_manager()
    workflow = Workflow(
        Step("submit", "填报完成", TO_FILL, SheetState.SUBMITTED, rule=rules.may_fill, stamp="submitted_at"),
        Step(
            "accept", "审定", (SheetState.SUBMITTED,), SheetState.ACCEPTED, rule=rules.may_judge_sheet, stamp="judged_at"
        ),
        Step(
            "send_back", "退回补报", (SheetState.SUBMITTED,), SheetState.RETURNED, rule=rules.may_judge_sheet, note=True,
            stamp="judged_at",
        ),
        Step("cancel", "取消", TO_FILL, SheetState.CANCELLED, rule=rules.may_cancel, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-due_on", "office_id", "-pk"]
        verbose_name = "三清单"
        indexes = [models.Index(fields=["due_on", "state"], name="mandates_sheet_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_on", "ends_on"],
                condition=~Q(state="cancelled"),
                name="mandates_sheet_once",
                violation_error_message="这个站所同一时段的三清单已经发起",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="mandates_sheet_span",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self):
        return f"{self.office}{self.period}三清单"


class ProblemQuerySet(OfficeQuerySet):
    def open(self):
        """Not yet done: one drawn from a hazard while the hazard is, another by its own state."""
        own = Q(hazard=None, state=ProblemState.OPEN)
        return self.filter(own | Q(hazard__isnull=False) & ~Q(hazard__state__in=ENDED), withdrawn_at=None)

    def late(self, on=None):
        return self.open().filter(due_on__lt=on or clock.today())

    def kept(self):
        return self.filter(withdrawn_at=None)


class Problem(Row):
    """One line of the three lists. Drawn from a hazard or an inspection it links to it; what that says is not copied."""

    sheet = models.ForeignKey(ProblemSheet, models.PROTECT, related_name="problems")
    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="隐患")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查")
    text = models.CharField("问题", max_length=300, blank=True)
    measures = models.CharField("措施", max_length=300)
    responsible = models.CharField("责任人", max_length=60)
    due_on = models.DateField("完成时限")
    state = state_field(ProblemState, ProblemState.OPEN)
    done_at = models.DateTimeField("完成时间", null=True, editable=False)

    objects = ProblemQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "finish", "登记完成", (ProblemState.OPEN,), ProblemState.DONE, rule=rules.may_finish, note=True, stamp="done_at"
        ),
        Step("reopen", "退回", (ProblemState.DONE,), ProblemState.OPEN, rule=rules.may_reopen, note=True),
    )

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "问题清单"
        constraints = [
            models.CheckConstraint(
                condition=Q(hazard__isnull=False) | ~Q(text=""),
                name="mandates_problem_said",
                violation_error_message="请写明问题，或填写隐患编号",
            ),
            models.UniqueConstraint(
                fields=["office", "hazard"],
                condition=Q(withdrawn_at=None),
                name="mandates_problem_hazard_once",
                violation_error_message="这条隐患已在本站所的清单里",
            ),
        ]

    def __str__(self):
        return self.said

    @property
    def said(self):
        return self.hazard.description if self.hazard_id else self.text

    @property
    def is_done(self):
        return self.hazard.state in ENDED if self.hazard_id else self.state == ProblemState.DONE

    @property
    def is_late(self):
        return not self.is_done and self.due_on < clock.today()

    @property
    def now(self):
        """How far it is, in words."""
        if self.hazard_id:
            return self.hazard.get_state_display()
        return self.get_state_display()


class SheetLog(LogEntry):
    subject = models.ForeignKey(ProblemSheet, models.PROTECT, related_name="log")


class ProblemLog(LogEntry):
    subject = models.ForeignKey(Problem, models.PROTECT, related_name="log")

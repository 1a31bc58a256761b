"""Powers given to a township, penalty cases and the penalties of each."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Office, Place

from .. import rules_penalty as rules
from ..enums_transfer import CaseState, PenaltyKind, Target
from .register import Hazard
from .settled_times import entered_for_unit, mended, seats_of, told_at

OUTCOMES = (CaseState.DECIDED, CaseState.EXEMPT, CaseState.CLOSED, CaseState.ANNULLED)
PUNISHED = (CaseState.DECIDED, CaseState.CLOSED)


POWER_READERS = (*TOWNSHIP_ROLES, Role.DEPARTMENT, Role.SUPERVISOR)


class PowerQuerySet(ScopedQuerySet):
    place_path = "township"

    def scope(self, seat):
        return self.inside(seat.place) if seat.role in POWER_READERS else Q(pk__in=[])


class Power(Row):
    """One line of the list of powers given (赋权清单): a kind of penalty, from when to when, by which document."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField("处罚种类", max_length=12, choices=PenaltyKind.choices)
    from_on = models.DateField("生效日期")
    to_on = models.DateField("失效日期", null=True, blank=True)
    document = models.CharField("赋权文号", max_length=80)
    scope_note = models.CharField("适用范围", max_length=200, blank=True)

    objects = PowerQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-from_on", "pk"]
        verbose_name = "赋权"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="hazards_power_days",
                violation_error_message="失效日期不能早于生效日期",
            ),
            models.UniqueConstraint(
                fields=["township", "kind", "document"],
                condition=Q(withdrawn_at=None),
                name="hazards_power_once",
                violation_error_message="这份文件的这项赋权已经登记",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.document}）"

    def holds(self, day):
        return self.withdrawn_at is None and self.from_on <= day and (self.to_on is None or day <= self.to_on)


class CaseQuerySet(ScopedQuerySet):
    """A unit and its village see a case once it has an outcome."""

    office_path = "office"
    sector_path = "enterprise__sector"
    enterprise_path = "enterprise"

    def scope(self, seat):
        seen = super().scope(seat)
        return seen & Q(state__in=OUTCOMES) if seat.role in (Role.CADRE, Role.ENTERPRISE) else seen

    def with_told(self):
        """Adds `by_unit`: whether the enterprise itself entered the hazard, for told_at of many rows."""
        return self.annotate(by_unit=Exists(seats_of(OuterRef("enterprise"), OuterRef("hazard__created_by"))))


class Case(Row):
    """A penalty case: against an enterprise and its principal together (一案双罚)."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="cases", verbose_name="企业")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="隐患")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办案站所")
    offence = models.ForeignKey(
        "hazards.Offence", models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="违法类型"
    )
    facts = models.TextField("违法事实")
    basis = models.CharField("处罚依据", max_length=200)
    inspected_at = models.DateTimeField("检查时间", null=True, editable=False)
    inspection = models.CharField("检查记录", max_length=120, blank=True, editable=False)
    record = models.TextField("全过程记录", blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField("法制审核时间", null=True)
    opinion = models.TextField("法制审核意见", blank=True)
    published_on = models.DateField("公示日期", null=True, blank=True)
    published_where = models.CharField("公示位置", max_length=120, blank=True)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(CaseState, CaseState.FILED)
    closed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()
    workflow = Workflow(
        Step("decide", "作出处罚", (CaseState.FILED,), CaseState.DECIDED, rules.may_punish),
        Step("exempt", "不予处罚", (CaseState.FILED,), CaseState.EXEMPT, rules.may_exempt),
        Step("transfer", "移送有权机关", (CaseState.FILED,), CaseState.TRANSFERRED, rules.may_handle),
        Step("close", "结案", (CaseState.DECIDED,), CaseState.CLOSED, rules.may_handle, stamp="closed_at"),
        Step("annul", "撤销处罚决定", PUNISHED, CaseState.ANNULLED, rules.may_mend, note=True),
        Step("cancel", "撤案", (CaseState.FILED,), CaseState.CANCELLED, rules.may_handle, note=True),
    )

    class Meta:
        ordering = ["-year", "-running", "-pk"]
        verbose_name = "处罚案件"
        indexes = [models.Index(fields=["village", "state"], name="hazards_case_state")]
        constraints = [models.UniqueConstraint(fields=["township", "year", "running"], name="hazards_case_number")]

    def __str__(self):
        return f"{self.number} {self.enterprise}"

    @property
    def number(self):
        return f"罚〔{self.year}〕{self.running}号"

    @property
    def told_at(self):
        """When the enterprise itself entered the hazard; None when it did not."""
        return told_at(self.hazard, getattr(self, "by_unit", None))

    @property
    def told_for_unit(self):
        return self.told_at is None and entered_for_unit(self.hazard)

    @property
    def why_not_exempt(self):
        """Why self-reporting does not spare the unit; computed from the two times and the hazard's state, never typed."""
        if self.hazard is None or self.told_at is None:
            return "隐患由他人代报，不作为企业自报" if self.told_for_unit else "不是企业自查自报的隐患"
        if self.inspected_at and self.told_at >= self.inspected_at:
            return "企业报告时间不早于检查时间"
        return "" if mended(self.hazard) else "没有按期整改"

    @property
    def exempt(self):
        return not self.why_not_exempt

    @property
    def missing_half(self):
        return rules.missing_half(row.target for row in self.penalties.all())


class CaseLog(LogEntry):
    subject = models.ForeignKey(Case, models.PROTECT, related_name="log")


class Decided(models.Model):
    """What was decided against an enterprise or its principal. Without `authority` by the township."""

    target = models.CharField("处罚对象", max_length=12, choices=Target.choices)
    person = models.CharField("主要负责人", max_length=40, blank=True)
    kind = models.CharField("处罚种类", max_length=12, choices=PenaltyKind.choices)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    decided_on = models.DateField("决定日期")
    document = models.CharField("决定书文号", max_length=80)
    authority = models.CharField("外单位作出机关", max_length=80, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Penalty(Decided):
    """One half of a case as it stands; what was corrected or annulled is kept as PastPenalty and counts no more."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="penalties")

    class Meta:
        ordering = ["target", "pk"]
        indexes = [models.Index(fields=["decided_on"], name="hazards_penalty_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "target"], name="hazards_penalty_once", violation_error_message="这一半处罚已经登记"
            ),
            models.CheckConstraint(
                condition=~Q(kind="fine") | Q(amount__gt=0),
                name="hazards_fine_amount",
                violation_error_message="罚款须写明金额",
            ),
        ]


class PastPenalty(Decided):
    """A decision that was annulled on review or in court, or as it stood before its entry was corrected."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="past_penalties", verbose_name="案件")
    annulled = models.BooleanField("已撤销", default=False)
    why = models.CharField("更正、撤销原因", max_length=300)
    paper = models.CharField("更正、撤销文书文号", max_length=80)
    ended_on = models.DateField("更正、撤销日期")
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    ended_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["-ended_at", "-pk"]
        verbose_name = "更正、撤销的处罚"
        constraints = [models.CheckConstraint(condition=~Q(why="") & ~Q(paper=""), name="hazards_past_penalty_said")]

"""The register of hazards and the loop each one goes through until it is accepted and closed."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core import clock
from core.beside import Followed, FollowedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.areas import Prefix
from places.models import Office, Place, Sector

from .. import rules
from ..enums import ExtensionState, Grade, HazardState, ProblemKind, Source

# local rules ask for on-site acceptance within ten days of the request
ACCEPTANCE_TIME = timedelta(days=10)
ORDERED = ("grade", "grade_basis", "problem_kind", "at_once", "due_on", "responsible", "office")
ROUTED = (ProblemKind.SYSTEM, ProblemKind.MECHANISM)  # what a transfer of the same name carries on
# the order of the register, and what its filters look at: an index with both finds a page without opening other rows
NEWEST = (F("found_on").desc(), F("id").desc())
FILTERED = ("state", "village", "sector", "grade", "source", "office", "due_on", "problem_kind", "first")
LOOKED_AT = tuple(name for name in FILTERED if name not in ("state", "due_on"))
OPEN_STATES = (HazardState.FOUND, HazardState.PLANNING, HazardState.RECTIFYING, HazardState.REPORTED)


class HazardQuerySet(ScopedQuerySet, FollowedQuerySet):
    has_area_index = True
    sector_path = "sector"
    office_path = "office"
    enterprise_path = "enterprise"

    def _of_office(self, seat):
        """Its own, and what another office has handed over and is with it now."""
        transfers = self.model._meta.get_field("transfers").related_model
        handed = transfers.objects.filter(to_office=seat.office_id, state__in=transfers.with_receiver)
        return super()._of_office(seat) | Q(pk__in=handed.filter(hazard__isnull=False).values("hazard"))

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def closed(self):
        return self.filter(state=HazardState.CLOSED)

    def major(self):
        return self.filter(grade=Grade.MAJOR)

    def overdue(self, on=None):
        """Open, not yet reported done, and past the day it is due."""
        day = on or clock.today()
        return self.filter(state__in=OPEN_STATES, due_on__lt=day).exclude(state=HazardState.REPORTED)

    def to_route(self):
        """Problems of the set-up or of rules that have not been sent to whoever must decide about them."""
        transfers = self.model._meta.get_field("transfers").related_model
        sent = transfers.objects.exclude(state="withdrawn").filter(hazard=OuterRef("pk"), kind=OuterRef("problem_kind"))
        return self.open().filter(~Exists(sent), problem_kind__in=ROUTED)

    def registered(self):
        """All that count: neither drafts nor cancelled."""
        return self.exclude(state__in=[HazardState.DRAFT, HazardState.CANCELLED])


class Hazard(Followed, Row):
    number = models.CharField("编号", max_length=24, unique=True)
    village = models.ForeignKey(Place, models.PROTECT, related_name="hazards", verbose_name="所在村")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name="企业"
    )
    location = models.CharField("具体位置", max_length=120)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name="行业领域", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="监管站所")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name="专项行动"
    )
    source = models.CharField("来源", max_length=12, choices=Source.choices)
    source_key = models.CharField(max_length=60, null=True, unique=True, editable=False)
    description = models.TextField("隐患描述")
    found_on = models.DateField("发现日期", default=clock.today)
    found_by = models.CharField("发现人", max_length=60, blank=True)
    grade = models.CharField("等级", max_length=10, choices=Grade.choices, blank=True)
    grade_basis = models.CharField("判定依据", max_length=200, blank=True)
    problem_kind = models.CharField("问题类型", max_length=12, choices=ProblemKind.choices, blank=True)
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="recurrences", verbose_name="首次发现"
    )
    occurrence = models.PositiveSmallIntegerField("第几次发现", default=1, editable=False)
    at_once = models.BooleanField("立即整改", default=False)
    responsible = models.CharField("整改责任人", max_length=60, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    result = models.TextField("整改情况", blank=True)
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)
    rectified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    village_accepts = models.BooleanField("委托村验收", default=False, editable=False)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="验收人")
    state = state_field(HazardState, HazardState.FOUND)
    graded_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField("销号时间", null=True)

    objects = HazardQuerySet.as_manager()
    workflow = Workflow(
        Step("confirm", "确认登记", (HazardState.DRAFT,), HazardState.FOUND, rule=rules.may_grade),
        Step(
            "order_at_once",
            "定级并责令立即整改",
            (HazardState.FOUND,),
            HazardState.RECTIFYING,
            rule=rules.may_grade,
            stamp="graded_at",
            fields=ORDERED,
        ),
        Step(
            "order_plan",
            "定级并责令限期整改",
            (HazardState.FOUND,),
            HazardState.PLANNING,
            rule=rules.may_grade,
            stamp="graded_at",
            fields=ORDERED,
        ),
        Step(
            "submit_plan",
            "报送整改方案",
            (HazardState.PLANNING,),
            HazardState.RECTIFYING,
            rule=rules.may_rectify,
            fields=("responsible",),
        ),
        Step(
            "return_plan",
            "退回方案",
            (HazardState.RECTIFYING,),
            HazardState.PLANNING,
            rule=rules.may_return_plan,
            note=True,
        ),
        Step(
            "report_done",
            "报告整改完成",
            (HazardState.RECTIFYING,),
            HazardState.REPORTED,
            rule=rules.may_rectify,
            stamp="reported_at",
            fields=("result", "rectified_on", "rectified_by"),
        ),
        Step(
            "see_mended",
            "复查确认已改",
            (HazardState.RECTIFYING,),
            HazardState.REPORTED,
            rule=rules.may_grade,
            stamp="reported_at",
            fields=("result", "rectified_on"),
        ),
        Step(
            "accept",
            "验收销号",
            (HazardState.REPORTED,),
            HazardState.CLOSED,
            rule=rules.may_accept,
            stamp="closed_at",
            fields=("accepted_by",),
        ),
        Step("send_back", "退回整改", (HazardState.REPORTED,), HazardState.RECTIFYING, rule=rules.may_accept, note=True),
        Step(
            "cancel",
            "取消",
            (HazardState.DRAFT, HazardState.FOUND, HazardState.PLANNING, HazardState.RECTIFYING),
            HazardState.CANCELLED,
            rule=rules.may_cancel,
            note=True,
        ),
        Step(
            "raise_grade",
            "改判为重大隐患",
            rules.BEING_MENDED,
            HazardState.PLANNING,
            rule=rules.may_raise,
            note=True,
            fields=("grade", "grade_basis", "at_once", "due_on", "responsible", "village_accepts"),
        ),
    )

    class Meta:
        ordering = ["-found_on", "-pk"]
        verbose_name = "隐患"
        indexes = [
            models.Index(fields=["village", "state", "sector", "grade", "due_on"], name="hazards_counted"),
            models.Index(fields=["state", "due_on", "found_on", "id", *LOOKED_AT], name="hazards_due"),
            models.Index(fields=["-found_on", "-id", *FILTERED], name="hazards_listed"),
            models.Index("state", *NEWEST, *FILTERED[1:], name="hazards_listed_state"),
            models.Index(Prefix("village", 6), *NEWEST, *FILTERED, name="hazards_listed_county"),
            models.Index(Prefix("village", 9), *NEWEST, name="hazards_listed_town"),
            models.Index(fields=["due_on", "id", "state", *LOOKED_AT], name="hazards_by_limit"),
            models.Index(fields=["-found_on", "-id"], condition=Q(first__isnull=False), name="hazards_came_back"),
            models.Index(fields=["due_on", "id"], condition=Q(first__isnull=False), name="hazards_came_back_limit"),
            models.Index(fields=["closed_at", "state", "village"], name="hazards_closed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "found", "cancelled"]) | ~Q(grade=""),
                name="hazards_graded",
                violation_error_message="未定级的隐患不能进入整改",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(accepted_by__isnull=False, closed_at__isnull=False),
                name="hazards_closed_by_someone",
                violation_error_message="销号必须有验收人",
            ),
            models.CheckConstraint(
                condition=Q(first=None, occurrence=1) | Q(first__isnull=False, occurrence__gt=1),
                name="hazards_recurrence_counted",
                violation_error_message="复发的隐患须指明首次发现的那一条",
            ),
            models.CheckConstraint(
                condition=Q(village_accepts=False) | ~Q(grade="major"),
                name="hazards_major_not_by_village",
                violation_error_message="重大隐患不能委托村验收",
            ),
            models.CheckConstraint(
                condition=Q(at_once=False) | ~Q(grade="major"),
                name="hazards_major_needs_plan",
                violation_error_message="重大隐患必须报送整改方案，不能按立即整改处理",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.description[:20]}"

    @property
    def unit(self):
        """Who rectifies: the enterprise, else the village."""
        return self.enterprise or self.village

    @property
    def acceptance_due_on(self):
        """The day acceptance is due once done was reported (ACCEPTANCE_TIME); None before."""
        if self.state != HazardState.REPORTED or self.reported_at is None:
            return None
        return timezone.localdate(self.reported_at) + ACCEPTANCE_TIME

    @property
    def is_overdue(self):
        return bool(
            self.due_on and self.due_on < clock.today() and self.state in OPEN_STATES and self.state != HazardState.REPORTED
        )


class Series(models.Model):
    """The counter behind the register's numbers: one row per township and year."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    stem = models.CharField("字头", max_length=12)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["township", "year"], name="hazards_series_once"),
            models.UniqueConstraint(fields=["stem", "year"], name="hazards_stem_once"),
        ]


class PlanParts(models.Model):
    """The five settlements (五落实) of a hazard that cannot be mended at once; the six parts of a major one's plan."""

    responsible = models.CharField("责任落实（责任人）", max_length=60)
    measures = models.TextField("措施落实")
    money = models.DecimalField("资金落实（元）", max_digits=12, decimal_places=2)
    due_on = models.DateField("时限落实")
    contingency = models.TextField("预案落实")
    goals = models.TextField("治理目标和任务", blank=True)
    materials = models.TextField("物资保障", blank=True)
    bodies = models.TextField("治理机构和人员", blank=True)
    safety = models.TextField("整改期间安全措施", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="报送人")
    at = models.DateTimeField("报送时间", default=clock.now)

    class Meta:
        abstract = True


class Plan(PlanParts):
    """The plan as it holds now; `at` is when it was first sent."""

    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="plan")


class EarlierPlan(PlanParts):
    """A plan as it was before it was returned, amended, or its limit or person changed."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="earlier_plans", verbose_name="隐患")
    why = models.TextField("为何不再有效")
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="改动人")
    ended_at = models.DateTimeField("改动时间")

    class Meta:
        ordering = ["-ended_at", "-pk"]
        verbose_name = "整改方案的旧版"


class ExtensionQuerySet(models.QuerySet):
    def to_decide(self, user):
        """Those asked for that a user in this seat decides on, as rules.may_decide says of each."""
        mine = Q(pk__in=[])
        if user.has_role(*rules.JUDGES):
            mine |= ~Q(hazard__grade=Grade.MAJOR)
        if user.has_role(rules.decides_major(user.membership.place.township_code)):
            mine |= Q(hazard__grade=Grade.MAJOR)
        return self.filter(mine, state=ExtensionState.ASKED).exclude(asked_by=user)


class Extension(models.Model):
    """A longer limit asked for one hazard."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="extensions")
    until = models.DateField("申请延至")
    reason = models.TextField("理由")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    late = models.BooleanField("逾期提出", default=False)
    decide_by = models.DateField("审批期限", null=True)
    state = state_field(ExtensionState, ExtensionState.ASKED)
    decided_at = models.DateTimeField(null=True)

    objects = ExtensionQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "grant", "同意延期", (ExtensionState.ASKED,), ExtensionState.GRANTED, rule=rules.may_decide, stamp="decided_at"
        ),
        Step(
            "refuse",
            "不同意延期",
            (ExtensionState.ASKED,),
            ExtensionState.REFUSED,
            rule=rules.may_decide,
            note=True,
            stamp="decided_at",
        ),
    )

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"],
                condition=Q(state="asked"),
                name="hazards_one_open_extension",
                violation_error_message="已有一份延期申请待审批",
            )
        ]


class HazardLog(LogEntry):
    subject = models.ForeignKey(Hazard, models.PROTECT, related_name="log")


class ExtensionLog(LogEntry):
    subject = models.ForeignKey(Extension, models.PROTECT, related_name="log")

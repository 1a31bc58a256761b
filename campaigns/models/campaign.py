"""A campaign: the circular it came from, its phases, roster and tasks, and each unit's assignments."""

from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import UnitQuerySet, UnitRow
from notices.models import Paper
from places.enums import UnitGroup
from places.models import Office, Place, Sector

from .. import rules
from ..enums import UNFINISHED, WAITING, AssignmentState, CampaignState, Counts, DeadlineKind, Every, UnitRole, Way


class TownshipQuerySet(ScopedQuerySet):
    """Rows of a whole township: everyone with a seat inside it sees them, the upper level sees its subtree."""

    place_path = "township"

    def scope(self, seat):
        if len(seat.place.prefix) < 9:
            return self.inside(seat.place)
        return Q(**{self.place_path: seat.place.township_code})


class Circular(Row):
    """A circular as it arrived and as it was read; reviewed before it becomes a campaign."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=200)
    source_name = models.CharField("来源文件", max_length=200, blank=True)
    text = models.TextField("原文")
    reading = models.JSONField("识读结果", default=dict)
    review = models.JSONField("审核后", default=dict)
    form_token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    class ByOffice(TownshipQuerySet):
        def visible_to(self, user):
            rows = super().visible_to(user)
            return rows if getattr(user, "role", "") in {Role.OFFICER, Role.LEADER, Role.SUPERVISOR} else rows.none()

    objects = ByOffice.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "来文"

    def __str__(self):
        return self.title


class CampaignQuerySet(TownshipQuerySet):
    def running(self):
        return self.filter(state=CampaignState.RUNNING)


class Campaign(Row):
    township = models.ForeignKey(Place, models.PROTECT, related_name="campaigns", verbose_name="乡镇")
    circular = models.OneToOneField(Circular, models.PROTECT, null=True, related_name="campaign")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="campaigns")
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_up",
        verbose_name="接续的专项行动",
        editable=False,
    )
    name = models.CharField("名称", max_length=120)
    goal = models.TextField("目标", blank=True)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    looks_back = models.BooleanField(
        "开展瞒报回头看",
        default=False,
        help_text="选中的，以前查否、存疑的线索要重新核查，行动期间收到的线索都要有结论才能结束",
    )
    state = state_field(CampaignState, CampaignState.DRAFT)
    dispatched_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "dispatch",
            "派发任务",
            (CampaignState.DRAFT,),
            CampaignState.RUNNING,
            rule=rules.may_dispatch,
            stamp="dispatched_at",
        ),
        Step(
            "conclude",
            "结束专项",
            (CampaignState.RUNNING,),
            CampaignState.CONCLUDED,
            rule=rules.may_conclude,
            note=True,
            stamp="concluded_at",
        ),
        Step("reopen", "重新开启", (CampaignState.CONCLUDED,), CampaignState.RUNNING, rule=rules.may_manage, note=True),
        Step("withdraw", "撤销专项", (CampaignState.DRAFT,), CampaignState.WITHDRAWN, rule=rules.may_manage, note=True),
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = "专项行动"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaigns_period",
                violation_error_message="结束日期不能早于开始日期",
            )
        ]

    def __str__(self):
        return self.name


class Phase(models.Model):
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="phases")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("阶段", max_length=60)
    starts_on = models.DateField("开始", null=True, blank=True)
    ends_on = models.DateField("结束", null=True, blank=True)
    text = models.TextField("内容", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaigns_phase_period",
                violation_error_message="阶段的结束日期不能早于开始日期",
            )
        ]

    def __str__(self):
        return self.name


class GroupMember(models.Model):
    """A seat in the leading group; who leaves stays on record beside the successor."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="members")
    order = models.PositiveSmallIntegerField(default=0)
    role = models.CharField("组内职务", max_length=30)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=80, blank=True)
    left_on = models.DateField("离任日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "pk"]


class Task(models.Model):
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tasks")
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True, related_name="tasks")
    order = models.PositiveSmallIntegerField(default=0)
    number = models.CharField("序号", max_length=20, blank=True)
    section = models.CharField("所属部分", max_length=80, blank=True)
    title = models.CharField("任务", max_length=120)
    text = models.TextField("要求", blank=True)
    deadline_kind = models.CharField("期限类型", max_length=12, choices=DeadlineKind.choices, default=DeadlineKind.VAGUE)
    deadline_raw = models.CharField("原文期限", max_length=120, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    every = models.CharField("频次", max_length=10, choices=Every.choices, blank=True)
    times = models.PositiveSmallIntegerField("次数", default=1)
    evidence_required = models.BooleanField("须附照片", default=False)
    counts = models.CharField("怎样算完成", max_length=10, choices=Counts.choices, blank=True)
    way = models.CharField("核查方式", max_length=12, choices=Way.choices, blank=True)
    settled = models.BooleanField("期限已确认", default=False)
    regular = models.BooleanField("定期报送", default=False, editable=False)
    begins_on = models.DateField("起报日期", null=True, editable=False)
    dropped = models.BooleanField("不派发", default=False)
    drop_reason = models.CharField("不派发的原因", max_length=200, blank=True)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="+", verbose_name="只派给这些行业的企业")
    span = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(deadline_kind=DeadlineKind.DATE) | Q(due_on__isnull=False),
                name="campaigns_task_date",
                violation_error_message="限期任务必须填写完成期限",
            ),
            models.CheckConstraint(
                condition=~Q(deadline_kind=DeadlineKind.RECURRING) | ~Q(every=""),
                name="campaigns_task_cadence",
                violation_error_message="周期任务必须选择频次",
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | ~Q(drop_reason=""),
                name="campaigns_task_drop",
                violation_error_message="不派发的任务必须写明原因",
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(regular=True, dropped=False),
                name="campaigns_one_regular_report",
                violation_error_message="这个专项行动已经定了定期报送的频次",
            ),
        ]

    def __str__(self):
        return self.title


class TaskUnit(models.Model):
    """A unit responsible for a task: as written, and what it means (a group, a place or an office)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="units")
    role = models.CharField(max_length=10, choices=UnitRole.choices, default=UnitRole.LEAD)
    name = models.CharField("文中名称", max_length=60)
    group = models.CharField(max_length=20, choices=UnitGroup.choices, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]


class AssignmentQuerySet(UnitQuerySet):
    def waiting(self):
        """Those whose unit still has to act."""
        return self.filter(state__in=WAITING)

    def unfinished(self):
        return self.filter(state__in=UNFINISHED)

    def late(self, on=None):
        return self.waiting().filter(due_on__lt=on or clock.today())

    def of_running(self):
        """Those of campaigns that go on; a concluded campaign asks nothing of anybody."""
        return self.filter(campaign__state=CampaignState.RUNNING)

    def of_unit(self, user):
        """Those addressed to the unit the user acts for, not merely in sight; a village's regular report is its liaison's."""
        seat = user.membership
        if seat is None:
            return self.none()
        if seat.role == Role.ENTERPRISE:
            return self.filter(enterprise__seats__membership=seat)
        if seat.role in (Role.DEPARTMENT, Role.OFFICER):
            return self.filter(office=seat.office_id) if seat.office_id else self.none()
        villages = self.filter(office=None, enterprise=None)
        if seat.role == Role.CADRE:
            return villages.filter(place=seat.place_id, task__regular=False)
        if seat.role == Role.LIAISON:
            return villages.filter(place__in=seat.villages.values("code"), task__regular=True)
        return self.none()


class Assignment(UnitRow):
    """One unit's duty for one period of one task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="assignments")
    period_starts_on = models.DateField()
    period_label = models.CharField("期次", max_length=30, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    state = state_field(AssignmentState, AssignmentState.OPEN)
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssignmentQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "submit",
            "上报",
            WAITING,
            AssignmentState.SUBMITTED,
            rule=rules.may_answer,
            stamp="submitted_at",
        ),
        Step(
            "accept",
            "审核通过",
            (AssignmentState.SUBMITTED,),
            AssignmentState.ACCEPTED,
            rule=rules.may_judge,
            stamp="accepted_at",
        ),
        Step(
            "send_back",
            "退回",
            (AssignmentState.SUBMITTED, AssignmentState.ACCEPTED),
            AssignmentState.RETURNED,
            rule=rules.may_judge,
            note=True,
        ),
        Step(
            "cancel",
            "取消",
            WAITING,
            AssignmentState.CANCELLED,
            rule=rules.may_judge,
            note=True,
        ),
    )

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["campaign", "place"], name="campaigns_cover"),
            models.Index(fields=["due_on", "state"], name="campaigns_due"),
        ]
        constraints = [
            *UnitRow.Meta.constraints,
            # three partial ones, because SQLite takes two empty columns for different
            models.UniqueConstraint(
                fields=["task", "place", "period_starts_on"],
                condition=Q(office=None, enterprise=None),
                name="campaigns_once_per_village",
            ),
            models.UniqueConstraint(
                fields=["task", "office", "period_starts_on"], condition=~Q(office=None), name="campaigns_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["task", "enterprise", "period_starts_on"],
                condition=~Q(enterprise=None),
                name="campaigns_once_per_enterprise",
            ),
        ]

    def __str__(self):
        return f"{self.task.title}（{self.unit_name}）"


class Submission(models.Model):
    """What a unit reports on an assignment; each round is kept. Photos are attachments of this row."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    text = models.TextField("完成情况")
    held_on = models.DateField("活动日期")
    headcount = models.PositiveIntegerField("参加人数", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]


class CircularLog(LogEntry):
    subject = models.ForeignKey(Circular, models.PROTECT, related_name="log")


class CampaignLog(LogEntry):
    subject = models.ForeignKey(Campaign, models.PROTECT, related_name="log")


class AssignmentLog(LogEntry):
    subject = models.ForeignKey(Assignment, models.PROTECT, related_name="log")

"""Inspections on the spot: who came, what was answered and found, who signed; locked once everybody has."""

from django.db import models
from django.db.models import Q

from accounts.enums import PHONE_ROLES, Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core import clock
from core.cipher import newest
from core.models import LogEntry, Row
from core.sealed_files import SealedStorage
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from hazards.enums import Grade
from hazards.models import Clause, Hazard
from places.models import Office, Place

from .. import inspection_rules as rules
from ..enums import Disposal, InspectionState, Kind, Part, Post, Seen
from .filling import ChecklistVersion, ReplyRow

AT_WORK = (InspectionState.OPEN, InspectionState.SIGNING)


class InspectionQuerySet(ScopedQuerySet):
    place_path = "place"
    sector_path = "enterprise__sector"
    office_path = "office"
    enterprise_path = "enterprise"

    def visible_to(self, user):
        """Scope as everywhere; a unit knows of a visit once it is signed, except of what it does itself."""
        rows = super().visible_to(user)
        if getattr(user, "role", "") not in PHONE_ROLES:
            return rows
        return rows.filter(Q(state=InspectionState.SIGNED) | Q(created_by=user) | Q(kind__in=rules.OWN_KINDS))

    def _of_office(self, seat):
        """Also the joint inspections the office takes part in."""
        joint = Inspection.offices.through.objects.filter(office=seat.office_id).values("inspection")
        return super()._of_office(seat) | self.inside(seat.place) & Q(pk__in=joint)

    def at_work(self):
        return self.filter(state__in=AT_WORK)

    def unlocked_of(self, user):
        """Those at work that wait for this person: begun by them, or with them on the team; of an enterprise all of its own."""
        if getattr(user, "role", "") == Role.ENTERPRISE:
            return self.at_work().filter(kind__in=rules.OWN_KINDS)
        teams = TeamMember.objects.filter(user=user).values("inspection")
        return self.at_work().filter(Q(created_by=user) | Q(pk__in=teams))

    def signed(self):
        return self.filter(state=InspectionState.SIGNED)

    def held_between(self, first, last):
        return self.filter(held_on__range=(first, last))


class Inspection(Row):
    """One visit to an enterprise, or to a village where no enterprise is meant."""

    kind = models.CharField("检查方式", max_length=12, choices=Kind.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="企业"
    )
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头站所")
    offices = models.ManyToManyField(Office, blank=True, related_name="+", verbose_name="参加的站所")
    agency = models.CharField("检查单位", max_length=80)
    checklist = models.ForeignKey(
        ChecklistVersion, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="检查表"
    )
    campaigns = models.ManyToManyField(Campaign, blank=True, related_name="inspections", verbose_name="计入专项行动")
    plan_unit = models.ForeignKey("checks.PlanUnit", models.PROTECT, null=True, blank=True, related_name="inspections")
    first = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="rechecks", verbose_name="原检查")
    held_on = models.DateField("检查日期", default=clock.today)
    begun = models.TimeField("开始时间")
    ended = models.TimeField("结束时间", null=True, blank=True)
    location = models.CharField("检查地点", max_length=120)
    present = models.CharField("陪同人员", max_length=120, blank=True)
    disposals = models.CharField("现场处置", max_length=80, blank=True)
    opinions = models.TextField("处理意见", blank=True)
    expert_opinion = models.TextField("专家意见", blank=True)
    unit_person = models.CharField("被检查单位签名人", max_length=40, blank=True)
    refusal = models.CharField("拒签情况", max_length=200, blank=True)
    witness = models.CharField("见证人", max_length=40, blank=True)
    state = state_field(InspectionState, InspectionState.OPEN)
    signing_at = models.DateTimeField(null=True, editable=False)
    signed_at = models.DateTimeField("锁定时间", null=True, editable=False)
    record = models.TextField(blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pdf = models.FileField(upload_to="inspections/%Y/%m/", storage=SealedStorage(), blank=True, editable=False)
    sealed_with = models.CharField(max_length=8, blank=True, default=newest, editable=False)  # name of the file's key
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = InspectionQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "present", "填完，开始签名", (InspectionState.OPEN,), InspectionState.SIGNING,
            rule=rules.may_write, stamp="signing_at", fields=("ended", "record", "sha256"),
        ),
        Step(
            "reopen", "退回修改", (InspectionState.SIGNING,), InspectionState.OPEN,
            rule=rules.may_write, note=True, fields=("refusal", "witness", "unit_person"),
        ),
        Step(
            "lock", "签名完毕，锁定", (InspectionState.SIGNING,), InspectionState.SIGNED,
            rule=rules.may_write, stamp="signed_at", fields=("record", "sha256"),
        ),
        Step("cancel", "取消检查", AT_WORK, InspectionState.CANCELLED, rule=rules.may_write, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = "现场检查"
        indexes = [
            models.Index(fields=["place", "held_on"], name="checks_insp_place"),
            models.Index(fields=["enterprise", "kind", "held_on"], name="checks_insp_firm"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gte=models.F("begun")),
                name="checks_insp_times",
                violation_error_message="结束时间不能早于开始时间",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(ended__isnull=False, signed_at__isnull=False) & ~Q(sha256=""),
                name="checks_insp_locked",
                violation_error_message="锁定的检查必须有结束时间和校验值",
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | ~Q(witness=""),
                name="checks_insp_refusal",
                violation_error_message="拒绝签名必须写明见证人",
            ),
        ]

    def __str__(self):
        return f"{self.unit_name} {self.held_on:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def unit(self):
        return self.enterprise or self.place

    @property
    def unit_name(self):
        return self.unit.name

    @property
    def is_own(self):
        """An enterprise's check of itself: nobody is inspected by others, so only the team signs."""
        return self.kind in rules.OWN_KINDS

    @property
    def is_open(self):
        return self.state == InspectionState.OPEN

    @property
    def disposed(self):
        """The kinds of disposal (enums.Disposal), kept as words parted by commas."""
        return [Disposal(word) for word in self.disposals.split(",") if word]

    @property
    def chip(self):
        """The word by which the page's mark is chosen: locked is done."""
        return "closed" if self.state == InspectionState.SIGNED else self.state

    def has_on_team(self, user):
        return self.team.filter(user=user).exists()


class TeamMember(models.Model):
    """One of those who inspect: with an account or by name; each signs."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="平台用户")
    name = models.CharField("姓名", max_length=40)
    unit = models.CharField("单位或证号", max_length=60, blank=True)
    post = models.CharField("分工", max_length=10, choices=Post.choices, default=Post.MEMBER)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "name", "unit"], name="checks_team_once", violation_error_message="这个人已在检查组里"
            )
        ]

    def __str__(self):
        return self.name


class InspectionAnswer(ReplyRow):
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers")

    class Meta(ReplyRow.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="checks_insp_answer_once")]


class Finding(models.Model):
    """A problem seen that no item asks about; photos hang on this row. It becomes a hazard when the record is locked."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    description = models.CharField("发现的问题", max_length=500)
    location = models.CharField("具体位置", max_length=120, blank=True)
    basis = models.CharField("判定依据", max_length=200, blank=True)
    grade = models.CharField("隐患等级", max_length=10, choices=Grade.choices, blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="判定条款")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, editable=False, related_name="+")
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.description


class RecheckLine(models.Model):
    """A hazard of the visit before that was still open when the recheck began, and what was seen of it; photos hang here."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="lines", verbose_name="复查")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name="隐患")
    seen = models.CharField("复查结果", max_length=10, choices=Seen.choices, blank=True)
    note = models.CharField("情况", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="填写人")
    at = models.DateTimeField("填写时间", null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "复查的隐患"
        constraints = [models.UniqueConstraint(fields=["inspection", "hazard"], name="checks_recheck_line_once")]

    def __str__(self):
        return f"{self.hazard.number} {self.get_seen_display()}".strip()


class SignatureQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)


class Signature(models.Model):
    """A name drawn by finger under the record as it stood; the picture is an attachment of this row."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="signatures")
    part = models.CharField("签名方", max_length=10, choices=Part.choices)
    member = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="+")
    name = models.CharField("签名人", max_length=40)
    content_sha256 = models.CharField(max_length=64)
    collected_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(withdrawn_at=None), name="checks_member_signs_once"),
            models.UniqueConstraint(
                fields=["inspection", "part"],
                condition=Q(withdrawn_at=None, member=None),
                name="checks_part_signs_once",
            ),
        ]


class InspectionLog(LogEntry):
    subject = models.ForeignKey(Inspection, models.PROTECT, related_name="log")

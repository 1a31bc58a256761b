"""Leads about deaths at work, their verification, and who looked at them. Confidential: handlers and leaders only."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Place

from . import rules
from .enums import (
    ABOVE_TOWNSHIP,
    MUST_VERIFY_AGAIN,
    AccessAction,
    Conclusion,
    LeadSource,
    LeadState,
    VerificationState,
)

NOT_KNOWN = ("不详", "未知", "无名氏")


class LeadQuerySet(ScopedQuerySet):
    """Need to know: a leader of the township, or a named handler of this very lead."""

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        if user.has_role(Role.LEADER):
            return self.filter(self.inside(user.membership.place))
        if not user.has_role(*rules.HANDLING_ROLES):
            return self.none()
        named = Handler.objects.current().filter(user=user).values("lead_id")
        return self.filter(self.inside(user.membership.place), pk__in=named)

    def open(self):
        return self.filter(state__in=[LeadState.RECEIVED, LeadState.VERIFYING])

    def overdue(self, on=None):
        return self.open().filter(due_on__lt=on or clock.today())

    def to_verify_again(self, campaign):
        """The last word on a case was "refuted" or "doubtful", said before the campaign and not taken up since."""
        rows = self.filter(self.inside(campaign.township), state=LeadState.CONCLUDED, conclusion__in=MUST_VERIFY_AGAIN)
        return rows.filter(again=None, concluded_at__date__lte=campaign.starts_on).exclude(campaign=campaign)


class Lead(Row):
    """A sign that someone may have died at work. Once refuted it can only be verified again, by others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("线索编号", max_length=24, unique=True)
    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及企业"
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动")
    source = models.CharField("线索来源", max_length=12, choices=LeadSource.choices)
    source_key = models.CharField(max_length=60, null=True, unique=True, editable=False)
    summary = models.TextField("线索内容")
    person = models.CharField("死亡人员", max_length=40, blank=True)
    happened_on = models.DateField("发生日期", null=True, blank=True)
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    due_on = models.DateField("核查期限", null=True, blank=True)
    former = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name="原线索")
    state = state_field(LeadState, LeadState.RECEIVED)
    conclusion = models.CharField("结论", max_length=12, choices=Conclusion.choices, blank=True)
    deciding_authority = models.CharField("认定机关", max_length=60, blank=True)
    deciding_number = models.CharField("认定文号", max_length=60, blank=True)
    concluded_at = models.DateTimeField(null=True)

    objects = LeadQuerySet.as_manager()
    workflow = Workflow(
        Step("verify", "启动核查", (LeadState.RECEIVED,), LeadState.VERIFYING, rule=rules.may_handle, fields=("due_on",)),
        Step("dismiss", "不予受理", (LeadState.RECEIVED,), LeadState.DISMISSED, rule=rules.may_dismiss, note=True),
        Step(
            "conclude", "作出结论", (LeadState.VERIFYING,), LeadState.CONCLUDED, rule=rules.may_conclude, note=True,
            stamp="concluded_at", fields=("conclusion", "deciding_authority", "deciding_number"),
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "涉亡线索"
        constraints = [
            models.CheckConstraint(
                condition=~Q(conclusion__in=[c.value for c in ABOVE_TOWNSHIP])
                | (~Q(deciding_authority="") & ~Q(deciding_number="")),
                name="incidents_within_powers",
                violation_error_message="这一结论超出乡镇权限，必须填写认定机关和文号",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(conclusion=""),
                name="incidents_concluded",
                violation_error_message="结案必须有结论",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def masked_person(self):
        """The dead person as lists show them: the first character only."""
        name = self.person.strip()
        return name if name in NOT_KNOWN or not name else f"{name[0]}＊"


class HandlerQuerySet(models.QuerySet):
    def current(self):
        """Those who may look today."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


class Handler(models.Model):
    """A person named to handle one lead, by a leader, until a day."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="handlers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateField("有效期至", null=True, blank=True)

    objects = HandlerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "user"], name="incidents_handler_once")]


class Verification(Row):
    """One verification of a lead by at least two people."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="verifications")
    team = models.ManyToManyField(User, related_name="+", verbose_name="核查人")
    plan = models.TextField("核查方案", blank=True)
    findings = models.TextField("核查情况", blank=True)
    proposal = models.CharField("建议结论", max_length=12, choices=Conclusion.choices, blank=True)
    former_verifiers = models.CharField("原核查人", max_length=120, blank=True)
    state = state_field(VerificationState, VerificationState.RUNNING)
    reported_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    workflow = Workflow(
        Step(
            "report", "提交核查报告", (VerificationState.RUNNING,), VerificationState.REPORTED, rule=rules.may_report,
            stamp="reported_at", fields=("findings", "proposal"),
        ),
        Step(
            "confirm", "审定", (VerificationState.REPORTED,), VerificationState.CONFIRMED, rule=rules.may_confirm,
            stamp="confirmed_at",
        ),
        Step(
            "send_back", "退回补充核查", (VerificationState.REPORTED,), VerificationState.RUNNING,
            rule=rules.may_confirm, note=True,
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["created_at"]
        verbose_name = "核查"


class Interview(models.Model):
    """Notes of a talk (谈话笔录): who, where, when, who was present, what was said."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="interviews")
    person = models.CharField("谈话对象", max_length=40)
    relation = models.CharField("身份", max_length=60, blank=True)
    place = models.CharField("地点", max_length=80)
    at = models.DateTimeField("时间")
    present = models.CharField("在场人员", max_length=120)
    text = models.TextField("谈话内容")
    form_token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]


class AccessLog(models.Model):
    """Who looked at, worked on, exported or was refused a lead, and when. Append-only."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="accesses", verbose_name="线索")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    user_title = models.CharField("身份", max_length=60, blank=True)
    action = models.CharField("动作", max_length=10, choices=AccessAction.choices)
    detail = models.CharField("说明", max_length=120, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "查阅记录"
        indexes = [models.Index(fields=["lead", "-at"], name="incidents_access_of_lead")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="export") | ~Q(detail=""),
                name="incidents_export_has_reason",
                violation_error_message="导出必须写明用途",
            )
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("查阅记录只能追加")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("查阅记录只能追加")


class LeadLog(LogEntry):
    subject = models.ForeignKey(Lead, models.PROTECT, related_name="log")


class VerificationLog(LogEntry):
    subject = models.ForeignKey(Verification, models.PROTECT, related_name="log")

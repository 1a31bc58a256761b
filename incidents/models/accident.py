"""An accident behind a lead: its people, how the report went up, every version of its figures."""

import uuid
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.models import User
from core import clock
from core.encrypted import Closed, Digest, EncryptedText
from core.models import Row
from enterprises.models import Enterprise

from ..deaths import law
from ..deaths.enums import Change, Field, Finding, Grade, Outcome, Sender
from .lead import NOT_KNOWN, Lead


class AccidentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(lead__in=Lead.objects.visible_to(user))

    def moved_on(self):
        """Changed since a leader found whether they were reported as they must be."""
        found = AccidentVersion.objects.filter(accident=OuterRef("pk"), change=Change.FOUND).order_by("-number")
        return self.filter(version__gt=Subquery(found.values("number")[:1]))


class Accident(Row):
    """What happened. Deaths, serious injuries and grade are counted from its people and never typed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.OneToOneField(Lead, models.PROTECT, related_name="accident", verbose_name="线索")
    happened_at = models.DateTimeField("发生时间")
    field = models.CharField("事故类别", max_length=6, choices=Field.choices, default=Field.WORK)
    place = EncryptedText("发生地点", max_length=120)
    course = EncryptedText("经过和原因", blank=True)
    learned_at = models.DateTimeField("单位负责人知道的时间", null=True, blank=True)
    loss = models.DecimalField(
        "直接经济损失（元）", max_digits=14, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    rule = models.CharField("适用规定", max_length=12, editable=False)
    deaths = models.PositiveIntegerField("死亡人数", default=0, editable=False)
    serious = models.PositiveIntegerField("重伤人数", default=0, editable=False)
    grade = models.CharField("事故等级", max_length=10, choices=Grade.choices, default=Grade.ORDINARY, editable=False)
    finding = models.CharField("报告情况", max_length=10, choices=Finding.choices, blank=True)
    basis = EncryptedText("认定依据", blank=True)
    deciding_authority = models.CharField("认定机关", max_length=60, blank=True)
    deciding_number = models.CharField("认定文号", max_length=60, blank=True)

    objects = AccidentQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at"]
        verbose_name = "事故"
        constraints = [
            models.CheckConstraint(
                condition=~Q(finding="concealed") | (~Q(deciding_authority="") & ~Q(deciding_number="")),
                name="incidents_accident_within_powers",
                violation_error_message="认定瞒报必须填写认定机关和文号",
            ),
            models.CheckConstraint(
                condition=Q(learned_at=None) | Q(learned_at__gte=models.F("happened_at")),
                name="incidents_accident_learned",
                violation_error_message="单位负责人知道的时间不能早于发生时间",
            ),
            models.CheckConstraint(condition=Q(loss__gte=0), name="incidents_accident_loss"),
        ]

    def __str__(self):
        return f"{self.lead.number} 事故"

    @property
    def law(self):
        return law.rule_named(self.rule)

    @property
    def follow_until(self):
        """The moment changes of casualties no longer count."""
        return law.follow_until(self.happened_at, self.field, self.law)

    @property
    def investigate_until(self):
        return law.investigate_until(self.happened_at, self.law)

    @property
    def decided_by(self):
        return law.decided_by(self.deaths, self.serious, self.loss)

    @property
    def hands(self):
        """The chain of reports with their limits."""
        return law.hands(self.learned_at, {row.sender: row.sent_at for row in self.reports.all()}, self.grade, self.law)


class ReportTime(models.Model):
    """When one of the chain reported, to whom."""

    accident = models.ForeignKey(Accident, models.PROTECT, related_name="reports")
    sender = models.CharField("报告人", max_length=10, choices=Sender.choices)
    sent_at = models.DateTimeField("报告时间")
    told = models.CharField("接报单位和方式", max_length=80)

    class Meta:
        ordering = ["sent_at"]
        constraints = [models.UniqueConstraint(fields=["accident", "sender"], name="incidents_reporttime_once")]


class Victim(Row):
    """A dead or seriously injured person: employer, cause, certificate. Taken out with a reason, never deleted."""

    accident = models.ForeignKey(Accident, models.PROTECT, related_name="victims")
    name = EncryptedText("姓名", max_length=40, help_text="不清楚的填“不详”")
    number = EncryptedText("身份证号", max_length=18, blank=True)
    digest = Digest(of="number", purpose="incidents.victim")
    employer = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="用人单位"
    )
    employer_name = EncryptedText("其他用人单位", max_length=80, blank=True)
    outcome = models.CharField("伤亡情况", max_length=8, choices=Outcome.choices)
    died_at = models.DateTimeField("死亡时间", null=True, blank=True)
    died_in = EncryptedText("死亡地点", max_length=80, blank=True)
    cause = EncryptedText("死亡（受伤）原因", max_length=200, blank=True)
    certificate = EncryptedText("死亡证明编号", max_length=60, blank=True)
    certified_by = models.CharField("出具单位", max_length=60, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "伤亡人员"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="dead", died_at__isnull=False) | Q(outcome="serious", died_at=None),
                name="incidents_victim_died",
                violation_error_message="死亡人员要填死亡时间，重伤人员不填",
            ),
            models.UniqueConstraint(
                fields=["accident", "digest"], condition=~Q(digest="") & Q(withdrawn_at=None), name="incidents_victim_once",
                violation_error_message="这个身份证号已经登记过",
            ),
        ]  # fmt: skip

    @property
    def masked_name(self):
        name = self.name.strip()
        return name if name in NOT_KNOWN or isinstance(self.name, Closed) else f"{name[:1]}＊"

    @property
    def is_counted(self):
        """Counted among the accident's deaths; who dies after the follow-up stays among the injured."""
        accident = self.accident
        dead = self.outcome == Outcome.DEAD
        return dead and law.counts(self.died_at, accident.happened_at, accident.field, accident.law)


class AccidentVersion(models.Model):
    """The figures after one change: what, by whom, when, why. Append-only."""

    accident = models.ForeignKey(Accident, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    change = models.CharField("变动", max_length=8, choices=Change.choices)
    reason = EncryptedText("原因", blank=True)
    happened_at = models.DateTimeField("发生时间")
    learned_at = models.DateTimeField(null=True)
    field = models.CharField(max_length=6, choices=Field.choices)
    deaths = models.PositiveIntegerField("死亡")
    serious = models.PositiveIntegerField("重伤")
    loss = models.DecimalField("直接经济损失（元）", max_digits=14, decimal_places=2)
    grade = models.CharField("等级", max_length=10, choices=Grade.choices)
    finding = models.CharField("报告情况", max_length=10, choices=Finding.choices, blank=True)
    rule = models.CharField(max_length=12)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["accident", "number"], name="incidents_accidentversion_once")]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("版本只能追加")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("版本只能追加")

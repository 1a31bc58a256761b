"""Verifications of a lead and the talks they rest on."""

from django.db import models

from accounts.models import User
from core import clock
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field

from .. import rules
from ..enums import Conclusion, Missed, Signing, TalkPlace, VerificationState
from .lead import Lead


class Verification(Row):
    """One verification of a lead by at least two people."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="verifications")
    team = models.ManyToManyField(User, related_name="+", verbose_name="核查人")
    plan = EncryptedText("核查方案", blank=True)
    findings = EncryptedText("核查情况", blank=True)
    proofs = EncryptedText("证据和矛盾处理", blank=True, editable=False)  # as they stood when the report was signed
    proofs_on = models.DateField("证据截至", null=True, editable=False)
    proposal = models.CharField("建议结论", max_length=12, choices=Conclusion.choices, blank=True)
    doc_number = models.CharField("文号", max_length=60, blank=True, editable=False)  # of the order to verify
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


class InterviewQuerySet(models.QuerySet):
    def in_force(self):
        """Those that stand: neither put right by others nor withdrawn."""
        return self.filter(replaced_by=None, withdrawn_at=None)


class Interview(models.Model):
    """Notes of a talk (谈话笔录): who, where, when, who was present, what was said.

    Never changed: what was put down wrong is put right by new notes, signed anew, or withdrawn before it is signed. The signed
    original hangs on it as a scan, or is registered as evidence (`originals`).
    """

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="interviews")
    person = EncryptedText("谈话对象", max_length=40)
    relation = EncryptedText("身份", max_length=60, blank=True)
    place = EncryptedText("地点", max_length=80)
    at = models.DateTimeField("时间")
    present = EncryptedText("在场人员", max_length=120)
    text = EncryptedText("谈话内容")
    signing = models.CharField("签字", max_length=8, choices=Signing.choices, blank=True, editable=False)
    signed_on = models.DateField("签字日期", null=True, editable=False)
    sign_note = EncryptedText("拒签情况", blank=True, editable=False)
    pages = models.PositiveSmallIntegerField("签字页数", null=True, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    withdrawn_note = EncryptedText("撤回原因", blank=True, editable=False)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="replaces", verbose_name="更正后的笔录"
    )
    form_token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    @property
    def stands(self):
        return self.replaced_by_id is None and self.withdrawn_at is None


class Visit(models.Model):
    """Notes of a visit (走访): where and when, by whom, whom they met, what they learnt. Nobody signs it but the visitors."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="visits", verbose_name="核查")
    place = EncryptedText("走访地点", max_length=80)
    at = models.DateTimeField("走访时间")
    visitors = EncryptedText("走访人", max_length=120)
    met = EncryptedText("见到的人", max_length=120, blank=True)
    learnt = EncryptedText("了解的情况")
    form_token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    written_at = models.DateTimeField("记录时间", default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "走访记录"


class AppointmentQuerySet(models.QuerySet):
    def waiting(self):
        """Those still to be held, of verifications that are under way."""
        return self.filter(interview=None, missed="", verification__state=VerificationState.RUNNING)


class Appointment(models.Model):
    """A talk that is arranged (约谈): who is asked when and where. Waits until the notes are there or it fell through."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="appointments")
    person = EncryptedText("谈话对象", max_length=40)
    relation = EncryptedText("身份", max_length=60, blank=True)
    at = models.DateTimeField("约定时间")
    where = models.CharField("地点", max_length=8, choices=TalkPlace.choices)
    place = EncryptedText("详细地点", max_length=80, blank=True)
    told = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="通知账号")
    interview = models.OneToOneField(Interview, models.PROTECT, null=True, related_name="appointment")
    missed = models.CharField("未谈成", max_length=10, choices=Missed.choices, blank=True)
    missed_note = EncryptedText("未谈成的原因", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        verbose_name = "约谈"

    @property
    def waits(self):
        return self.interview_id is None and not self.missed

    @property
    def is_past(self):
        return self.at < clock.now()


class VerificationLog(LogEntry):
    subject = models.ForeignKey(Verification, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)

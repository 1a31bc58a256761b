"""Checklists in versions, and the self-checks that units fill in on a phone and sign."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import UnitQuerySet, UnitRow
from places.models import Place

from . import rules
from .enums import Audience, BadAnswer, CheckState, ItemKind, LeadsTo


class Checklist(Row):
    """A named list; shipped ones have no township and serve everyone."""

    key = models.CharField(max_length=40, null=True, unique=True)
    township = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("名称", max_length=60)
    audience = models.CharField("对象", max_length=12, choices=Audience.choices, default=Audience.BOTH)
    confidential = models.BooleanField("结果保密", default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def current(self):
        """The newest published version; None before the first."""
        return self.versions.exclude(published_at=None).order_by("-number").first()


class ChecklistVersion(models.Model):
    """Published, a version never changes; answers refer to it."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="checks_version_once")]

    def __str__(self):
        return f"{self.checklist} 第{self.number}版"


class Item(models.Model):
    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    group = models.CharField("分组", max_length=30, blank=True)
    text = models.CharField("检查内容", max_length=200)
    help = models.CharField("填写说明", max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.YES_NO)
    bad_answer = models.CharField(max_length=6, choices=BadAnswer.choices, default=BadAnswer.NO)
    photo_when_bad = models.BooleanField("有问题须拍照", default=True)
    leads_to = models.CharField(max_length=8, choices=LeadsTo.choices, default=LeadsTo.HAZARD)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="checks_item_once")]

    def __str__(self):
        return self.text


class CheckQuerySet(UnitQuerySet):
    def waiting(self):
        return self.filter(state__in=[CheckState.SENT, CheckState.FILLING, CheckState.RETURNED])

    def late(self, on=None):
        return self.waiting().filter(due_on__lt=on or timezone.localdate())


class Check(UnitRow):
    """One unit's self-check with one version of a list. Photos hang on the answers, the signature on this row."""

    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="checks")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="checks", verbose_name="专项行动"
    )
    due_on = models.DateField("完成期限")
    state = state_field(CheckState, CheckState.SENT)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    signed_name = models.CharField("签名人", max_length=40, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    zero_report = models.BooleanField("零报告", default=False)
    row_version = models.PositiveIntegerField(default=1)

    objects = CheckQuerySet.as_manager()
    workflow = Workflow(
        Step("fill", "开始填写", (CheckState.SENT,), CheckState.FILLING, rule=rules.may_fill),
        Step(
            "submit", "签名提交", (CheckState.SENT, CheckState.FILLING, CheckState.RETURNED), CheckState.SUBMITTED,
            rule=rules.may_fill, stamp="submitted_at", fields=("signed_name", "submitted_by", "zero_report"),
        ),
        Step("accept", "采信", (CheckState.SUBMITTED,), CheckState.ACCEPTED, rule=rules.may_judge, stamp="judged_at"),
        Step("send_back", "退回重填", (CheckState.SUBMITTED,), CheckState.RETURNED, rule=rules.may_judge, note=True, stamp="judged_at"),
        Step("cancel", "取消", (CheckState.SENT, CheckState.FILLING, CheckState.RETURNED), CheckState.CANCELLED, rule=rules.may_judge, note=True),
    )  # fmt: skip

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on", "state"], name="checks_due")]

    def __str__(self):
        return f"{self.version.checklist}（{self.unit_name}）"


class Answer(models.Model):
    check_row = models.ForeignKey(Check, models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    value = models.CharField(max_length=500, blank=True)
    note = models.TextField("说明", blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["item__order"]
        constraints = [models.UniqueConstraint(fields=["check_row", "item"], name="checks_answer_once")]

    @property
    def is_bad(self):
        return self.item.kind == ItemKind.YES_NO and self.value == self.item.bad_answer


class CheckLog(LogEntry):
    subject = models.ForeignKey(Check, models.PROTECT, related_name="log")

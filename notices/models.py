"""Official papers: the row, its number, its bytes, and who received it."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core.models import Job, LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import UnitQuerySet, UnitRow
from places.models import Place

from . import rules
from .enums import PaperKind, PaperState, ReceiptState


class PaperQuerySet(ScopedQuerySet):
    """Township staff see every paper of the township; a unit sees the issued papers addressed to it."""

    place_path = "township"

    def visible_to(self, user):
        from accounts.enums import TOWNSHIP_ROLES, Role

        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        if user.has_role(*TOWNSHIP_ROLES, Role.SUPERVISOR):
            return self.filter(self.inside(user.membership.place))
        received = Receipt.objects.visible_to(user).values("paper_id")
        return self.filter(pk__in=received, state__in=[PaperState.ISSUED, PaperState.WITHDRAWN])


class Paper(Row):
    """An official paper of a township. Issued, its bytes and hash never change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    township = models.ForeignKey(Place, models.PROTECT, related_name="papers")
    kind = models.CharField("文种", max_length=12, choices=PaperKind.choices)
    issuer = models.CharField("发文机关", max_length=60)
    code = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份", null=True)
    number = models.PositiveIntegerField("序号", null=True)
    title = models.CharField("标题", max_length=200)
    content = models.JSONField("正文", default=dict)
    state = state_field(PaperState, PaperState.DRAFT)
    signer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    reviewed_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField("成文日期", null=True)
    cancelled_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="papers/%Y/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("页数", default=0)
    verify_code = models.CharField(max_length=20, unique=True, null=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    subject = GenericForeignKey("content_type", "object_id")

    objects = PaperQuerySet.as_manager()
    workflow = Workflow(
        Step("review", "核稿", (PaperState.DRAFT,), PaperState.REVIEWED, rule=rules.may_review, stamp="reviewed_at"),
        Step("send_back", "退回修改", (PaperState.REVIEWED,), PaperState.DRAFT, rule=rules.may_sign, note=True),
        Step("sign", "签发", (PaperState.REVIEWED,), PaperState.SIGNED, rule=rules.may_sign, stamp="signed_at", fields=("signer",)),
        Step(
            "issue", "印发", (PaperState.SIGNED,), PaperState.ISSUED, rule=rules.may_issue, stamp="issued_at",
            fields=("year", "number", "issued_on", "file", "sha256", "pages", "verify_code"),
        ),
        Step(
            "withdraw", "作废", (PaperState.DRAFT, PaperState.REVIEWED, PaperState.SIGNED, PaperState.ISSUED),
            PaperState.WITHDRAWN, rule=rules.may_withdraw, note=True, stamp="cancelled_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-issued_on", "-created_at"]
        verbose_name = "公文"
        indexes = [models.Index(fields=["content_type", "object_id"], name="notices_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "code", "year", "number"], name="notices_number_once", violation_error_message="文号重复"
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.ISSUED)
                | (Q(number__isnull=False) & ~Q(sha256="") & Q(issued_on__isnull=False)),
                name="notices_issued_complete",
                violation_error_message="印发的公文必须有文号、日期和成品",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def doc_number(self):
        """The document number as printed, e.g. 青政发〔2026〕12号; "" before issue."""
        return f"{self.code}〔{self.year}〕{self.number}号" if self.number else ""


class PaperNumber(models.Model):
    """The last number given, per issuer, code and year; locked while the next one is taken."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["township", "code", "year"], name="notices_counter_once")]


class Receipt(UnitRow):
    """One unit's copy of a paper: sent, read, signed for."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="receipts")
    due_on = models.DateField("签收期限", null=True)
    state = state_field(ReceiptState, ReceiptState.SENT)
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    objects = UnitQuerySet.as_manager()
    workflow = Workflow(
        Step("read", "查看", (ReceiptState.SENT,), ReceiptState.READ, rule=rules.may_receive, stamp="read_at"),
        Step(
            "sign",
            "签收",
            (ReceiptState.SENT, ReceiptState.READ),
            ReceiptState.SIGNED,
            rule=rules.may_receive,
            stamp="signed_at",
        ),
    )

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["place_id", "pk"]
        constraints = [
            *UnitRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["paper", "place", "office", "enterprise"], nulls_distinct=False, name="notices_receipt_once"
            ),
        ]


class PaperLog(LogEntry):
    subject = models.ForeignKey(Paper, models.PROTECT, related_name="log")


class ReceiptLog(LogEntry):
    subject = models.ForeignKey(Receipt, models.PROTECT, related_name="log")

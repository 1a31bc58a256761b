"""Official papers: the row, its number, its bytes, and who received it."""

import uuid

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.cipher import newest
from core.models import Job, LogEntry, Row
from core.sealed_files import SealedStorage
from core.workflow import Step, Workflow, state_field
from enterprises.models import UnitQuerySet, UnitRow
from places.models import Office, Place

from .. import rules
from ..enums import PaperKind, PaperState, ReceiptState, SealState


def _number_of(rows):
    """How many, as a column of its own: counting by a join would first gather the copies of every paper there is."""
    counted = rows.order_by().values("paper").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


class PaperQuerySet(ScopedQuerySet):
    """Township staff see every paper of the township; a unit sees, once issued, the papers addressed to it.

    A confidential paper is seen by those it names only (`_trusted`), whatever the role.
    A liaison follows those of the villages looked after, a station also those to the enterprises it supervises.
    """

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        leads = user.has_role(Role.LEADER)
        rows = self if leads else self.filter(Q(confidential=False) | self._trusted(user))
        if user.has_role(*TOWNSHIP_ROLES, Role.SUPERVISOR):
            return rows.filter(self.inside(user.membership.place))
        received = Q(pk__in=Receipt.objects.visible_to(user).values("paper_id"), number__isnull=False)
        return rows.filter(received | Q(pk__in=Countersign.objects.standing().of_user(user).values("paper_id")))

    @staticmethod
    def _trusted(user):
        """Of what is confidential, beside leaders: its writer, who is asked to countersign, whose unit receives it."""
        received = Q(pk__in=Receipt.objects.of_unit(user).values("paper_id"), number__isnull=False)
        asked = Q(pk__in=Countersign.objects.standing().of_user(user).values("paper_id"))
        return Q(created_by=user) | received | asked

    def in_force(self):
        return self.filter(state=PaperState.ISSUED)

    def going_round(self):
        """会签中: reviewed, and somebody asked has not answered."""
        waiting = Countersign.objects.waiting().filter(paper=OuterRef("pk"))
        return self.filter(Exists(waiting), state=PaperState.REVIEWED)

    def to_sign(self):
        """待签发: reviewed, and nobody's word is waited for."""
        waiting = Countersign.objects.waiting().filter(paper=OuterRef("pk"))
        return self.filter(~Exists(waiting), state=PaperState.REVIEWED)

    def to_countersign(self, user):
        """待我会签: the user's own word, or that of the office the user sits in, is waited for."""
        asked = Countersign.objects.waiting().of_user(user).filter(paper=OuterRef("pk"))
        return self.filter(Exists(asked), state=PaperState.REVIEWED)

    def to_seal(self, user):
        """待用印: signed papers whose issuer has a seal in use and that bear none yet; for its keepers alone."""
        if rules.may_keep_seals(user):
            return self.none()
        seals, uses = (apps.get_model("notices", name).objects for name in ("Seal", "SealUse"))
        known = seals.in_use().filter(township=OuterRef("township"), issuer=OuterRef("issuer"))
        pressed = uses.standing().filter(paper=OuterRef("pk"), seal__state=SealState.IN_USE)
        return self.filter(Exists(known), ~Exists(pressed), state=PaperState.SIGNED)

    def with_receipts(self):
        """Each with `sent` and `signed_for`, its numbers of copies sent and signed for, and `first_unit` by name."""
        name = Coalesce("enterprise__name", "office__name", "place__name")
        own = Receipt.objects.filter(paper=OuterRef("pk"))
        first = own.order_by("place_id", "pk").annotate(unit_said=name)
        return self.annotate(
            sent=_number_of(own), signed_for=_number_of(own.filter(state=ReceiptState.SIGNED)),
            first_unit=Subquery(first.values("unit_said")[:1]),
        )  # fmt: skip

    def with_own_receipt(self, user):
        """Each with `own_state` and `own_due_on` of the copy of the user's unit."""
        own = Receipt.objects.of_unit(user).filter(paper=OuterRef("pk"))
        return self.annotate(own_state=Subquery(own.values("state")[:1]), own_due_on=Subquery(own.values("due_on")[:1]))


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
    wording = models.JSONField(default=dict, editable=False)  # the standing sentences it was drafted with
    confidential = models.BooleanField("保密", default=False, editable=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replacements", verbose_name="代替")
    state = state_field(PaperState, PaperState.DRAFT)
    signer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    reviewed_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField("成文日期", null=True)
    cancelled_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="papers/%Y/", storage=SealedStorage(), blank=True)
    sealed_with = models.CharField(max_length=8, blank=True, default=newest, editable=False)  # name of the file's key
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("页数", default=0)
    verify_code = models.CharField(max_length=20, unique=True, null=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    form_token = models.CharField(max_length=80, null=True, unique=True, editable=False)
    subject = GenericForeignKey("content_type", "object_id")

    objects = PaperQuerySet.as_manager()
    workflow = Workflow(
        Step("review", "核稿", (PaperState.DRAFT,), PaperState.REVIEWED, rule=rules.may_review, stamp="reviewed_at"),
        Step(
            "send_back", "退回修改", (PaperState.REVIEWED, PaperState.SIGNED), PaperState.DRAFT,
            rule=rules.may_send_back, note=True,
        ),
        Step("consult", "送会签", (PaperState.REVIEWED,), PaperState.REVIEWED, rule=rules.may_consult, note=True),
        Step("agree", "会签同意", (PaperState.REVIEWED,), PaperState.REVIEWED, rule=rules.may_countersign),
        Step("retract", "撤回会签", (PaperState.REVIEWED,), PaperState.REVIEWED, rule=rules.may_retract),
        Step("object", "会签退回", (PaperState.REVIEWED,), PaperState.DRAFT, rule=rules.may_countersign, note=True),
        Step(
            "sign", "签发", (PaperState.REVIEWED,), PaperState.SIGNED, rule=rules.may_sign, stamp="signed_at",
            fields=("signer",),
        ),
        Step("seal", "用印", (PaperState.SIGNED,), PaperState.SIGNED, rule=rules.may_seal, note=True),
        Step(
            "issue", "印发", (PaperState.SIGNED,), PaperState.ISSUED, rule=rules.may_issue, stamp="issued_at",
            fields=("year", "number", "issued_on", "file", "sha256", "pages", "verify_code"),
        ),
        Step(
            "withdraw", "作废", (PaperState.DRAFT, PaperState.REVIEWED, PaperState.SIGNED, PaperState.ISSUED),
            PaperState.WITHDRAWN, rule=rules.may_withdraw, note=True, stamp="cancelled_at",
        ),
        # done by the issue of the paper that replaces it, never by a button
        Step(
            "supersede", "代替", (PaperState.ISSUED,), PaperState.WITHDRAWN, rule=rules.may_withdraw, note=True,
            stamp="cancelled_at",
        ),
    )  # fmt: skip

    class Meta:
        # what has no date yet is being worked on and stands first; the databases disagree where empty dates go
        ordering = [models.F("issued_on").desc(nulls_first=True), "-created_at"]
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
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=PaperState.WITHDRAWN),
                name="notices_replaced_once",
                violation_error_message="已经起草了代替它的公文",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def doc_number(self):
        """The document number as printed, e.g. 青政发〔2026〕12号; "" before issue."""
        return f"{self.code}〔{self.year}〕{self.number}号" if self.number else ""


class CountersignQuerySet(models.QuerySet):
    def standing(self):
        """Asked for of the text as it stands; a text sent back is countersigned anew."""
        return self.filter(void=False)

    def waiting(self):
        return self.standing().filter(agreed_at=None)

    def of_user(self, user):
        """Asked of the person, or of the office whose seat the person holds now."""
        seat = user.membership
        if seat is None:
            return self.none()
        person = Q(person=user) if seat.role == Role.LEADER else Q(pk=None)
        return self.filter(person | (Q(office=seat.office_id) if seat.office_id else Q(pk=None)))


class Countersign(models.Model):
    """One leader's or office's word on a reviewed paper before it is signed (会签)."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="countersigns")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="会签领导")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name="会签站所")
    asked_at = models.DateTimeField("送会签时间")
    agreed_at = models.DateTimeField("同意时间", null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="会签人")
    said = models.CharField("会签意见", max_length=200, blank=True)
    void = models.BooleanField(default=False, editable=False)  # the text changed since

    objects = CountersignQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, office__isnull=False) | Q(person__isnull=False, office=None),
                name="notices_countersign_one", violation_error_message="会签的是一位领导或者一个站所",
            ),
            models.UniqueConstraint(
                fields=["paper", "person"], condition=Q(void=False) & ~Q(person=None), name="notices_countersign_person",
                violation_error_message="已经送这位领导会签",
            ),
            models.UniqueConstraint(
                fields=["paper", "office"], condition=Q(void=False) & ~Q(office=None), name="notices_countersign_office",
                violation_error_message="已经送这个站所会签",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.person or self.office)


class VerifyCount(models.Model):
    """How often an address asked whether a paper is genuine in one period; counted here for all processes together."""

    address = models.CharField(max_length=64)
    period = models.BigIntegerField()  # number of the ten minutes since 1970
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "period"], name="notices_verify_once")]


class PaperNumber(models.Model):
    """The last number given, per issuer, code and year; locked while the next one is taken."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    held = models.JSONField(default=dict)  # paper → number, for papers being printed now
    free = models.JSONField(default=list)  # numbers given back by papers that were not issued, the next to be given

    class Meta:
        constraints = [models.UniqueConstraint(fields=["township", "code", "year"], name="notices_counter_once")]


class NumberRaise(models.Model):
    """An officer's word that numbers were given outside the portal; never changed, never deleted."""

    counter = models.ForeignKey(PaperNumber, models.PROTECT, related_name="raises")
    was = models.PositiveIntegerField("原已用到")
    last = models.PositiveIntegerField("改为已用到")
    note = models.CharField("说明", max_length=100)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gt=models.F("was")), name="notices_number_raised", violation_error_message="文号只能往后调"
            )
        ]


class ReceiptQuerySet(UnitQuerySet):
    """As units' rows, but a village sees its own copies only, not those of the enterprises in it."""

    def _of_village(self, seat):
        return Q(place=seat.place_id, office=None, enterprise=None)

    def of_unit(self, user):
        """The copies addressed to the unit the user acts for, not merely in sight."""
        seat = user.membership
        if seat is None:
            return self.none()
        if seat.role == Role.ENTERPRISE:
            return self.filter(enterprise__seats__membership=seat)
        if seat.role in (Role.DEPARTMENT, Role.OFFICER):
            return self.filter(office=seat.office_id) if seat.office_id else self.none()
        if seat.role == Role.CADRE:
            return self.filter(place=seat.place_id, office=None, enterprise=None)
        return self.none()

    def unsigned(self):
        return self.exclude(state=ReceiptState.SIGNED)


class Receipt(UnitRow):
    """One unit's copy of a paper: sent, read, signed for."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="receipts")
    due_on = models.DateField("签收期限", null=True)
    state = state_field(ReceiptState, ReceiptState.SENT)
    sent_at = models.DateTimeField("发出时间", null=True)
    read_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签收人")

    objects = ReceiptQuerySet.as_manager()
    workflow = Workflow(
        Step("read", "查看", (ReceiptState.SENT,), ReceiptState.READ, rule=rules.may_receive, stamp="read_at"),
        Step(
            "sign",
            "签收",
            (ReceiptState.SENT, ReceiptState.READ),
            ReceiptState.SIGNED,
            rule=rules.may_receive,
            stamp="signed_at",
            fields=("signed_by",),
        ),
    )

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["place_id", "pk"]
        constraints = [
            *UnitRow.Meta.constraints,
            # three partial ones, because SQLite takes two empty columns for different
            models.UniqueConstraint(
                fields=["paper", "place"], condition=Q(office=None, enterprise=None), name="notices_once_per_village"
            ),
            models.UniqueConstraint(fields=["paper", "office"], condition=~Q(office=None), name="notices_once_per_office"),
            models.UniqueConstraint(
                fields=["paper", "enterprise"], condition=~Q(enterprise=None), name="notices_once_per_enterprise"
            ),
        ]


class PaperLog(LogEntry):
    subject = models.ForeignKey(Paper, models.PROTECT, related_name="log")


class ReceiptLog(LogEntry):
    subject = models.ForeignKey(Receipt, models.PROTECT, related_name="log")

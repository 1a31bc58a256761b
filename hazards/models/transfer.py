"""Matters handed from one office to another or upward, and new trades no office leads yet."""

from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Office, Place

from .. import rules_transfer as rules
from ..enums_transfer import LeadBasis, TradeState, TransferKind, TransferState
from .register import Hazard

UNDER_WAY = (TransferState.SENT, TransferState.RECEIVED, TransferState.HANDLED)
# with the receiver or back at the sender: one such transfer of a kind per hazard
OPEN_TRANSFERS = (*UNDER_WAY, TransferState.RETURNED)
SENT, RECEIVED, HANDLED = TransferState.SENT, TransferState.RECEIVED, TransferState.HANDLED
RETURNED = TransferState.RETURNED
ADDRESS = ("to_office", "to_body", "to_above", "sent_at", "receive_by", "answer_by")


class TransferQuerySet(ScopedQuerySet):
    """Township staff see all of their township; an office what it sent or got; from above what came up or went down."""

    place_path = "township"

    def scope(self, seat):
        if seat.role in TOWNSHIP_ROLES:
            return self.inside(seat.place)
        if seat.role == Role.SUPERVISOR:
            return self.inside(seat.place) & (Q(to_above=True) | Q(from_above=True))
        if seat.role == Role.DEPARTMENT:
            return Q(from_office=seat.office_id) | Q(to_office=seat.office_id)
        return Q(pk__in=[])

    def to_do(self, user):
        """What waits for this seat: to be received, handled or answered as receiver, to be sent anew as sender."""
        seat, rows = user.membership, self.visible_to(user)
        if seat.role == Role.SUPERVISOR:
            return rows.filter(Q(to_above=True, state__in=UNDER_WAY) | Q(from_above=True, state=RETURNED))
        if seat.role == Role.DISCIPLINE:
            ours = Q(kind=TransferKind.DISCIPLINE, to_office=None, to_above=False, to_body__contains=seat.place.name)
            named = [Q(to_body__contains=word) for word in rules.DISCIPLINE_WORDS]
            return rows.filter(ours, Q(*named, _connector=Q.OR), state__in=UNDER_WAY)
        if seat.role == Role.DEPARTMENT:
            got, sent = Q(to_office=seat.office_id), Q(from_office=seat.office_id)
        else:
            got = Q(to_office__is_safety_office=True)
            sent = Q(from_above=False) & (Q(from_office=None) | Q(from_office__is_safety_office=True))
        outside = sent & Q(to_office=None, to_above=False)
        return rows.filter((got | outside) & Q(state__in=UNDER_WAY) | sent & Q(state=RETURNED))


class Transfer(Row):
    """移送: of a hazard or of a matter that is none. Without `from_office` it comes from the township itself."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    kind = models.CharField("移送类型", max_length=12, choices=TransferKind.choices)
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="transfers", verbose_name="隐患")
    case = models.ForeignKey("hazards.Case", models.PROTECT, null=True, blank=True, related_name="transfers")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业")
    matter = models.CharField("移送事项", max_length=200)
    facts = models.TextField("基本情况")
    materials = models.TextField("移送材料", blank=True)
    from_office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移送站所")
    from_above = models.BooleanField("上级移送", default=False)
    to_office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收站所")
    to_above = models.BooleanField("移送上级安委办", default=False)
    to_body = models.CharField("接收机关", max_length=80, blank=True)
    sent_at = models.DateTimeField("移送时间")
    receive_by = models.DateField("接收期限")
    answer_by = models.DateField("反馈期限")
    receiver = models.CharField("接收人", max_length=40, blank=True)
    receipt = models.CharField("受理文号", max_length=60, blank=True)
    result = models.TextField("处理情况", blank=True)
    answer = models.TextField("反馈意见", blank=True)
    answer_number = models.CharField("回函文号", max_length=60, blank=True)
    received_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    batch = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    state = state_field(TransferState, TransferState.SENT)

    objects = TransferQuerySet.as_manager()
    with_receiver = UNDER_WAY
    workflow = Workflow(
        Step("receive", "接收", (SENT,), RECEIVED, rules.may_receive, stamp="received_at", fields=("receiver", "receipt")),
        Step("refuse", "退回移送", (SENT,), RETURNED, rules.may_receive, note=True),
        Step("handle", "登记处理情况", (RECEIVED,), HANDLED, rules.may_receive, stamp="handled_at", fields=("result",)),
        Step(
            "answer", "反馈", (HANDLED,), TransferState.ANSWERED, rules.may_receive,
            stamp="answered_at", fields=("answer", "answer_number"),
        ),
        Step("resend", "重新移送", (RETURNED,), SENT, rules.may_send, fields=ADDRESS),
        Step("take_back", "撤回移送", (SENT, RETURNED), TransferState.WITHDRAWN, rules.may_send, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = "移送"
        indexes = [
            models.Index(fields=["township", "state"], name="hazards_transfer_state"),
            models.Index(fields=["to_office", "state"], name="hazards_transfer_to"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["township", "year", "running"], name="hazards_transfer_number"),
            models.UniqueConstraint(
                fields=["hazard", "kind"],
                condition=Q(state__in=OPEN_TRANSFERS),
                name="hazards_transfer_once",
                violation_error_message="这条隐患的同类移送正在办理",
            ),
            models.CheckConstraint(
                condition=Q(to_office__isnull=False, to_body="", to_above=False) | Q(to_office=None) & ~Q(to_body=""),
                name="hazards_transfer_to_one",
                violation_error_message="请选定一个接收单位",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.matter[:20]}"

    @property
    def number(self):
        return f"移〔{self.year}〕{self.running}号"

    @property
    def siblings(self):
        """The other ways of the same matter, sent in one step to several bodies."""
        rows = (
            Transfer.objects.filter(township=self.township_id, batch=self.batch) if self.batch else Transfer.objects.none()
        )
        return rows.exclude(pk=self.pk).select_related("to_office").order_by("pk")

    @property
    def sender_name(self):
        if self.from_above:
            return "上级安委办"
        return self.from_office.name if self.from_office else self.township.name

    @property
    def receiver_name(self):
        return self.to_office.name if self.to_office else self.to_body

    @property
    def due_on(self):
        """The day the receiver has to move by; None when it is over or back."""
        if self.state == SENT:
            return self.receive_by
        return self.answer_by if self.state in UNDER_WAY else None


class TransferLog(LogEntry):
    subject = models.ForeignKey(Transfer, models.PROTECT, related_name="log")


class TradeQuerySet(ScopedQuerySet):
    """Every office of the township sees them, as each may claim."""

    place_path = "township"

    def scope(self, seat):
        if seat.role in (*TOWNSHIP_ROLES, Role.DEPARTMENT, Role.SUPERVISOR):
            return self.inside(seat.place)
        return Q(pk__in=[])


class Trade(Row):
    """A new trade (新业态) and the office that leads its supervision: claimed, or decided by a leader when disputed."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField("新业态、新领域", max_length=60)
    what = models.TextField("情况和风险")
    claim_by = models.DateField("认领期限")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name="牵头站所")
    basis = models.CharField("牵头依据", max_length=12, choices=LeadBasis.choices, blank=True)
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    state = state_field(TradeState, TradeState.ASKED)

    objects = TradeQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "claim", "认领", (TradeState.ASKED,), TradeState.CLAIMED, rules.may_claim,
            stamp="claimed_at", fields=("office", "basis", "claimed_by"),
        ),
        Step(
            "dispute", "提出争议", (TradeState.ASKED, TradeState.CLAIMED), TradeState.DISPUTED, rules.may_dispute, note=True
        ),
        Step(
            "decide", "裁定牵头站所", (TradeState.ASKED, TradeState.DISPUTED), TradeState.DECIDED, rules.may_decide_trade,
            note=True, stamp="decided_at", fields=("office", "basis"),
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        verbose_name = "新业态"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"], name="hazards_trade_once", violation_error_message="这个新业态已经发起认领"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "decided"]) | Q(office__isnull=False), name="hazards_trade_led"
            ),
        ]

    def __str__(self):
        return self.name


class TradeLog(LogEntry):
    subject = models.ForeignKey(Trade, models.PROTECT, related_name="log")

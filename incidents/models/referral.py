"""What a township hands to the body that may decide, and follows until it is answered."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from core import clock
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.sight import subtree

from .. import rules_referral as rules
from ..referral_enums import ReferralKind, ReferralState
from .lead import Lead
from .pledge import signed_by

PREPARED, SENT, RECEIVED = ReferralState.PREPARED, ReferralState.SENT, ReferralState.RECEIVED
RETURNED, ANSWERED, WITHDRAWN = ReferralState.RETURNED, ReferralState.ANSWERED, ReferralState.WITHDRAWN
WAS_SENT = (SENT, RECEIVED, ANSWERED)
UNDER_WAY = (PREPARED, SENT, RECEIVED, RETURNED)
WAITING = (SENT, RECEIVED)


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the lead: its handlers and the leaders."""
        return self.filter(lead__in=Lead.objects.visible_to(user))

    def handed_to_discipline(self, user):
        """What was sent to discipline in the township of this member of discipline, the case itself in sight or not."""
        if not user.has_role(Role.DISCIPLINE):
            return self.none()
        sent = self.filter(signed_by(user), kind=ReferralKind.DISCIPLINE, sent_on__isnull=False).exclude(state=WITHDRAWN)
        return sent.filter(subtree(user.membership.place_id, "lead__village"))

    def known_to(self, user):
        """In sight with the case, or handed to discipline, which sees it without the case."""
        return self.visible_to(user) | self.handed_to_discipline(user)

    def sent(self):
        return self.filter(state__in=WAS_SENT)

    def awaiting_answer(self):
        return self.filter(state__in=WAITING)

    def awaited_in(self, campaign):
        """What other bodies still have to answer about the leads of a campaign."""
        return self.awaiting_answer().filter(lead__in=Lead.objects.of_campaign(campaign))

    def overdue(self, on=None):
        return self.awaiting_answer().filter(answer_by__lt=on or clock.today())


class Referral(Row):
    """移交、提请: one paper to one body about one lead, with its receipt and its answer."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="referrals")
    kind = models.CharField("事项", max_length=12, choices=ReferralKind.choices)
    to_body = models.CharField("受理机关", max_length=60)
    facts = EncryptedText("基本情况")
    materials = EncryptedText("材料清单", blank=True)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    answer_by = models.DateField("答复期限", null=True, blank=True)
    sent_on = models.DateField("送出日期", null=True, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    receipt = models.CharField("签收或受理文号", max_length=60, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = EncryptedText("答复内容", blank=True)
    answer_number = models.CharField("答复文号", max_length=60, blank=True)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(ReferralState, PREPARED)

    objects = ReferralQuerySet.as_manager()
    workflow = Workflow(
        *(
            Step(action, "修改文书", (state,), state, rules.may_keep, note=True, fields=("to_body", "facts", "materials"))
            for action, state in (("change", PREPARED), ("change-again", RETURNED))
        ),
        Step("send", "编号送出", (PREPARED, RETURNED), SENT, rules.may_keep, fields=("doc_number", "sent_on", "answer_by")),
        Step("receive", "登记签收", (SENT,), RECEIVED, rules.may_keep, fields=("received_on", "receipt")),
        Step(
            "answer",
            "登记答复",
            (SENT, RECEIVED),
            ANSWERED,
            rules.may_keep,
            fields=("answered_on", "answer", "answer_number"),
        ),
        Step("return", "登记退回", (SENT, RECEIVED), RETURNED, rules.may_keep, note=True),
        Step("withdraw", "撤回", (PREPARED, SENT, RETURNED), WITHDRAWN, rules.may_keep, note=True),
    )

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "移交和提请"
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind", "to_body"],
                condition=Q(state__in=UNDER_WAY),
                name="incidents_referral_once",
                violation_error_message="同一事项正在向这个机关办理",
            )
        ]

    @property
    def is_inquired(self):
        """Whether discipline has answered what it found on both sides (一案双查)."""
        return self.kind == ReferralKind.DISCIPLINE and self.state == ANSWERED

    def __str__(self):
        return f"{self.get_kind_display()}（{self.to_body}）"


class ReferralLog(LogEntry):
    subject = models.ForeignKey(Referral, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)

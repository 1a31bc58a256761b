"""Leads about deaths at work, once refuted verified again, and who sees them."""

import uuid

from django.db import models
from django.db.models import Count, Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core import clock
from core.encrypted import Closed, EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from evidence.models import Attachment
from places.models import Place

from .. import rules
from ..deaths.ties import Tie
from ..enums import ABOVE_TOWNSHIP, FOUND, MUST_VERIFY_AGAIN, RULING, Conclusion, LeadSource, LeadState
from ..referral_enums import ASKED_TO_VERIFY, Competence, ReferralKind
from .handler import Handler
from .pledge import signed_by

NOT_KNOWN = ("不详", "未知", "无名氏")


class LeadQuerySet(ScopedQuerySet):
    """Need to know: a leader of the township, or a named handler of this very lead; each with a signed pledge."""

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        if not user.has_role(Role.LEADER, *rules.HANDLING_ROLES):
            return self.none()
        rows = self.filter(signed_by(user), self.inside(user.membership.place))
        if user.has_role(Role.LEADER):
            return rows
        return rows.filter(pk__in=Handler.objects.current().filter(user=user).values("lead_id"))

    def open(self):
        return self.filter(state__in=[LeadState.RECEIVED, LeadState.VERIFYING])

    def overdue(self, on=None):
        return self.open().filter(due_on__lt=on or clock.today())

    def to_verify_again(self, campaign):
        """The last word on a case was "refuted" or "doubtful", or it was dismissed, or it was told of again and again
        without an accident found: said before the campaign and not taken up since. See rules.why_again.

        A campaign about something else owes none.
        """
        if not campaign.looks_back:
            return self.none()
        from .link import CaseLink

        links = CaseLink.objects.in_force().order_by().values("mother")
        told = links.annotate(n=Count("pk"), same=Count("pk", Q(tie=Tie.SAME))).filter(
            Q(n__gte=rules.OFTEN) | Q(same__gte=1)
        )
        often = (Q(pk__in=told.values("mother")) | Q(former__isnull=False)) & ~Q(conclusion__in=FOUND)
        decided = Q(state=LeadState.CONCLUDED, concluded_at__date__lte=campaign.starts_on)
        dismissed = LeadLog.objects.filter(action="dismiss", at__date__lte=campaign.starts_on).values("subject")
        owed = decided & (Q(conclusion__in=MUST_VERIFY_AGAIN) | often) | Q(state=LeadState.DISMISSED, pk__in=dismissed)
        return self.filter(owed, self.inside(campaign.township), again=None).exclude(campaign=campaign)

    def without_scan(self):
        """Decided above the township, with no scan of the paper: cases that came in from old files."""
        scans = Attachment.objects.filter(content_type__app_label="incidents", content_type__model="lead", slot=RULING)
        kept = scans.filter(withdrawn_at=None).values_list("object_id", flat=True)
        return self.filter(conclusion__in=ABOVE_TOWNSHIP).exclude(pk__in=list(kept))

    def concluded_in(self, campaign):
        """Of one that looks back all that were concluded in the township since it began."""
        rows = self.filter(self.inside(campaign.township), state=LeadState.CONCLUDED)
        own = Q(concluded_at__date__gte=campaign.starts_on) if campaign.looks_back else Q(campaign=campaign)
        return rows.filter(own)

    def unlisted_in(self, campaign):
        """Found concealed since the campaign began, and not put forward to be listed for supervision."""
        from .referral import WAS_SENT, Referral

        listed = Referral.objects.filter(kind=ReferralKind.LISTING, state__in=WAS_SENT)
        return self.concluded_in(campaign).filter(conclusion=Conclusion.CONCEALED).exclude(pk__in=listed.values("lead"))

    def uninquired(self):
        """Found here to be an accident or concealed, and neither handed to discipline (一案双查) nor, since it was found so,
        kept from it by a leader who said why. Of cases from old files none is owed."""
        from .referral import WAS_SENT, Referral

        found = LeadLog.objects.filter(action__in=("conclude", "revise"))
        spared = LeadLog.objects.filter(action="spare", at__gte=models.F("subject__concluded_at"))
        handed = Referral.objects.filter(kind=ReferralKind.DISCIPLINE, state__in=WAS_SENT)
        rows = self.filter(state=LeadState.CONCLUDED, conclusion__in=FOUND, pk__in=found.values("subject"))
        return rows.exclude(pk__in=spared.values("subject")).exclude(pk__in=handed.values("lead"))

    def of_campaign(self, campaign):
        """Leads of the campaign; of one that looks back also those of no campaign, however old they are."""
        own = Q(campaign=campaign)
        return self.filter(own | Q(campaign=None) & self.inside(campaign.township) if campaign.looks_back else own)

    def undecided_in(self, campaign):
        return self.open().of_campaign(campaign)

    def unasked_in(self, campaign):
        """Open leads that another body verifies, to which no paper was sent."""
        from .referral import Referral

        asked = Referral.objects.filter(kind__in=(*ASKED_TO_VERIFY, ReferralKind.POLICE)).sent()
        rows = self.undecided_in(campaign).exclude(competence__in=("", Competence.TOWNSHIP))
        return rows.exclude(pk__in=asked.values("lead"))


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
    summary = EncryptedText("线索内容")
    person = EncryptedText("死亡人员", max_length=40, blank=True)
    happened_on = models.DateField("发生日期", null=True, blank=True)
    received_at = models.DateTimeField("收到时间", default=clock.now)
    competence = models.CharField("由谁核查", max_length=10, choices=Competence.choices, blank=True)
    competent_body = models.CharField("核查机关", max_length=60, blank=True)
    due_on = models.DateField("核查期限", null=True, blank=True)
    former = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name="原线索")
    state = state_field(LeadState, LeadState.RECEIVED)
    conclusion = models.CharField("结论", max_length=12, choices=Conclusion.choices, blank=True)
    deciding_authority = models.CharField("认定机关", max_length=60, blank=True)
    deciding_number = models.CharField("认定文号", max_length=60, blank=True)
    concluded_at = models.DateTimeField(null=True)
    old_verifiers = models.CharField("原核查人", max_length=120, blank=True)

    objects = LeadQuerySet.as_manager()
    workflow = Workflow(
        Step("verify", "启动核查", (LeadState.RECEIVED,), LeadState.VERIFYING, rule=rules.may_handle, fields=("due_on",)),
        *(
            Step(
                action, "补充更正", (state,), state, rule=rules.may_handle, note=True,
                fields=("person", "happened_on", "enterprise", "village", "campaign", "summary"),
            )
            for action, state in (("amend", LeadState.RECEIVED), ("amend-verified", LeadState.VERIFYING))
        ),
        Step("dismiss", "不予受理", (LeadState.RECEIVED,), LeadState.DISMISSED, rule=rules.may_dismiss, note=True),
        Step(
            "conclude", "作出结论", (LeadState.RECEIVED, LeadState.VERIFYING), LeadState.CONCLUDED, rule=rules.may_conclude, note=True,
            stamp="concluded_at", fields=("conclusion", "deciding_authority", "deciding_number", "old_verifiers"),
        ),
        Step(
            "revise", "按上级认定变更结论", (LeadState.CONCLUDED,), LeadState.CONCLUDED, rule=rules.may_revise, note=True,
            stamp="concluded_at", fields=("conclusion", "deciding_authority", "deciding_number"),
        ),
        Step("spare", "不移交一案双查", (LeadState.CONCLUDED,), LeadState.CONCLUDED, rule=rules.may_spare, note=True),
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
        return name if name in NOT_KNOWN or not name or isinstance(self.person, Closed) else f"{name[0]}＊"


class LeadLog(LogEntry):
    subject = models.ForeignKey(Lead, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)

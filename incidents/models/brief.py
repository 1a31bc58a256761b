"""Reports of the look-back on deaths: regular, thematic, by class, urgent with an instruction, concluding."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core import clock
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from ..briefs import rules
from ..briefs.enums import BriefKind, BriefState
from .lead import Lead
from .pledge import signed_by

DRAFT, SUBMITTED, INSTRUCTED = BriefState.DRAFT, BriefState.SUBMITTED, BriefState.INSTRUCTED


class BriefQuerySet(ScopedQuerySet):
    place_path = "township"

    def visible_to(self, user):
        """The office and the leaders of the township, of one about a case who sees the case; a liaison the own ones.

        A liaison's draft is nobody else's before it was handed in.
        """
        if not getattr(user, "is_authenticated", False) or rules.may_read(user):
            return self.none()
        rows = self.filter(signed_by(user), self.inside(user.membership.place))
        if user.has_role(Role.LIAISON):
            return rows.filter(by_liaison=True, created_by=user)
        rows = rows.filter(Q(by_liaison=False) | Q(submitted_at__isnull=False))
        return rows.filter(Q(lead=None) | Q(lead__in=Lead.objects.visible_to(user)))

    def waiting(self):
        return self.filter(state__in=(SUBMITTED, INSTRUCTED))

    def overdue(self, on=None):
        return self.filter(state=INSTRUCTED, due_on__lt=on or clock.today())


class Brief(Row):
    """报→批→办: written by the office or a liaison, instructed by a leader, its doing reported; or filed as read."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及线索")
    by_liaison = models.BooleanField("包村干部报送", default=False, editable=False)
    kind = models.CharField("类别", max_length=12, choices=BriefKind.choices)
    title = models.CharField("标题", max_length=80)
    period_starts_on = models.DateField("报送期次起始日", null=True, blank=True)
    period_label = models.CharField("期次", max_length=30, blank=True)
    text = EncryptedText("正文")
    instruction = EncryptedText("批示", blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    result = EncryptedText("办理结果", blank=True)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    submitted_at = models.DateTimeField(null=True)
    instructed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    state = state_field(BriefState, DRAFT)

    objects = BriefQuerySet.as_manager()
    workflow = Workflow(
        Step("submit", "报送", (DRAFT,), SUBMITTED, rules.may_draft, stamp="submitted_at"),
        Step(
            "instruct",
            "批示",
            (SUBMITTED,),
            INSTRUCTED,
            rules.may_instruct,
            stamp="instructed_at",
            fields=("instruction", "due_on"),
        ),
        Step("send_back", "退回修改", (SUBMITTED,), DRAFT, rules.may_instruct, note=True),
        Step("finish", "报告办结", (INSTRUCTED,), BriefState.DONE, rules.may_write, stamp="done_at", fields=("result",)),
        Step("file", "归档", (SUBMITTED, BriefState.DONE), BriefState.FILED, rules.may_file),
        Step("drop", "作废", (DRAFT,), BriefState.DROPPED, rules.may_draft, note=True),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "情况报告"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="instructed") | Q(due_on__isnull=False),
                name="incidents_brief_due",
                violation_error_message="批示办理要有期限",
            ),
            models.UniqueConstraint(
                fields=["campaign", "period_starts_on"],
                condition=Q(kind="regular") & ~Q(state="dropped"),
                name="incidents_brief_of_period",
                violation_error_message="这一期的定期报告已经起草",
            ),
        ]

    def __str__(self):
        return self.title


class BriefLog(LogEntry):
    subject = models.ForeignKey(Brief, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)

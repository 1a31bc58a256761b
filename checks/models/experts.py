"""专家意见书: what an expert who came along says of a visit and of each hazard it led to."""

from django.db import models
from django.db.models import Q

from accounts.enums import PHONE_ROLES
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from hazards.models import Hazard

from .. import inspection_rules as rules
from ..enums import OpinionState
from .inspections import Inspection, TeamMember


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the visit; a unit knows of it once it is signed."""
        rows = self.filter(inspection__in=Inspection.objects.visible_to(user))
        return rows.filter(state=OpinionState.SIGNED) if getattr(user, "role", "") in PHONE_ROLES else rows

    def standing(self):
        return self.exclude(state=OpinionState.WITHDRAWN)


class ExpertOpinion(Row):
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="expert_opinions", verbose_name="现场检查")
    member = models.ForeignKey(TeamMember, models.PROTECT, related_name="+", verbose_name="专家")
    post = models.CharField("职务、职称", max_length=60)
    opinion = models.TextField("总体意见", max_length=3000)
    state = state_field(OpinionState, OpinionState.DRAFT)
    signed_at = models.DateTimeField("签名时间", null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = OpinionQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "sign", "专家签名", (OpinionState.DRAFT,), OpinionState.SIGNED, rule=rules.may_advise, stamp="signed_at",
            fields=("sha256",),
        ),
        Step(
            "withdraw", "作废", (OpinionState.DRAFT, OpinionState.SIGNED), OpinionState.WITHDRAWN, rule=rules.may_advise,
            note=True,
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "专家意见书"
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=~Q(state=OpinionState.WITHDRAWN),
                name="checks_opinion_once",
                violation_error_message="这位专家已有一份意见书",
            )
        ]

    def __str__(self):
        return f"{self.member}专家意见书"


class Advice(models.Model):
    """What the expert would have done about one hazard."""

    opinion = models.ForeignKey(ExpertOpinion, models.PROTECT, related_name="advice", verbose_name="专家意见书")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name="隐患")
    measure = models.TextField("建议措施", max_length=1000)

    class Meta:
        ordering = ["pk"]
        verbose_name = "专家建议"
        constraints = [models.UniqueConstraint(fields=["opinion", "hazard"], name="checks_advice_once")]


class OpinionLog(LogEntry):
    subject = models.ForeignKey(ExpertOpinion, models.PROTECT, related_name="log")

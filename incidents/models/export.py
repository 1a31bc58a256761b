"""A list that one person asks to take out of the portal, another allows, and the first fetches once."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from ..guard import rules
from ..guard.enums import OF_LEADS, PAPERS, ExportKind, ExportState
from ..rules import ROOM
from .lead import Lead
from .pledge import signed_by

ASKED, ALLOWED = ExportState.ASKED, ExportState.ALLOWED


class ExportQuerySet(ScopedQuerySet):
    """Who asked, and who may allow it: leaders, discipline for records of looks, handlers who see every lead in it."""

    place_path = "town"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        rows = self.filter(signed_by(user), self.inside(user.membership.place))
        own = Q(created_by=user)
        if user.has_role(Role.LEADER):
            return rows
        if not user.has_role(*ROOM):
            return self.none()
        hidden = Lead.objects.exclude(pk__in=Lead.objects.visible_to(user).values("pk"))
        seen = Q(kind__in=OF_LEADS) & ~Q(pk__in=self.model.leads.through.objects.filter(lead__in=hidden).values("export"))
        records = ~Q(kind__in=OF_LEADS) if user.has_role(Role.DISCIPLINE) else Q(pk__in=[])
        return rows.filter(own | seen | records)

    def to_decide(self, user):
        """Asked by somebody else, not yet decided."""
        return self.filter(state=ASKED).exclude(created_by=user)


class Export(Row):
    """One asking. What is fetched are the rows of that moment which the asker still sees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    town = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    kind = models.CharField("内容", max_length=10, choices=ExportKind.choices)
    leads = models.ManyToManyField(Lead, related_name="+")
    keys = models.JSONField("行", default=list)  # of the rows, as text
    reason = models.CharField("用途", max_length=120)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    fetched_at = models.DateTimeField("下载时间", null=True, blank=True)
    state = state_field(ExportState, ASKED)

    objects = ExportQuerySet.as_manager()
    workflow = Workflow(
        Step("allow", "同意导出", (ASKED,), ALLOWED, rule=rules.may_decide, stamp="decided_at"),
        Step("refuse", "不同意导出", (ASKED,), ExportState.REFUSED, rule=rules.may_decide, note=True, stamp="decided_at"),
        Step("fetch", "下载", (ALLOWED,), ExportState.FETCHED, rule=rules.may_fetch, stamp="fetched_at"),
        Step("withdraw", "撤回申请", (ASKED, ALLOWED), ExportState.WITHDRAWN, rule=rules.may_withdraw),
    )  # fmt: skip

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "涉亡导出申请"

    @property
    def is_paper(self):
        """Whether it is a paper of one case, to be printed, and not a list."""
        return self.kind in PAPERS

    @property
    def way(self):
        return "打印" if self.is_paper else "导出"

    @property
    def decider(self):
        """Who allowed or refused it; None while nobody has."""
        line = self.log.filter(action__in=("allow", "refuse")).select_related("actor").last()
        return line.actor if line else None


class ExportLog(LogEntry):
    subject = models.ForeignKey(Export, models.PROTECT, related_name="log")

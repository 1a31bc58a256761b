"""The guide of grid workers (网格工作指南), kept by version; one is in force."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from .. import rules
from ..enums import GuideState


class GuideQuerySet(ScopedQuerySet):
    """Drafts are the office's; what was published the whole township reads, but no enterprise."""

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None or user.has_role(Role.ENTERPRISE):
            return self.none()
        if user.has_role(Role.SUPERVISOR):
            return self.filter(self.inside(user.membership.place), published_at__isnull=False)
        rows = self.filter(township=user.membership.place.township_code)
        return rows if user.has_role(Role.OFFICER, Role.LEADER) else rows.filter(published_at__isnull=False)

    def in_force(self):
        return self.filter(state=GuideState.IN_FORCE)


class Guide(Row):
    """`number` counts the versions of a township."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    number = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    title = models.CharField("名称", max_length=60)
    body = models.TextField("正文", max_length=30_000, help_text="一段一行，“一、”“（一）”“1.”开头的自动按层级排版")
    changed = models.CharField("本版改动", max_length=200, blank=True)
    state = state_field(GuideState, GuideState.DRAFT)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)

    objects = GuideQuerySet.as_manager()
    workflow = Workflow(
        Step("publish", "公布", (GuideState.DRAFT,), GuideState.IN_FORCE, rule=rules.may_guide, stamp="published_at"),
        Step("replace", "由新版替换", (GuideState.IN_FORCE,), GuideState.REPLACED, rule=rules.may_guide),
        Step("drop", "作废", (GuideState.DRAFT,), GuideState.DROPPED, rule=rules.may_guide, note=True),
    )

    class Meta:
        ordering = ["township_id", "-number"]
        verbose_name = "网格工作指南"
        constraints = [
            models.UniqueConstraint(fields=["township", "number"], name="routines_guide_number"),
            models.UniqueConstraint(
                fields=["township"], condition=Q(state="in_force"), name="routines_guide_one_in_force",
                violation_error_message="同时只有一版现行",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.title}（第{self.number}版）"


class GuideLog(LogEntry):
    subject = models.ForeignKey(Guide, models.PROTECT, related_name="log")

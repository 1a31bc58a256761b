"""Batches of enterprises made known (四个一批) and typical cases: drafted, approved by a leader, published, withdrawn."""

from django.db import models
from django.db.models import Q

from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Place

from .. import rules_batches as rules
from ..enums import BatchKind, BatchState
from .register import Hazard


class BatchQuerySet(ScopedQuerySet):
    """Drafts are for the township's own staff; the others see what was published in their township."""

    place_path = "township"

    def _published(self, seat):
        return Q(state=BatchState.PUBLISHED, township=seat.place.township_code)

    _of_office = _of_liaison = _of_village = _of_enterprise = _published

    def public(self, place):
        """The published ones of the township of a place, or of all townships of a wider place."""
        first, last = (place.township_code,) * 2 if place.level in ("township", "village") else place.code_range
        return self.filter(state=BatchState.PUBLISHED, township__gte=first, township__lte=last)


class Batch(Row):
    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=12, choices=BatchKind.choices)
    title = models.CharField("标题", max_length=80)
    lead = models.TextField("说明", blank=True)
    state = state_field(BatchState, BatchState.DRAFT)
    approved_at = models.DateTimeField("批准时间", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    published_where = models.CharField("公布位置", max_length=120, blank=True)

    objects = BatchQuerySet.as_manager()
    workflow = Workflow(
        Step("send", "送领导批准", (BatchState.DRAFT,), BatchState.SENT, rule=rules.may_send),
        Step("approve", "批准", (BatchState.SENT,), BatchState.APPROVED, rule=rules.may_approve, stamp="approved_at"),
        Step(
            "send_back", "退回修改", (BatchState.SENT, BatchState.APPROVED), BatchState.DRAFT, rule=rules.may_lead, note=True
        ),
        Step(
            "publish", "公布", (BatchState.APPROVED,), BatchState.PUBLISHED, rule=rules.may_keep, stamp="published_at",
            fields=("published_where",),
        ),
        Step(
            "withdraw",
            "撤回",
            (BatchState.DRAFT, BatchState.SENT, BatchState.APPROVED, BatchState.PUBLISHED),
            BatchState.WITHDRAWN,
            rule=rules.may_withdraw,
            note=True,
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "四个一批"
        indexes = [models.Index(fields=["township", "state"], name="hazards_batch_town")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"]) | Q(approved_at__isnull=False),
                name="hazards_batch_approved",
                violation_error_message="未经领导批准不能公布",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def tone(self):
        """The colour of its state's chip; "" for that of the state itself."""
        return {BatchState.APPROVED: "busy", BatchState.PUBLISHED: "done"}.get(self.state, "")


class BatchItem(models.Model):
    """An enterprise of a batch, with the facts and measure as they are made known."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="items")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="batch_items")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, related_name="+")
    facts = models.CharField("事由", max_length=500)
    measure = models.CharField("处理措施", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "hazard"], name="hazards_batch_item_once", violation_error_message="这条隐患已在名单中"
            ),
            models.UniqueConstraint(
                fields=["batch", "enterprise"],
                condition=Q(hazard=None),
                name="hazards_batch_firm_once",
                violation_error_message="这家企业已在名单中",
            ),
            models.CheckConstraint(condition=~Q(facts=""), name="hazards_batch_item_facts"),
        ]


class BatchLog(LogEntry):
    subject = models.ForeignKey(Batch, models.PROTECT, related_name="log")

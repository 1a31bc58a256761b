"""Listed supervision (挂牌督办) of a major hazard: proposed, listed, made public, removed; the parts ticked on the way.

The limit, the longer limit, the mending and the acceptance on site are those of the hazard itself.
"""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field

from .. import rules_supervision as rules
from ..enums import ListingLevel, ListingState
from .register import Hazard

# what the leaders have not decided on is no matter of the unit yet
DECIDED = Q(listed_at__isnull=False)


class ListingQuerySet(ScopedQuerySet):
    place_path = "hazard__village"
    sector_path = "hazard__sector"
    office_path = "hazard__office"
    enterprise_path = "hazard__enterprise"

    def _of_village(self, seat):
        return super()._of_village(seat) & DECIDED

    def _of_enterprise(self, seat):
        return super()._of_enterprise(seat) & DECIDED

    def public(self, place):
        """Those made public in the township of a place, or in all townships of a wider place; everybody may read them."""
        first, last = (place.township_code,) * 2 if place.level in ("township", "village") else place.code_range
        inside = Q(township__gte=first, township__lte=last)
        return self.filter(inside, published_on__isnull=False, state__in=[ListingState.LISTED, ListingState.REMOVED])


class Listing(Row):
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="listings")
    township = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    reason = models.TextField("挂牌理由")
    asked = models.TextField("整改要求")
    supervisor = models.CharField("督办单位", max_length=60)
    level = models.CharField("督办级别", max_length=10, choices=ListingLevel.choices, blank=True)
    paper = models.CharField("上级挂牌文号", max_length=80, blank=True)
    state = state_field(ListingState, ListingState.PROPOSED)
    listed_at = models.DateTimeField("挂牌时间", null=True)
    due_on = models.DateField("挂牌时的整改期限", null=True)
    filed_on = models.DateField("备案日期", null=True)
    filed_with = models.CharField("备案机关和编号", max_length=80, blank=True)
    published_on = models.DateField("公示日期", null=True)
    removed_at = models.DateTimeField("摘牌时间", null=True)

    objects = ListingQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "approve",
            "批准挂牌",
            (ListingState.PROPOSED,),
            ListingState.LISTED,
            rule=rules.may_approve,
            stamp="listed_at",
            fields=("due_on",),
        ),
        Step("decline", "不予挂牌", (ListingState.PROPOSED,), ListingState.DROPPED, rule=rules.may_lead, note=True),
        Step("take_back", "撤回提请", (ListingState.PROPOSED,), ListingState.DROPPED, rule=rules.may_take_back, note=True),
        Step("remove", "摘牌", (ListingState.LISTED,), ListingState.REMOVED, rule=rules.may_remove, stamp="removed_at"),
        Step("revoke", "撤销挂牌", (ListingState.LISTED,), ListingState.REVOKED, rule=rules.may_lead, note=True),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "挂牌督办"
        indexes = [models.Index(fields=["township", "state"], name="hazards_listing_town")]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"],
                condition=Q(state__in=["proposed", "listed"]),
                name="hazards_listed_once",
                violation_error_message="这条隐患已经提请或正在挂牌督办",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"]) | Q(listed_at__isnull=False, due_on__isnull=False),
                name="hazards_listing_dated",
                violation_error_message="挂牌须有时间和期限",
            ),
        ]

    def __str__(self):
        return f"{self.hazard.number} 挂牌督办"

    @property
    def tone(self):
        """The colour of its state's chip; "" for that of the state itself."""
        tones = {ListingState.LISTED: "busy", ListingState.REMOVED: "done", ListingState.REVOKED: "quiet"}
        return tones.get(self.state, "")


class ListingLog(LogEntry):
    subject = models.ForeignKey(Listing, models.PROTECT, related_name="log")


class ListingPart(models.Model):
    """One of the eleven parts a person says is done: when, on what evidence; see hazards.parts."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="parts")
    key = models.CharField(max_length=20)
    done_on = models.DateField("完成日期")
    evidence = models.CharField("依据", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "key"], name="hazards_part_once", violation_error_message="这一项已经登记"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="hazards_part_evidence"),
        ]

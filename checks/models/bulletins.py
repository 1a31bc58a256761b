"""Bulletins of spot checks: the numbers as they stood when it was drawn up, each with the rows it counted."""

from django.db import models
from django.db.models import F, Q

from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core.models import Row
from notices.models import Paper
from places.models import Place


class BulletinQuerySet(ScopedQuerySet):
    place_path = "place"


class SpotBulletin(Row):
    """`figures` is {key: [number, visits, hazards]} (checks.spot.FIGURES), `before` {key: number} of the time before."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    since = models.DateField("起")
    until = models.DateField("止")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动")
    kinds = models.JSONField("检查方式", default=list)
    figures = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    named = models.JSONField("点名单位", default=list)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name="通报")
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name = "抽查通报"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="checks_bulletin_span",
                violation_error_message="结束日期不能早于开始日期",
            )
        ]

    def __str__(self):
        return f"{self.since:%Y-%m-%d}至{self.until:%Y-%m-%d}抽查通报"

"""A leader's monthly review of who looked at what."""

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import User
from core import clock

from .access import AccessChain, AccessLog


class AccessReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(chain__in=AccessChain.objects.visible_to(user).values("pk"))


class AccessReview(models.Model):
    """One month of a township's record, looked through and signed for; keeps where the record ended that moment."""

    chain = models.ForeignKey(AccessChain, models.PROTECT, related_name="reviews")
    month = models.DateField("月份")  # its first day
    length = models.PositiveIntegerField("审阅时条数")
    sha256 = models.CharField("审阅时末条校验值", max_length=64, blank=True)
    looks = models.PositiveIntegerField("本月查阅次数")
    note = models.CharField("审阅意见", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="审阅人")
    at = models.DateTimeField("审阅时间", default=clock.now)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        verbose_name = "查阅记录审阅"
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "month"], name="incidents_review_once", violation_error_message="这个月已经审阅过"
            )
        ]


def unreviewed(chains, first, last):
    """Of these chains, those with looks between two moments (the second not included) and no review of that month."""
    looked = AccessLog.objects.filter(chain=OuterRef("pk"), at__gte=first, at__lt=last)
    signed = AccessReview.objects.filter(chain=OuterRef("pk"), month=first.date())
    return chains.filter(Exists(looked), ~Exists(signed))

"""The standing sentences a township has put in place of the defaults, one row a version; rows never change."""

from django.conf import settings
from django.db import models

from accounts.scoping import ScopedQuerySet
from core import clock
from places.models import Place

from ..enums import PaperKind


class WordingQuerySet(ScopedQuerySet):
    place_path = "township"

    def latest_of(self, kind, town):
        """The version in use; None while the defaults stand."""
        return self.filter(kind=kind, township=town).order_by("-number").first()


class WordingVersion(models.Model):
    """All sentences of one kind as an office wants them (key → text), who saved them and why."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField("文种", max_length=12, choices=PaperKind.choices)
    number = models.PositiveIntegerField("版次")
    texts = models.JSONField("固定用语", default=dict)
    note = models.CharField("修改原因", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("修改时间", default=clock.now)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "固定用语"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "kind", "number"], name="notices_wording_once",
                violation_error_message="这份固定用语刚被别人改过",
            ),
            models.CheckConstraint(
                condition=~models.Q(note=""), name="notices_wording_note", violation_error_message="请写明修改原因"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}固定用语第 {self.number} 版"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("固定用语的旧版本不能改动")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("固定用语的旧版本不能改动")

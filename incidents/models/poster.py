"""Posters for tips as they hang: in a village or at an enterprise, shown by a photo."""

from django.db import models

from accounts.scoping import ScopedQuerySet
from core.models import Row
from enterprises.models import Enterprise
from places.models import Place


class PosterQuerySet(ScopedQuerySet):
    sector_path = "enterprise__sector"
    office_path = "enterprise__supervising_office"
    enterprise_path = "enterprise"

    def kept(self):
        return self.filter(withdrawn_at=None)

    def of_villages(self):
        return self.filter(enterprise=None)


class Poster(Row):
    """A poster that hangs, by who put it up; its photos are bound to it. A new one takes the place of the one before."""

    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+", verbose_name="企业")
    where = models.CharField("张贴位置", max_length=60)
    hung_on = models.DateField("张贴日期")

    objects = PosterQuerySet.as_manager()

    class Meta:
        ordering = ["-hung_on", "-pk"]
        verbose_name = "举报海报张贴"

    def __str__(self):
        return f"{self.enterprise or self.village} 举报海报"

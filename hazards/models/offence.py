"""The library of illegal acts a township meets (打非治违类型库), each with the most that may be fined for it."""

from django.db import models
from django.db.models import Q

from core.models import Row
from places.models import Place, Sector

from .penalty import PowerQuerySet


class OffenceQuerySet(PowerQuerySet):
    def in_use(self):
        return self.filter(withdrawn_at=None)


class Offence(Row):
    """Without a limit (None) the amount is not checked."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField("违法类型", max_length=80)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业领域")
    basis = models.CharField("处罚依据", max_length=200)
    most_unit = models.DecimalField("对单位罚款上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    most_person = models.DecimalField("对主要负责人罚款上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)

    objects = OffenceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "违法类型"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(withdrawn_at=None),
                name="hazards_offence_once",
                violation_error_message="这个违法类型已经登记",
            )
        ]

    def __str__(self):
        return self.name

    def most(self, target):
        """The most that may be fined of the enterprise or its principal; None without a limit."""
        return self.most_unit if target == "enterprise" else self.most_person

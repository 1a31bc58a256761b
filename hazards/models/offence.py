"""The library of illegal acts a township meets (打非治违类型库), each with the most that may be fined for it."""

from django.db import models
from django.db.models import Q

from core.models import Row
from places.models import Place, Sector

from ..enums import Certainty
from .penalty import POWER_READERS, PowerQuerySet


class OffenceQuerySet(PowerQuerySet):
    def scope(self, seat):
        return super().scope(seat) | Q(township=None) if seat.role in POWER_READERS else super().scope(seat)

    def in_use(self):
        return self.filter(withdrawn_at=None)

    def of_township(self, code):
        """Its own and the shipped ones; an own row stands in front of the shipped one of its name, also out of use."""
        own = self.filter(township=code)
        return self.filter(Q(township=code) | Q(township=None) & ~Q(name__in=own.values("name")))


class Offence(Row):
    """Without a limit (None) the amount is not checked. Without a township it is shipped with the portal, for everybody."""

    township = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属乡镇")
    name = models.CharField("违法类型", max_length=80)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业领域")
    basis = models.CharField("处罚依据", max_length=200)
    most_unit = models.DecimalField("对单位罚款上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    most_person = models.DecimalField("对主要负责人罚款上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)

    certainty = models.CharField("可靠程度", max_length=1, choices=Certainty.choices, default=Certainty.TO_CONFIRM)

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
            ),
            # keys that are empty never meet, so the shipped ones have their own
            models.UniqueConstraint(
                fields=["name"], condition=Q(township=None, withdrawn_at=None), name="hazards_offence_shipped_once"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def origin(self):
        """Whose row it is: the township's own, or how far a shipped one is certain."""
        return "本乡镇" if self.township_id else self.get_certainty_display()

    def most(self, target):
        """The most that may be fined of the enterprise or its principal; None without a limit."""
        return self.most_unit if target == "enterprise" else self.most_person

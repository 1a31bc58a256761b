"""打非治违: a library of kinds of illegal acts, each with its article and the limits of its fines."""

from django.db import models
from django.db.models import F, Q

from accounts.enums import PHONE_ROLES, Role
from core.models import Row
from places.models import Place, Sector

from ..enums import Certainty


class OffenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The shipped kinds and the township's own, for those who handle cases."""
        if not getattr(user, "is_authenticated", False) or user.membership is None or user.role in PHONE_ROLES:
            return self.none()
        seat = user.membership
        if seat.role == Role.SUPERVISOR:
            first, last = seat.place.code_range
            return self.filter(Q(township=None) | Q(township__range=(first, last)))
        return self.filter(Q(township=None) | Q(township=seat.place.township_code))

    def in_use(self):
        return self.filter(withdrawn_at=None)


class Offence(Row):
    """One kind of illegal act. Limits in yuan; None = this half is not fined by a sum."""

    key = models.CharField(max_length=40, null=True, unique=True, editable=False)
    township = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", editable=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业领域")
    name = models.CharField("违法类型", max_length=80)
    basis = models.CharField("处罚依据", max_length=120)
    firm_from = models.DecimalField("对单位罚款下限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    firm_to = models.DecimalField("对单位罚款上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    person_from = models.DecimalField("对负责人罚款下限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    person_to = models.DecimalField("对负责人罚款上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    other = models.CharField("其他处罚", max_length=120, blank=True)
    certainty = models.CharField("核对", max_length=1, choices=Certainty.choices, default=Certainty.TO_CONFIRM)

    objects = OffenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "违法类型"
        constraints = [
            models.CheckConstraint(
                condition=Q(firm_from=None) | Q(firm_to=None) | Q(firm_to__gte=F("firm_from")),
                name="hazards_offence_firm", violation_error_message="对单位罚款的上限不能低于下限",
            ),
            models.CheckConstraint(
                condition=Q(person_from=None) | Q(person_to=None) | Q(person_to__gte=F("person_from")),
                name="hazards_offence_person", violation_error_message="对负责人罚款的上限不能低于下限",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def limits(self, target):
        """(least, most) of a fine against the enterprise or its principal; None where the law names none."""
        return (self.firm_from, self.firm_to) if target == "enterprise" else (self.person_from, self.person_to)

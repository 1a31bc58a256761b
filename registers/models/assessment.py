"""Deductions of a unit's yearly assessment (考核扣分), each with reason and proof; a veto bars it from awards."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES
from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from hazards.models import Hazard
from places.models import Office, Place

from .. import rules
from ..enums import MarkState


class DeductionQuerySet(ScopedQuerySet):
    """Staff see all; a village and an office what counts against themselves, once it is in force."""

    place_path = "township"

    def scope(self, seat):
        if seat.role in TOWNSHIP_ROLES:
            return self.inside(seat.place)
        return super().scope(seat) & Q(state=MarkState.CONFIRMED)

    def _of_office(self, seat):
        return Q(office=seat.office_id)

    def _of_village(self, seat):
        return Q(village=seat.place_id)

    def _of_liaison(self, seat):
        return Q(village__in=seat.villages.values("code"))

    def in_force(self):
        return self.filter(state=MarkState.CONFIRMED)


class Deduction(Row):
    """Of one village or one office. Photos and files of proof hang on this row."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被考核的村")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被考核的站所")
    on = models.DateField("事由发生日期")
    points = models.DecimalField(
        "扣分", max_digits=5, decimal_places=1, default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    veto = models.BooleanField("一票否决", default=False, help_text="当年不得评优评先")
    reason = models.CharField("扣分事由", max_length=300)
    proof = models.CharField("依据", max_length=200, help_text="文号、通报、检查记录或隐患编号")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="相关隐患")
    state = state_field(MarkState, MarkState.NOTED)
    confirmed_at = models.DateTimeField("确认时间", null=True)

    objects = DeductionQuerySet.as_manager()
    workflow = Workflow(
        Step("confirm", "确认扣分", (MarkState.NOTED,), MarkState.CONFIRMED, rule=rules.may_confirm, stamp="confirmed_at"),
        Step("revoke", "撤销", (MarkState.NOTED, MarkState.CONFIRMED), MarkState.REVOKED, rule=rules.may_revoke, note=True),
    )

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "考核扣分"
        indexes = [models.Index(fields=["township", "on"], name="registers_mark_town")]
        constraints = [
            models.CheckConstraint(
                condition=Q(village=None, office__isnull=False) | Q(village__isnull=False, office=None),
                name="registers_mark_one_unit",
                violation_error_message="请选一个村或一个站所",
            ),
            models.CheckConstraint(
                condition=Q(veto=True) | Q(points__gt=0),
                name="registers_mark_counts",
                violation_error_message="请填写扣分，或标明一票否决",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(proof=""),
                name="registers_mark_proven",
                violation_error_message="扣分必须有事由和依据",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.reason[:30]}"

    @property
    def unit(self):
        return self.office or self.village

    @property
    def chip(self):
        """The word by which the page's mark is chosen."""
        return {MarkState.NOTED: "draft", MarkState.REVOKED: "withdrawn"}.get(self.state, self.state)


class DeductionLog(LogEntry):
    subject = models.ForeignKey(Deduction, models.PROTECT, related_name="log")

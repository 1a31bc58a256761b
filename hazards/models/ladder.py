"""The ladder of five (五级督促) against a village, an office or an enterprise, and the paper each step sends out."""

from django.db import models
from django.db.models import Q

from accounts.scoping import ScopedQuerySet
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from notices.models import Paper
from places.models import Office, Place

from .. import rules_ladder as rules
from ..enums import Rung

RUNGS = (Rung.DISPATCH, Rung.ORDER, Rung.WARN, Rung.TALK, Rung.FOCUS)


class LadderQuerySet(ScopedQuerySet):
    place_path = "place"
    office_path = "office"
    sector_path = "enterprise__sector"
    enterprise_path = "enterprise"

    def running(self):
        return self.exclude(state=Rung.LIFTED)


def _to(rung):
    """The step onto a rung from any other; which of them a person may take, the rule says."""
    others = tuple(other for other in RUNGS if other != rung)
    return Step(f"to_{rung}", f"转为{rung.label}", others, rung, rule=rules.onto(rung), note=True, fields=("stepped_on",))


class LadderCase(Row):
    """`place` is the village itself, the village of the enterprise or the township of the office."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="ladder_cases", verbose_name="所在地")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="ladder_cases")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="ladder_cases")
    state = state_field(Rung, Rung.DISPATCH)
    stepped_on = models.DateField("最近一级日期")
    lifted_at = models.DateTimeField("解除时间", null=True)

    objects = LadderQuerySet.as_manager()
    workflow = Workflow(
        *[_to(rung) for rung in RUNGS],
        Step(
            "lift",
            "解除督促",
            RUNGS,
            Rung.LIFTED,
            rule=rules.may_lift_case,
            note=True,
            stamp="lifted_at",
            fields=("stepped_on",),
        ),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "五级督促"
        indexes = [models.Index(fields=["place", "state"], name="hazards_ladder_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None) | Q(enterprise=None),
                name="hazards_ladder_one_unit",
                violation_error_message="督促对象只能是一个单位",
            ),
            *[
                models.UniqueConstraint(
                    fields=fields,
                    condition=~Q(state="lifted") & only,
                    name=f"hazards_ladder_once_{name}",
                    violation_error_message="这个单位已在督促中",
                )
                for name, fields, only in (
                    ("firm", ["enterprise"], Q(enterprise__isnull=False)),
                    ("office", ["office"], Q(office__isnull=False)),
                    ("place", ["place"], Q(enterprise=None, office=None)),
                )
            ],
        ]

    def __str__(self):
        return f"{self.unit} {self.get_state_display()}"

    @property
    def unit(self):
        return self.enterprise or self.office or self.place


class LadderCaseLog(LogEntry):
    subject = models.ForeignKey(LadderCase, models.PROTECT, related_name="log")


class LadderPaper(models.Model):
    """The paper that was begun for one step."""

    line = models.OneToOneField(LadderCaseLog, models.PROTECT, related_name="sent")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="+")

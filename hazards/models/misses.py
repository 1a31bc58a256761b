"""Hazards the upper level found soon after a clean look, and the looks that speak of it; a person decides about each."""

from django.db import models
from django.db.models import F, Q

from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from notices.models import Paper
from places.models import Place

from .. import rules_misses as rules
from ..enums import HazardState, MissState
from .quality import StaffQuerySet
from .register import Hazard

MARKED, CONFIRMED, DISMISSED = MissState.MARKED, MissState.CONFIRMED, MissState.DISMISSED


class MissQuerySet(StaffQuerySet):
    sector_path = "hazard__sector"
    office_path = "hazard__office"

    def standing(self):
        """Those that still hold: the hazard counts and was found within the span."""
        return self.filter(withdrawn_at=None).exclude(hazard__state=HazardState.CANCELLED)

    def to_judge(self):
        return self.standing().filter(state=MARKED)

    def to_publish(self):
        """Confirmed ones of major hazards that no bulletin in force names."""
        unnamed = Q(paper=None) | Q(paper__state="withdrawn")
        return self.standing().filter(unnamed, state=CONFIRMED, hazard__grade="major")


class Miss(Row):
    """One a hazard, however many looks did not see it."""

    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="miss", verbose_name="隐患")
    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+", verbose_name="企业")
    days = models.PositiveSmallIntegerField("相隔天数")
    soon = models.PositiveSmallIntegerField("认定天数")
    made_at = models.DateTimeField("标记时间", default=clock.now)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="通报")
    state = state_field(MissState, MissState.MARKED)

    objects = MissQuerySet.as_manager()
    workflow = Workflow(
        Step("confirm", "认定漏查", (MARKED,), CONFIRMED, rule=rules.may_judge),
        Step("dismiss", "不属于漏查", (MARKED,), DISMISSED, rule=rules.may_judge, note=True),
        Step("restore", "撤销认定，重新核对", (CONFIRMED, DISMISSED), MARKED, rule=rules.may_judge_again, note=True),
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "漏查"
        indexes = [models.Index(fields=["village", "state"], name="hazards_miss_place")]
        constraints = [models.CheckConstraint(condition=Q(days__lte=F("soon")), name="hazards_miss_soon")]

    def __str__(self):
        return f"{self.hazard.number} 漏查"

    @property
    def tone(self):
        """How its state is shown: confirmed is no good news."""
        return {MissState.CONFIRMED: "late"}.get(self.state, "")

    @property
    def unit(self):
        return self.enterprise or self.village


class MissedLook(models.Model):
    """One person who looked, signed as in order and did not see it; a look of three people has three rows."""

    miss = models.ForeignKey(Miss, models.PROTECT, related_name="looks")
    key = models.CharField(max_length=40)
    name = models.CharField("检查人员", max_length=40)
    kind = models.CharField("方式", max_length=20)
    about = models.CharField("检查表", max_length=80, blank=True)
    agency = models.CharField("检查单位", max_length=80, blank=True)
    on = models.DateField("检查日期")
    signed = models.TextField("签名", blank=True)
    link = models.CharField(max_length=200)

    class Meta:
        ordering = ["-on", "key", "pk"]
        constraints = [models.UniqueConstraint(fields=["miss", "key", "name"], name="hazards_missed_look_once")]


class MissLog(LogEntry):
    subject = models.ForeignKey(Miss, models.PROTECT, related_name="log")

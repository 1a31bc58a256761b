"""追责线索: a village or its cadre that shirked, faked or went through the motions, on the way to discipline."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from hazards.models import Transfer
from places.models import Place

from .. import rules
from ..enums import FaultKind, FaultState

NOTED, CONFIRMED = FaultState.NOTED, FaultState.CONFIRMED


class FaultQuerySet(ScopedQuerySet):
    place_path = "village"

    def visible_to(self, user):
        """The office and the leaders of the township; discipline what was handed to it."""
        if not getattr(user, "is_authenticated", False) or rules.may_read_faults(user):
            return self.none()
        rows = self.filter(self.inside(user.membership.place))
        return rows.filter(state=FaultState.HANDED) if user.has_role(Role.DISCIPLINE) else rows


class Fault(Row):
    """One matter about one village; the person in it is named in sealed text only."""

    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="村")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动")
    kind = models.CharField("情形", max_length=12, choices=FaultKind.choices)
    person = EncryptedText("责任人", max_length=40, blank=True)
    seen_on = models.DateField("发现日期")
    facts = EncryptedText("基本情况")
    materials = EncryptedText("材料清单", blank=True)
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, null=True, editable=False, related_name="fault", verbose_name="移送"
    )
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(FaultState, NOTED)

    objects = FaultQuerySet.as_manager()
    workflow = Workflow(
        Step("confirm", "核实属实", (NOTED,), CONFIRMED, rule=rules.may_judge_fault, note=True),
        Step("drop", "不予追责", (NOTED, CONFIRMED), FaultState.DROPPED, rule=rules.may_judge_fault, note=True),
        Step("hand", "追责移交", (CONFIRMED,), FaultState.HANDED, rule=rules.may_hand_fault, fields=("transfer",)),
    )

    class Meta:
        ordering = ["-seen_on", "-pk"]
        verbose_name = "追责线索"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="handed") | Q(transfer__isnull=False),
                name="mandates_fault_handed",
                violation_error_message="移交的追责线索要有移送",
            )
        ]

    def __str__(self):
        return f"{self.village.name}{self.get_kind_display()}"


class FaultLog(LogEntry):
    subject = models.ForeignKey(Fault, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)

"""A rule (制度) of a village or an enterprise that is lacking or outdated, until it is revised and published."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import UnitQuerySet, UnitRow

from ..bylaws import rules
from ..bylaws.enums import BylawState, Gap
from .campaign import Campaign

LACKING, REVISED, PUBLISHED = BylawState.LACKING, BylawState.REVISED, BylawState.PUBLISHED


class BylawQuerySet(UnitQuerySet):
    def open(self):
        return self.filter(state__in=(LACKING, REVISED))

    def late(self, on=None):
        return self.open().filter(due_on__lt=on or clock.today())

    def of_unit(self, user):
        """Those of the unit the user acts for, not merely in sight."""
        seat = user.membership
        if seat is None:
            return self.none()
        if seat.role == Role.ENTERPRISE:
            return self.filter(enterprise__seats__membership=seat)
        return self.filter(place=seat.place_id, enterprise=None) if seat.role == Role.CADRE else self.none()


class Bylaw(Row, UnitRow):
    """缺→修→公布. Photos of the published rule hang on this row."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="bylaws", verbose_name="专项行动"
    )
    name = models.CharField("制度名称", max_length=80)
    gap = models.CharField("问题", max_length=10, choices=Gap.choices)
    problem = models.TextField("具体情况", max_length=1000)
    due_on = models.DateField("公布期限")
    change = models.TextField("修订内容", max_length=2000, blank=True)
    revised_on = models.DateField("修订日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    published_where = models.CharField("公布方式", max_length=80, blank=True)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(BylawState, LACKING)

    objects = BylawQuerySet.as_manager()
    workflow = Workflow(
        Step("revise", "登记修订", (LACKING,), REVISED, rules.may_work, fields=("revised_on", "change")),
        Step("publish", "登记公布", (REVISED,), PUBLISHED, rules.may_work, fields=("published_on", "published_where")),
        Step("send_back", "退回重修", (REVISED, PUBLISHED), LACKING, rules.may_judge, note=True),
        Step("drop", "撤销登记", (LACKING,), BylawState.DROPPED, rules.may_judge, note=True),
    )

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["due_on", "pk"]
        verbose_name = "制度清单"
        indexes = [models.Index(fields=["place", "state"], name="campaigns_bylaw_of_place")]
        constraints = [
            *UnitRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_on__isnull=False) & ~Q(published_where="")),
                name="campaigns_bylaw_published",
                violation_error_message="公布要有日期和方式",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(revised_on=None) | Q(published_on__gte=models.F("revised_on")),
                name="campaigns_bylaw_days",
                violation_error_message="公布日期不能早于修订日期",
            ),
        ]

    def __str__(self):
        return self.name


class BylawLog(LogEntry):
    subject = models.ForeignKey(Bylaw, models.PROTECT, related_name="log")

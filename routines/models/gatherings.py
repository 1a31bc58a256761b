"""Meetings, warnings, trainings and visits: when, where, who was there; held once somebody was, with photos."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise, UnitQuerySet, UnitRow
from places.models import Place

from .. import rules
from ..enums import Form, GatheringState, Presence
from .demands import Demand


class GatheringQuerySet(UnitQuerySet):
    def visible_to(self, user):
        """Those of one's scope, and those one was asked to."""
        if getattr(user, "role", "") not in (Role.CADRE, Role.ENTERPRISE, Role.LIAISON, Role.DEPARTMENT):
            return super().visible_to(user)
        own = self.model._base_manager.filter(pk__in=super().visible_to(user).values("pk"))
        asked = Attendee.objects.of_user(user).values("gathering")
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=asked))

    def held(self):
        return self.filter(state=GatheringState.HELD)

    def asked(self, user):
        """Planned ones this person was asked to and has not signed in at."""
        mine = Attendee.objects.of_user(user).filter(presence=Presence.ASKED).values("gathering")
        return self.filter(state=GatheringState.PLANNED, pk__in=mine)


class Gathering(UnitRow, Row):
    """`place` is the township for its own gatherings, else the village; of a leader's visit `leader` is who went."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    demand = models.ForeignKey(
        Demand, models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name="对应的频次要求"
    )
    form = models.CharField("形式", max_length=10, choices=Form.choices)
    title = models.CharField("名称", max_length=80)
    leader = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="下基层的领导")
    held_on = models.DateField("日期")
    begins = models.TimeField("时间", null=True, blank=True)
    where = models.CharField("地点", max_length=60)
    chair = models.CharField("主持人（带队人、授课人）", max_length=40, blank=True)
    content = models.TextField("内容", max_length=3000, blank=True)
    state = state_field(GatheringState, GatheringState.PLANNED)
    closed_at = models.DateTimeField("登记完成时间", null=True, editable=False)

    objects = GatheringQuerySet.as_manager()
    workflow = Workflow(
        Step("hold", "登记为已召开", (GatheringState.PLANNED,), GatheringState.HELD, rule=rules.may_hold, stamp="closed_at"),
        Step(
            "drop", "取消", (GatheringState.PLANNED, GatheringState.HELD), GatheringState.DROPPED, rule=rules.may_hold,
            note=True,
        ),
    )  # fmt: skip

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["-held_on", "-pk"]
        verbose_name = "会议和培训"
        indexes = [models.Index(fields=["demand", "held_on"], name="routines_demand_day")]
        constraints = [*UnitRow.Meta.constraints]

    def __str__(self):
        return self.title

    @property
    def is_townships(self):
        return self.place_id == self.township_id

    @property
    def chip(self):
        """The word by which the page's mark is chosen."""
        return {"planned": "sent", "held": "done", "dropped": "cancelled"}[self.state]


class AttendeeQuerySet(models.QuerySet):
    def of_user(self, user):
        """Rows that mean this person: by name of the account, or as the head of the enterprise acted for."""
        seat = getattr(user, "membership", None)
        if seat is None:
            return self.none()
        head = Q(enterprise__seats__membership=seat.pk, is_head=True, user=None)
        return self.filter(Q(user=user) | head)

    def there(self):
        return self.filter(presence=Presence.SIGNED)


class Attendee(models.Model):
    """Somebody asked to a gathering. `is_head`: the principal of `enterprise`, who must come in person."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="attendees")
    name = models.CharField("姓名", max_length=40)
    unit = models.CharField("单位职务", max_length=80, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_head = models.BooleanField("主要负责人", default=False)
    presence = models.CharField("到会", max_length=10, choices=Presence.choices, default=Presence.ASKED)
    note = models.CharField("说明", max_length=100, blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "name", "unit"],
                name="routines_attendee_once",
                violation_error_message="这个人已在名单里",
            ),
            models.CheckConstraint(
                condition=~Q(presence="excused") | ~Q(note=""),
                name="routines_attendee_reason",
                violation_error_message="请假的要写明原因",
            ),
        ]

    def __str__(self):
        return self.name


class GatheringLog(LogEntry):
    subject = models.ForeignKey(Gathering, models.PROTECT, related_name="log")

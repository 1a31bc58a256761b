"""How often something must be held, by whom, after which document."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from core.models import Row
from places.models import Place

from ..enums import Every, Form, Holder


class DemandQuerySet(ScopedQuerySet):
    """Everybody of the township reads what is demanded; a village or enterprise only what is demanded of it."""

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        if user.has_role(Role.SUPERVISOR):
            return self.filter(self.inside(user.membership.place))
        rows = self.filter(township=user.membership.place.township_code)
        own = {Role.CADRE: [Holder.VILLAGES], Role.ENTERPRISE: [Holder.ENTERPRISES]}.get(user.role)
        return rows.filter(holder__in=own) if own else rows

    def standing(self):
        return self.filter(withdrawn_at=None)


class Demand(Row):
    """`times` in each period since a day, or once by a day.

    A document may ask for a day that lies before its own date; then `settled_on`, set by the office, is the limit, and
    until it is set nobody is late.
    """

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    name = models.CharField("事项", max_length=40)
    form = models.CharField("形式", max_length=10, choices=Form.choices)
    holder = models.CharField("谁来开", max_length=12, choices=Holder.choices)
    every = models.CharField("频次", max_length=8, choices=Every.choices)
    times = models.PositiveSmallIntegerField("每期次数", default=1)
    due_on = models.DateField("文件要求的期限", null=True, blank=True, help_text="“限期一次”的填，照文件写")
    issued_on = models.DateField("文件日期", null=True, blank=True)
    settled_on = models.DateField("核定期限", null=True, blank=True, help_text="文件期限早于文件日期的，在这里核定实际期限")
    basis = models.CharField("依据", max_length=120, blank=True, help_text="文号或文件名称")
    since = models.DateField("从何时起统计")

    objects = DemandQuerySet.as_manager()

    class Meta:
        ordering = ["township_id", "holder", "pk"]
        verbose_name = "频次要求"
        constraints = [
            models.CheckConstraint(
                condition=Q(every="once", due_on__isnull=False) | (~Q(every="once") & Q(due_on=None)),
                name="routines_demand_limit",
                violation_error_message="“限期一次”要填期限，其他频次不填",
            ),
            models.CheckConstraint(
                condition=Q(times__gte=1, times__lte=31),
                name="routines_demand_times",
                violation_error_message="每期次数填 1 到 31",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_inverted(self):
        """The document asks for a day before it was written, and nobody has settled another one."""
        return bool(self.due_on and self.issued_on and self.due_on < self.issued_on and not self.settled_on)

    @property
    def limit(self):
        """The last day of what is to be held once; None for what comes again and while the day is in doubt."""
        return None if self.is_inverted else self.settled_on or self.due_on

    @property
    def often(self):
        """每季度 1 次; 2026-06-15 前 1 次."""
        if self.every != Every.ONCE:
            return f"{self.get_every_display()} {self.times} 次"
        return f"{self.limit:%Y-%m-%d} 前 {self.times} 次" if self.limit else "期限待核定"

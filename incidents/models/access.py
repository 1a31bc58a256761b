"""Who looked at what, in which seat, when."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from core import clock

from ..enums import AccessAction
from .lead import Lead


class AccessLog(models.Model):
    """Who looked at, worked on, exported or was refused a lead, and when. Append-only."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="accesses", verbose_name="线索")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    user_title = models.CharField("身份", max_length=60, blank=True)
    action = models.CharField("动作", max_length=10, choices=AccessAction.choices)
    detail = models.CharField("说明", max_length=120, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "查阅记录"
        indexes = [models.Index(fields=["lead", "-at"], name="incidents_access_of_lead")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="export") | ~Q(detail=""),
                name="incidents_export_has_reason",
                violation_error_message="导出必须写明用途",
            )
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("查阅记录只能追加")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("查阅记录只能追加")

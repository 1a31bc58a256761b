"""Which of the five levels of self-inspection an enterprise has to hold."""

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import User
from enterprises.models import Enterprise


class CheckLevels(models.Model):
    """Kinds (see enums.Kind) as said for one enterprise; without a row its scale decides (checks.levels)."""

    enterprise = models.OneToOneField(Enterprise, models.PROTECT, related_name="+", verbose_name="企业")
    kinds = models.JSONField("自查级别", default=list)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="设定人")
    set_at = models.DateTimeField("设定时间", auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "自查级别设定"

"""Which of the five levels of self-inspection an enterprise has to hold."""

from django.db import models

from accounts.models import User
from enterprises.models import Enterprise


class CheckLevels(models.Model):
    """Kinds (see enums.Kind) as said for one enterprise; without a row its scale decides (checks.levels)."""

    enterprise = models.OneToOneField(Enterprise, models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

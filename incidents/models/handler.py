"""The people named to see and handle one lead."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from core import clock


class HandlerQuerySet(models.QuerySet):
    def current(self):
        """Those who may look today."""
        return self.filter(Q(until=None) | Q(until__gte=clock.today()))


class Handler(models.Model):
    """A person named to handle one lead, by a leader, until a day."""

    lead = models.ForeignKey("incidents.Lead", models.PROTECT, related_name="handlers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    until = models.DateField("有效期至", null=True, blank=True)

    objects = HandlerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "user"], name="incidents_handler_once")]

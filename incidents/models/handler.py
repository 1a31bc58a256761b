"""The people named to see and handle one lead, each until a day."""

from datetime import timedelta

from django.db import models

from accounts.models import User
from core import clock

# the office's practice: long enough for a verification; a leader renews it while the case goes on
GRANT_DAYS = 90
ENDS_SOON = 7  # days


def grant_end():
    """The day until which a person is named when nobody says otherwise."""
    return clock.today() + timedelta(days=GRANT_DAYS)


class HandlerQuerySet(models.QuerySet):
    def current(self):
        """Those who may look today."""
        return self.filter(until__gte=clock.today())

    def ending(self):
        """Those who may look today and soon no more."""
        return self.current().filter(until__lte=clock.today() + timedelta(days=ENDS_SOON))

    def visible_to(self, user):
        """The grants on leads in sight."""
        from .lead import Lead

        return self.filter(lead__in=Lead.objects.visible_to(user))


class Handler(models.Model):
    """A person named to handle one lead, by a leader, until a day; afterwards they see nothing of it, anywhere."""

    lead = models.ForeignKey("incidents.Lead", models.PROTECT, related_name="handlers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    until = models.DateField("有效期至", default=grant_end)

    objects = HandlerQuerySet.as_manager()

    class Meta:
        verbose_name = "经办授权"
        constraints = [models.UniqueConstraint(fields=["lead", "user"], name="incidents_handler_once")]

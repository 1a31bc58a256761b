"""Evidence handed over that nobody has confirmed yet."""

from django.urls import reverse
from django.utils import timezone

from core import workdays
from reminders.deadlines import Due

from ..models import Exhibit
from ..services.people import leaders_of

CONFIRM_WORKDAYS = 2  # the office's practice


def confirm_by(exhibit):
    return workdays.add_workdays(timezone.localdate(exhibit.offered_at), CONFIRM_WORKDAYS)


def due_handovers(first, last):
    """The receiver confirms or refuses; afterwards the leaders hear of it."""
    for row in Exhibit.objects.filter(state="moving").select_related("lead__village", "receiver"):
        if first <= (day := confirm_by(row)) <= last:
            title = f"涉亡线索 {row.lead.number} 的证据 {row.number} 待接收"
            link = reverse("incidents:exhibit", args=[row.lead_id, row.pk])
            yield Due(row, day, [row.receiver], title, link, [leaders_of(row.lead)])

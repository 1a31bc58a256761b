"""Verifications that are due, for the reminder scan. Titles carry the number only."""

from django.urls import reverse

from reminders.deadlines import Due

from .enums import LeadState
from .models import Lead
from .services import handlers_of, leaders_of


def due_leads(first, last):
    rows = Lead.objects.filter(state__in=[LeadState.RECEIVED, LeadState.VERIFYING], due_on__range=(first, last))
    for lead in rows.select_related("village"):
        yield Due(
            lead, lead.due_on, handlers_of(lead), f"涉亡线索 {lead.number} 的核查",
            reverse("incidents:detail", args=[lead.pk]), [leaders_of(lead)],
        )  # fmt: skip

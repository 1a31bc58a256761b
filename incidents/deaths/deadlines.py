"""Accidents whose follow-up ends (until then changes of casualties are still reported on), and whose investigation does."""

from django.urls import reverse
from django.utils import timezone

from reminders.deadlines import Due

from ..models import Accident
from ..services.people import handlers_of, leaders_of
from . import law

LONGEST = law.timedelta(days=31)
INVESTIGATED = law.timedelta(days=61)


def due_follow_ups(first, last):
    """The last day of the follow-up, for the handlers, without any the leaders; the title bears the number only."""
    since = timezone.make_aware(law.datetime.combine(first - LONGEST, law.time()))
    for row in Accident.objects.filter(happened_at__gte=since).select_related("lead__village"):
        day = law.day_of(row.follow_until) - law.timedelta(days=1)
        if first <= day <= last:
            people = handlers_of(row.lead) or leaders_of(row.lead)
            link = reverse("incidents:accident", args=[row.lead_id])
            yield Due(row, day, people, f"涉亡线索 {row.lead.number} 的伤亡变化续报期将满", link)


def due_investigations(first, last):
    """The day the report of the investigation is due, without extension; the title bears the number only."""
    since = timezone.make_aware(law.datetime.combine(first - INVESTIGATED, law.time()))
    for row in Accident.objects.filter(happened_at__gte=since).select_related("lead__village"):
        if first <= row.investigate_until <= last:
            people = handlers_of(row.lead) or leaders_of(row.lead)
            link = reverse("incidents:accident", args=[row.lead_id])
            yield Due(row, row.investigate_until, people, f"涉亡线索 {row.lead.number} 的事故调查报告期限将满", link)

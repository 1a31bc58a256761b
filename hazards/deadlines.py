"""What is due with hazards, for the reminder scan: rectification by the unit, acceptance by the office."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from reminders.deadlines import Due

from .enums import HazardState
from .models import ACCEPTANCE_TIME, Hazard
from .rules import BEING_MENDED
from .services.people import People, link


def due_hazards(first, last):
    """Hazards whose limit lies between two days and that are not reported done."""
    rows = list(_rows().filter(state__in=BEING_MENDED, due_on__gte=first, due_on__lte=last))
    people = People(rows)
    for row in rows:
        title = f"隐患 {row.number}（{row.unit}）{'报方案' if row.state == HazardState.PLANNING else '整改'}"
        yield _due(row, row.due_on, people.rectifiers(row), title, people.ladder(row))


def due_acceptances(first, last):
    """Hazards reported done whose acceptance is due between two days."""
    reported = (_midnight(first - ACCEPTANCE_TIME), _midnight(last - ACCEPTANCE_TIME + timedelta(days=1)))
    rows = list(_rows().filter(state=HazardState.REPORTED, reported_at__gte=reported[0], reported_at__lt=reported[1]))
    people = People(rows)
    for row in rows:
        ladder = people.ladder(row)[2:]
        yield _due(row, row.acceptance_due_on, people.judges(row), f"隐患 {row.number}（{row.unit}）验收", ladder)


def _rows():
    return Hazard.objects.select_related("village", "enterprise").order_by("pk")


def _due(row, day, people, title, ladder):
    return Due(row, day, people, title, link(row), ladder)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))

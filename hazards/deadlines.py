"""What is due with hazards, for the reminder scan: rectification by the unit, acceptance and answers by the office."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from reminders.deadlines import Due

from .enums import ExtensionState, HazardState
from .models import ACCEPTANCE_TIME, Extension, Hazard
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
        yield _due(row, row.acceptance_due_on, people.acceptors(row), f"隐患 {row.number}（{row.unit}）验收", ladder)


def due_extensions(first, last):
    """Longer limits asked for whose answer is due between two days."""
    asked = Extension.objects.filter(state=ExtensionState.ASKED, decide_by__gte=first, decide_by__lte=last)
    rows = list(asked.select_related("hazard__village", "hazard__enterprise").order_by("pk"))
    people = People([row.hazard for row in rows])
    for row in rows:
        hazard = row.hazard
        title = f"隐患 {hazard.number}（{hazard.unit}）延期申请答复"
        yield _due(hazard, row.decide_by, people.deciders(hazard), title, people.ladder(hazard)[2:])


def _rows():
    """Villages are few beside their hazards: each is read once."""
    return Hazard.objects.select_related("enterprise").prefetch_related("village").order_by("pk")


def _due(row, day, people, title, ladder):
    return Due(row, day, people, title, link(row), ladder)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))

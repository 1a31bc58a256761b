"""Assignments that are due, for the reminder scan."""

from core.links import link as address
from reminders.deadlines import Due

from .models import Assignment
from .people import Directory


def due_assignments(first, last):
    """The open duties of running campaigns; what has no due date is never late."""
    rows = Assignment.objects.waiting().of_running().filter(due_on__range=(first, last))
    rows = list(rows.select_related("task", "place", "office", "enterprise"))
    directory = Directory(rows)
    for row in rows:
        yield Due(row, row.due_on, directory.of(row), title_of(row), link_of(row), directory.ladder(row))


def title_of(row):
    period = f"（{row.period_label}）" if row.period_label else ""
    return f"{row.unit_name} {row.task.title}{period}"


def link_of(row):
    return address("campaigns:assignment", row.pk)

"""Checks that are due, for the reminder scan. Titles name list and unit, never what was answered."""

from reminders.deadlines import Due

from .models import Check
from .services.people import People, link


def due_checks(first, last):
    """The checks still out whose due day lies between two days."""
    rows = Check.objects.waiting().filter(due_on__range=(first, last)).order_by("pk")
    rows = list(rows.select_related("version__checklist", "place", "office", "enterprise"))
    people = People(rows)
    for row in rows:
        title = f"{row.unit_name} 自查：{row.version.checklist}"
        yield Due(row, row.due_on, people.of(row), title, link(row), people.ladder(row))

"""Checks that are due, for the reminder scan. Titles name list and unit, never what was answered."""

from django.db.models import F
from django.urls import reverse

from campaigns.people import Directory
from campaigns.units import Target
from core import clock
from enterprises.models import Enterprise, Seat
from reminders.deadlines import Due

from . import levels
from .enums import Kind
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


def due_principals(first, last):
    """Enterprises whose principal has led too few checks this month; due on its last day."""
    month = clock.today()
    end = levels.bounds(month)[1]
    if not first <= end <= last:
        return
    seated = Seat.objects.filter(membership__ended_at=None).values("enterprise")
    rows = levels.with_led(Enterprise.objects.operating().filter(pk__in=seated), month)
    rows = list(rows.filter(led__lt=F("wanted")).order_by("pk"))
    people = Directory([Target(row.village_id, enterprise_id=row.pk) for row in rows])
    for row in rows:
        own = people.of(Target(row.village_id, enterprise_id=row.pk))
        title = f"{row.name} 主要负责人本月带队检查 {row.led} 次，应有 {row.wanted} 次"
        link = f"{reverse('checks:inspection_new')}?kind={Kind.PRINCIPAL}"
        yield Due(row, end, own, title, link)

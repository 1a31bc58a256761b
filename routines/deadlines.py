"""Gatherings due by the end of their period, points that lack something; for the reminder scan."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import seated
from core import clock
from reminders.deadlines import Due

from . import periods
from .enums import Holder
from .frequency import is_short
from .models import Demand, Point
from .services.demands import people_short


def due_gatherings(first, last):
    """One Due for each demand and period: the one that runs and the one before, as long as somebody owes it."""
    for demand in Demand.objects.standing().select_related("township").order_by("pk"):
        if demand.is_inverted:
            continue
        for period in periods.around(demand, clock.today()):
            if period and first <= period.last <= last and is_short(demand, period):
                yield _due(demand, period)


def _due(demand, period):
    town = demand.township_id
    officers, leaders = seated(town, Role.OFFICER), seated(town, Role.LEADER)
    own = demand.holder == Holder.TOWNSHIP
    people = officers if own else people_short(demand, period)
    title = f"{period.label}“{demand}”（{demand.get_holder_display()}，{demand.often}）"
    link = f"{reverse('routines:gathering_new')}?demand={demand.pk}"
    return Due(demand, period.last, people, title, link, [leaders] if own else [officers, leaders])


def due_points(first, last):
    """What the office lacks, by the day it must have it."""
    rows = Point.objects.lacking().filter(due_on__range=(first, last)).select_related("review__township").order_by("pk")
    for row in rows:
        town = row.review.township_id
        link = reverse("routines:review", args=[row.review_id])
        officers, leaders = seated(town, Role.OFFICER), seated(town, Role.LEADER)
        yield Due(row, row.due_on, officers, f"“八有”补缺：{row.name}（{row.lack}）"[:100], link, [leaders])

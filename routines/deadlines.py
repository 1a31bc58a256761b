"""Gatherings due by the end of their period, points that lack something; for the reminder scan."""

from itertools import groupby

from django.urls import reverse

from accounts.enums import Role
from accounts.models import seated
from reminders.deadlines import Due

from .enums import Holder
from .frequency import held_in, in_force
from .models import Demand, Point
from .services.demands import short_people


def due_gatherings(first, last):
    """One Due for each demand and period: the one that runs and the one before, as long as somebody owes it."""
    rows = Demand.objects.standing().select_related("township").order_by("township_id", "pk")
    for town, demands in groupby(rows, key=lambda demand: demand.township_id):
        now, over = in_force(demands)
        yield from _dues(town, [(demand, period) for demand, period in now + over if first <= period.last <= last])


def _dues(town, pairs):
    """Of one township, read at once."""
    held = held_in(pairs)
    pairs = [pair for pair in pairs if held.is_short(*pair)]
    officers, leaders = (seated(town, role) if pairs else [] for role in (Role.OFFICER, Role.LEADER))
    for (demand, period), people in zip(pairs, short_people(held, pairs), strict=True):
        own = demand.holder == Holder.TOWNSHIP
        title = f"{period.label}“{demand}”（{demand.get_holder_display()}，{demand.often}）"
        link = f"{reverse('routines:gathering_new')}?demand={demand.pk}"
        ladder = [leaders] if own else [officers, leaders]
        yield Due(demand, period.last, officers if own else people, title, link, ladder)


def due_points(first, last):
    """What the office lacks, by the day it must have it."""
    rows = Point.objects.lacking().filter(due_on__range=(first, last)).select_related("review__township").order_by("pk")
    for row in rows:
        town = row.review.township_id
        link = reverse("routines:review", args=[row.review_id])
        officers, leaders = seated(town, Role.OFFICER), seated(town, Role.LEADER)
        yield Due(row, row.due_on, officers, f"“八有”补缺：{row.name}（{row.lack}）"[:100], link, [leaders])

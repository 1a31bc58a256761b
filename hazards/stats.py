"""Counts for leaders' screens: one query each from the rows a user sees, each number with the address of its rows."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from core import clock

from .enums import Grade, HazardState
from .models import OPEN_STATES, Hazard
from .rules import BEING_MENDED

IS_OPEN = Q(state__in=OPEN_STATES)
IS_CLOSED = Q(state=HazardState.CLOSED)
MONTHS = 12


def seen(user):
    """What counts: neither drafts nor cancelled rows."""
    return Hazard.objects.visible_to(user).registered()


def is_late():
    """Open, not reported done, past its limit: as HazardQuerySet.overdue."""
    return IS_OPEN & ~Q(state=HazardState.REPORTED) & Q(due_on__lt=clock.today())


def address(**filters):
    """The query string of the register that lists the counted rows."""
    return urlencode({"registered": "1"} | {name: value for name, value in filters.items() if value})


def totals(user):
    """{name: (number, query string)} of registered, open, overdue, closed, major open; and close_rate in percent or None."""
    counts = seen(user).aggregate(
        registered=Count("pk"),
        open=Count("pk", filter=IS_OPEN),
        overdue=Count("pk", filter=is_late()),
        closed=Count("pk", filter=IS_CLOSED),
        major_open=Count("pk", filter=IS_OPEN & Q(grade=Grade.MAJOR)),
        waiting=Count("pk", filter=Q(state=HazardState.REPORTED)),
    )
    links = {
        "registered": {},
        "open": {"open": 1},
        "overdue": {"overdue": 1},
        "closed": {"state": HazardState.CLOSED.value},
        "major_open": {"open": 1, "grade": Grade.MAJOR.value},
        "waiting": {"state": HazardState.REPORTED.value},
    }
    found = {name: (counts[name], address(**links[name])) for name in links}
    return found | {"close_rate": rate(counts["closed"], counts["registered"])}


def rate(closed, registered):
    """Percent closed of those registered, one decimal; None when there is nothing to count."""
    return round(closed * 100 / registered, 1) if registered else None


def by_village(user):
    """Rows {code, name, found, mending, reported, closed, overdue, total, rate, query} in the order of the codes."""
    rows = (
        seen(user)
        .values(code=F("village"), name=F("village__name"))
        .annotate(
            found=Count("pk", filter=Q(state=HazardState.FOUND)),
            mending=Count("pk", filter=Q(state__in=BEING_MENDED)),
            reported=Count("pk", filter=Q(state=HazardState.REPORTED)),
            closed=Count("pk", filter=IS_CLOSED),
            overdue=Count("pk", filter=is_late()),
            total=Count("pk"),
        )
        .order_by("code")
    )
    return [row | {"rate": rate(row["closed"], row["total"]), "query": address(village=row["code"])} for row in rows]


def by_sector(user):
    """Rows {code, name, open, major, overdue, closed, total, rate, query}, the most open first."""
    rows = (
        seen(user)
        .values(code=F("sector"), name=F("sector__name"))
        .annotate(
            open=Count("pk", filter=IS_OPEN),
            major=Count("pk", filter=IS_OPEN & Q(grade=Grade.MAJOR)),
            overdue=Count("pk", filter=is_late()),
            closed=Count("pk", filter=IS_CLOSED),
            total=Count("pk"),
        )
        .order_by("-open", "code")
    )
    return [row | {"rate": rate(row["closed"], row["total"]), "query": address(sector=row["code"])} for row in rows]


def months(today=None):
    """The first days of the last twelve months, the present one last."""
    first = (today or clock.today()).replace(day=1)
    found = [first]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def trend(user):
    """Twelve rows {month, found, found_query, closed, closed_query}: two grouped counts put side by side."""
    firsts = months()
    found = _per_month(seen(user).filter(found_on__gte=firsts[0]), "found_on")
    closed = _per_month(seen(user).filter(IS_CLOSED, closed_at__date__gte=firsts[0]), "closed_at")
    return [
        {
            "month": first,
            "found": found.get((first.year, first.month), 0),
            "closed": closed.get((first.year, first.month), 0),
            "found_query": address(found_from=first, found_to=last),
            "closed_query": address(closed_from=first, closed_to=last),
        }
        for first, last in ((first, last_day(first)) for first in firsts)
    ]


def _per_month(rows, field):
    counts = rows.order_by().annotate(month=TruncMonth(field)).values_list("month").annotate(number=Count("pk"))
    return {(month.year, month.month): number for month, number in counts}


def last_day(first):
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

"""Counts for leaders' screens, each with the address of its rows: from kept sums for whoever sees all of a place."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.scoping import sees_whole_place
from core import clock
from places.areas import Prefix
from places.models import Sector

from . import sums
from .enums import Grade, HazardState
from .models import OPEN_STATES, Hazard
from .rules import BEING_MENDED

IS_OPEN = Q(state__in=OPEN_STATES)
IS_CLOSED = Q(state=HazardState.CLOSED)
MONTHS = 12
DAY = timedelta(days=1)


def seen(user):
    """What counts: neither drafts nor cancelled rows."""
    return Hazard.objects.visible_to(user).registered()


def is_late():
    """Open, not reported done, past its limit: as HazardQuerySet.overdue."""
    return IS_OPEN & ~Q(state=HazardState.REPORTED) & Q(due_on__lt=clock.today())


@lru_cache(maxsize=4096)
def address(**filters):
    """The query string of the register that lists the counted rows."""
    return urlencode({"registered": "1"} | {name: value for name, value in filters.items() if value})


COUNTS = ("found", "mending", "reported", "closed", "overdue", "open", "major", "total")


def uncounted(user):
    """What grid and trend of one screen both have to know: townships whose sums do not hold now; None without kept sums."""
    seat = user.membership
    return sums.uncounted(seat.place) if sees_whole_place(seat) else None


def grid(user, width=12, rest=None):
    """Rows {area, sector, and a number for each of COUNTS} per place of so many digits and trade.

    Everything else on a screen of sums is added up from them. Who sees all of a place is shown the kept sums.
    """
    seat = user.membership
    return sums.grid(seat.place, width, rest) if sees_whole_place(seat) else grouped(seen(user), width)


def grouped(rows, width):
    """The grid of a queryset of hazards: one query of one index."""
    return list(
        rows.order_by()
        .values("sector", area=Prefix("village", width) if width < 12 else F("village"))
        .annotate(
            found=Count("pk", filter=Q(state=HazardState.FOUND)),
            mending=Count("pk", filter=Q(state__in=BEING_MENDED)),
            reported=Count("pk", filter=Q(state=HazardState.REPORTED)),
            closed=Count("pk", filter=IS_CLOSED),
            overdue=Count("pk", filter=is_late()),
            open=Count("pk", filter=IS_OPEN),
            major=Count("pk", filter=IS_OPEN & Q(grade=Grade.MAJOR)),
            total=Count("pk"),
        )
    )


def _summed(rows, name):
    """{value of `name`: {a number for each of COUNTS}}; with an empty name all rows are one."""
    parts, numbers_of = {}, itemgetter(*COUNTS)
    for row in rows:
        parts.setdefault(row[name] if name else "", []).append(numbers_of(row))
    return {value: dict(zip(COUNTS, map(sum, zip(*part, strict=True)), strict=True)) for value, part in parts.items()}


def totals(rows):
    """{name: (number, query string)} of registered, open, overdue, closed, major open; and close_rate in percent or None."""
    counts = _summed(rows, "").get("", dict.fromkeys(COUNTS, 0))
    links = {
        "registered": ("total", {}),
        "open": ("open", {"open": 1}),
        "overdue": ("overdue", {"overdue": 1}),
        "closed": ("closed", {"state": HazardState.CLOSED.value}),
        "major_open": ("major", {"open": 1, "grade": Grade.MAJOR.value}),
        "waiting": ("reported", {"state": HazardState.REPORTED.value}),
    }
    found = {name: (counts[count], address(**query)) for name, (count, query) in links.items()}
    return found | {"close_rate": rate(counts["closed"], counts["total"])}


def rate(closed, registered):
    """Percent closed of those registered, one decimal; None when there is nothing to count."""
    return round(closed * 100 / registered, 1) if registered else None


def by_area(rows):
    """Rows {code, rate, query, and a number for each of COUNTS} in the order of the codes."""
    return [
        {"code": area.ljust(12, "0"), "rate": rate(sum_["closed"], sum_["total"])}
        | {"query": address(**{"village" if len(area) == 12 else "within": area.ljust(12, "0")})}
        | sum_
        for area, sum_ in sorted(_summed(rows, "area").items())
    ]


def by_sector(rows):
    """Rows {code, name, rate, query, and a number for each of COUNTS}, the most open first."""
    sums, names = _summed(rows, "sector"), dict(Sector.objects.values_list("code", "name"))
    return [
        {"code": code, "name": names[code], "rate": rate(sum_["closed"], sum_["total"]), "query": address(sector=code)}
        | sum_
        for code, sum_ in sorted(sums.items(), key=lambda pair: (-pair[1]["open"], pair[0]))
    ]


def months(today=None):
    """The first days of the last twelve months, the present one last."""
    first = (today or clock.today()).replace(day=1)
    found = [first]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def trend(user, rest=None):
    """Twelve rows {month, found, found_query, closed, closed_query}: two grouped counts put side by side."""
    seat = user.membership
    found, closed = sums.per_month(seat.place, rest) if sees_whole_place(seat) else monthly(seen(user))
    return [
        {
            "month": first,
            "found": found[n],
            "closed": closed[n],
            "found_query": address(found_from=first, found_to=last),
            "closed_query": address(closed_from=first, closed_to=last),
        }
        for n, (first, last) in enumerate(spans())
    ]


def spans():
    """[(first day, last day)] of the last twelve months."""
    return [(first, last_day(first)) for first in months()]


def monthly(rows):
    """(numbers found, numbers closed) of a queryset of hazards in each of the last twelve months."""
    moments = [(_midnight(first), _midnight(last) + DAY) for first, last in spans()]
    return _per_month(rows, "found_on", spans()), _per_month(rows.filter(IS_CLOSED), "closed_at", moments)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _per_month(rows, field, spans):
    """The number of rows in each span of days or moments (a moment's end is not in it): one query by plain comparison,
    where cutting months out of each row would keep an index from answering."""
    end = "lt" if field == "closed_at" else "lte"
    counts = {
        f"n{n}": Count("pk", filter=Q(**{f"{field}__gte": first, f"{field}__{end}": last}))
        for n, (first, last) in enumerate(spans)
    }
    return list(rows.filter(**{f"{field}__gte": spans[0][0]}).order_by().aggregate(**counts).values())


def last_day(first):
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

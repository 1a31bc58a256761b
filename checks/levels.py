"""Checks of an enterprise by itself, counted by period: the principal's of a month, and the five levels of a month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import clock
from enterprises.enums import Scale

from .enums import Kind
from .models import CheckLevels, Inspection

# what each level is called and how often it is due
LEVELS = (
    (Kind.GROUP, "集团公司", "每季"), (Kind.PRINCIPAL, "主要负责人", "每月"), (Kind.DEPUTY, "分管负责人", "每旬"),
    (Kind.WORKSHOP, "机构和车间", "每周"), (Kind.TEAM, "班组", "每日"),
)  # fmt: skip
FULL = [Kind.PRINCIPAL, Kind.DEPUTY, Kind.WORKSHOP, Kind.TEAM]
SMALL = [Kind.PRINCIPAL, Kind.TEAM]
SMALL_SCALES = (Scale.SMALL, Scale.MICRO, Scale.HOUSEHOLD)
ALWAYS = Kind.PRINCIPAL  # the law asks it of every enterprise


def with_led(firms, month):
    """Adds `led`, signed checks led by the principal in the month of a day, and `wanted`:

    once a month, twice where the enterprise is of high risk.
    """
    first, last = bounds(month)
    held = Inspection.objects.signed().held_between(first, last).filter(kind=Kind.PRINCIPAL, enterprise=OuterRef("pk"))
    counted = held.order_by().values("enterprise").annotate(n=Count("pk")).values("n")
    twice = Case(When(high_risk=True, then=Value(2)), default=Value(1))
    return firms.annotate(led=Coalesce(Subquery(counted), 0), wanted=twice)


def bounds(month):
    return month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])


def month_of(text):
    """The first of a month written 2026-11; this month for anything else or the future."""
    today = clock.today().replace(day=1)
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return min(found, today)


def default_levels(firm):
    return list(SMALL if firm.scale in SMALL_SCALES else FULL)


def levels_of(firm):
    """The kinds an enterprise holds: as said for it, else by its scale."""
    row = CheckLevels.objects.filter(enterprise=firm).first()
    return row.kinds if row else default_levels(firm)


def say(*, firm, kinds, by):
    """Say which levels an enterprise holds; who said it when stays in the history."""
    row = CheckLevels.objects.filter(enterprise=firm).first() or CheckLevels(enterprise=firm)
    row.kinds, row.set_by, row._history_user = list(kinds), by, by
    row.save()


def said_of(firm):
    """[(when, who, names)] of what was said for an enterprise, newest first."""
    records = CheckLevels.history.filter(enterprise=firm).select_related("set_by").order_by("-history_date", "-history_id")
    return [
        (one.history_date, one.set_by, "、".join(name for kind, name, _ in LEVELS if kind in one.kinds)) for one in records
    ]


@dataclass(frozen=True)
class Cell:
    """One period of one level: `tone` is done, missing, open (may still be held), ahead or before (not registered yet)."""

    label: str
    first: date
    last: date
    tone: str
    done: int


@dataclass(frozen=True)
class Line:
    kind: str
    name: str
    often: str
    cells: list

    @property
    def missing(self):
        return sum(cell.tone == "missing" for cell in self.cells)


def calendar(firm, month):
    """A line per level the enterprise holds with a cell per period of the month."""
    kinds = levels_of(firm)
    first, last = periods(Kind.GROUP, month)[0][1], bounds(month)[1]
    held = Inspection.objects.signed().filter(enterprise=firm, kind__in=kinds)
    days = list(held.held_between(first, max(last, periods(Kind.GROUP, month)[0][2])).values_list("kind", "held_on"))
    since = timezone.localdate(firm.created_at)
    chosen = [level for level in LEVELS if level[0] in kinds]
    return [
        Line(kind, name, often, [_cell(p, kind, days, since) for p in periods(kind, month)]) for kind, name, often in chosen
    ]


def _cell(period, kind, days, since):
    label, first, last = period
    done = sum(one == kind and first <= day <= last for one, day in days)
    return Cell(label, first, last, _tone(done, first, last, since), done)


def _tone(done, first, last, since):
    """A period that had begun before the enterprise was registered is not held against it."""
    if done:
        return "done"
    today = clock.today()
    if first < since:
        return "before" if last < today else "open"
    return "missing" if last < today else ("open" if first <= today else "ahead")


def periods(kind, month):
    """[(label, first, last)] of a level: the quarter, the month, three ten-day parts, the weeks, the days."""
    first, last = bounds(month)
    if kind == Kind.GROUP:
        begin = date(month.year, (month.month - 1) // 3 * 3 + 1, 1)
        end = bounds(begin.replace(month=begin.month + 2))[1]
        return [(f"{(month.month + 2) // 3} 季度", begin, end)]
    if kind == Kind.PRINCIPAL:
        return [(f"{month.month} 月", first, last)]
    if kind == Kind.DEPUTY:
        parts = ((1, 10, "上旬"), (11, 20, "中旬"), (21, last.day, "下旬"))
        return [(name, first.replace(day=a), first.replace(day=b)) for a, b, name in parts]
    if kind == Kind.WORKSHOP:
        return _weeks(first, last)
    return [(str(day), first.replace(day=day), first.replace(day=day)) for day in range(1, last.day + 1)]


def _weeks(first, last):
    """The weeks from Monday to Sunday whose Sunday lies in the month, and the rest of its end as the last one's next."""
    sunday = first + timedelta(days=6 - first.weekday())
    found = []
    while sunday <= last:
        found.append((f"第{len(found) + 1}周", sunday - timedelta(days=6), sunday))
        sunday += timedelta(days=7)
    return found

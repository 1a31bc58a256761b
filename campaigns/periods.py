"""The calendar periods of recurring duties: days, weeks from Monday, ten-day thirds, halves, months … years.

Pairs are fixed in the calendar too, so that every unit has the same ones: January with February, the year 2026 with 2027,
weeks and days counted on from a Monday long ago.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .enums import Every

_MONDAY = date(2000, 1, 3)
ONCE = date(2000, 1, 1)
"""The period of a duty done once: no calendar day, so that moving a campaign's start makes no second assignment."""
_MONTHS = {Every.MONTH: 1, Every.TWO_MONTHS: 2, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


@dataclass(frozen=True)
class Span:
    """One period, both days included, and what it is called on screens."""

    starts_on: date
    ends_on: date
    label: str


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def period_of(every, day):
    """The period of a cadence (Every) that a day lies in."""
    first, last = _BOUNDS.get(every, _months(every))(day)
    return Span(first, last, label(every, first))


def _day(day):
    return day, day


def _week(day):
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def _days_in_row(count):
    """Runs of so many days since a Monday."""

    def bounds(day):
        first = day - timedelta(days=(day - _MONDAY).days % count)
        return first, first + timedelta(days=count - 1)

    return bounds


def _two_years(day):
    first = date(day.year - day.year % 2, 1, 1)
    return first, date(first.year + 1, 12, 31)


def _ten_days(day):
    """上旬, 中旬, 下旬; the last third takes the 31st, and only eight or nine days in February."""
    first = day.replace(day=1 if day.day <= 10 else (11 if day.day <= 20 else 21))
    return first, month_end(day) if first.day == 21 else first + timedelta(days=9)


def _half_month(day):
    return (day.replace(day=1), day.replace(day=15)) if day.day <= 15 else (day.replace(day=16), month_end(day))


def _months(every):
    size = _MONTHS.get(every, 1)

    def bounds(day):
        month = (day.month - 1) // size * size + 1
        first = date(day.year, month, 1)
        return first, month_end(first.replace(month=month + size - 1))

    return bounds


_BOUNDS = {
    Every.DAY: _day, Every.TWO_DAYS: _days_in_row(2), Every.WEEK: _week, Every.TWO_WEEKS: _days_in_row(14),
    Every.TEN_DAYS: _ten_days, Every.HALF_MONTH: _half_month, Every.TWO_YEARS: _two_years,
}  # fmt: skip


def label(every, first):
    """How people call the period that begins on a day."""
    month = f"{first.year}年{first.month}月"
    third = {1: "上旬", 11: "中旬", 21: "下旬"}.get(first.day, "")
    next_day, next_week = first + timedelta(days=1), first + timedelta(days=7)
    names = {
        Every.TWO_DAYS: f"{month}{first.day}日至{'' if next_day.month == first.month else f'{next_day.month}月'}{next_day.day}日",
        Every.TWO_WEEKS: f"{first.isocalendar().year}年第{first.isocalendar().week}、{next_week.isocalendar().week}周",
        Every.TWO_MONTHS: f"{month[:-1]}至{first.month + 1}月",
        Every.TWO_YEARS: f"{first.year}至{first.year + 1}年度",
        Every.DAY: f"{month}{first.day}日",
        Every.WEEK: f"{first.isocalendar().year}年第{first.isocalendar().week}周",
        Every.TEN_DAYS: f"{month}{third}",
        Every.HALF_MONTH: f"{month}{'上' if first.day == 1 else '下'}半月",
        Every.MONTH: month,
        Every.QUARTER: f"{first.year}年第{(first.month + 2) // 3}季度",
        Every.HALF_YEAR: f"{first.year}年{'上' if first.month == 1 else '下'}半年",
        Every.YEAR: f"{first.year}年度",
    }
    return names[every]


def reached(every, first, last):
    """Every period from the one `first` lies in to the one `last` lies in; [] when last is before first."""
    found, day = [], first
    while day <= last:
        span = period_of(every, day)
        found.append(span)
        day = span.ends_on + timedelta(days=1)
    return found


def of_task(task, campaign, day):
    """The periods of a task for which assignments are due to exist on `day`.

    A recurring duty begins with the period of the dispatch (nobody is late for what nobody was told), or of the
    campaign's start or its own if that is later; its last period ends with the campaign. One done once has a single period.
    """
    if not task.every:
        return [Span(ONCE, task.due_on or ONCE, "")]
    told = campaign.dispatched_at and local_date(campaign.dispatched_at)
    first = max(campaign.starts_on, told or day, task.begins_on or date.min)
    last = min(max(day, first), campaign.ends_on or date.max)
    return [_cut(span, campaign.ends_on) for span in reached(task.every, first, last)]


def _cut(span, end):
    return Span(span.starts_on, min(span.ends_on, end), span.label) if end else span


def local_date(moment):
    from django.utils import timezone

    return timezone.localdate(moment)


def due_on(task, span):
    """The due day of a task's assignment for a period; None for a standing duty without cadence."""
    return span.ends_on if task.every else task.due_on

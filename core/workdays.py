"""Workdays by the holiday table; a day not in the table follows the week."""

from datetime import date, timedelta

from .models import Holiday


def exceptions(first, last):
    """{day: is_workday} of the table's rows between two days."""
    return dict(Holiday.objects.filter(day__range=(first, last)).values_list("day", "is_workday"))


def is_workday(day, table=None):
    table = exceptions(day, day) if table is None else table
    return table.get(day, day.weekday() < 5)


def add_workdays(day: date, count: int) -> date:
    """The day `count` workdays after (before, when negative) `day`; the start day itself is not counted."""
    step = timedelta(days=1 if count >= 0 else -1)
    reach = step * (abs(count) * 3 + 30)
    table = exceptions(min(day, day + reach), max(day, day + reach))
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day, table)
    return day


def workdays_between(first: date, last: date) -> int:
    """Number of workdays after `first` up to and including `last`; negative when `last` lies before."""
    if last < first:
        return -workdays_between(last, first)
    table = exceptions(first, last)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_workday(day, table) for day in days)

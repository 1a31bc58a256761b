"""Months and quarters as spans of days."""

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock


@dataclass(frozen=True)
class Span:
    """Days from first to last, both counted."""

    first: date
    last: date

    def holds(self, day):
        return day is not None and self.first <= day <= self.last


def month_of(day):
    first = day.replace(day=1)
    return Span(first, next_month(first) - timedelta(days=1))


def next_month(first):
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def year_until(month):
    """From New Year to the end of a month."""
    return Span(month.first.replace(month=1), month.last)


def quarter_of(year, number):
    first = date(year, number * 3 - 2, 1)
    return Span(first, month_of(date(year, number * 3, 1)).last)


def quarter_name(year, number):
    """2026年第四季度"""
    return f"{year}年第{'一二三四'[number - 1]}季度"


def quarter_number(day):
    return (day.month + 2) // 3


def last_months(count, today=None):
    """First days of the newest months, the present one first."""
    first = (today or clock.today()).replace(day=1)
    found = [first]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found

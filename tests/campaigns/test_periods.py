from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from campaigns import periods
from campaigns.enums import Every

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "every, day, first, last, label",
    [
        ("day", date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 31), "2026年12月31日"),
        ("week", date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3), "2026年第53周"),
        ("ten-days", date(2028, 2, 29), date(2028, 2, 21), date(2028, 2, 29), "2028年2月下旬"),
        ("ten-days", date(2026, 10, 31), date(2026, 10, 21), date(2026, 10, 31), "2026年10月下旬"),
        ("ten-days", date(2026, 10, 10), date(2026, 10, 1), date(2026, 10, 10), "2026年10月上旬"),
        ("half-month", date(2027, 2, 28), date(2027, 2, 16), date(2027, 2, 28), "2027年2月下半月"),
        ("half-month", date(2027, 2, 15), date(2027, 2, 1), date(2027, 2, 15), "2027年2月上半月"),
        ("month", date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        ("quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31), "2026年第4季度"),
        ("half-year", date(2027, 6, 30), date(2027, 1, 1), date(2027, 6, 30), "2027年上半年"),
        ("year", date(2027, 7, 1), date(2027, 1, 1), date(2027, 12, 31), "2027年度"),
        ("two-days", date(2027, 2, 28), date(2027, 2, 28), date(2027, 3, 1), "2027年2月28日至3月1日"),
        ("two-days", date(2027, 3, 3), date(2027, 3, 2), date(2027, 3, 3), "2027年3月2日至3日"),
        ("two-weeks", date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 10), "2026年第53、1周"),
        ("two-months", date(2028, 2, 29), date(2028, 1, 1), date(2028, 2, 29), "2028年1至2月"),
        ("two-months", date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 31), "2026年11至12月"),
        ("two-years", date(2027, 7, 1), date(2026, 1, 1), date(2027, 12, 31), "2026至2027年度"),
    ],
)
def test_a_day_lies_in_its_calendar_period(every, day, first, last, label):
    assert periods.period_of(every, day) == periods.Span(first, last, label)


@pytest.mark.parametrize("every", Every.values)
def test_periods_follow_each_other_without_gap_over_the_turn_of_a_leap_year(every):
    found = periods.reached(every, date(2027, 12, 20), date(2028, 3, 5))
    assert found[0].starts_on <= date(2027, 12, 20) and found[-1].ends_on >= date(2028, 3, 5)
    assert all((b.starts_on - a.ends_on).days == 1 for a, b in zip(found, found[1:], strict=False))
    assert len({span.label for span in found}) == len(found)


def test_nothing_is_reached_before_the_first_day():
    assert periods.reached("month", date(2027, 2, 1), date(2027, 1, 1)) == []


def campaign(starts_on, ends_on=None, told=None):
    moment = datetime(told.year, told.month, told.day, 9, tzinfo=CHINA) if told else None
    return SimpleNamespace(starts_on=starts_on, ends_on=ends_on, dispatched_at=moment)


def of_task(every, day, *args, **kwargs):
    task = SimpleNamespace(every=every, due_on=None, begins_on=None)
    return periods.of_task(task, campaign(*args, **kwargs), day)


def test_a_recurring_duty_begins_with_the_period_of_the_dispatch():
    found = of_task("month", date(2027, 1, 3), date(2026, 9, 1), told=date(2026, 11, 20))
    assert [span.label for span in found] == ["2026年11月", "2026年12月", "2027年1月"]


def test_a_campaign_that_begins_later_has_its_first_period_ready():
    found = of_task("month", date(2026, 11, 20), date(2026, 12, 5), told=date(2026, 11, 20))
    assert [span.label for span in found] == ["2026年12月"]


def test_the_last_period_ends_with_the_campaign():
    found = of_task("quarter", date(2027, 5, 1), date(2026, 12, 1), date(2027, 2, 10), told=date(2026, 12, 1))
    assert found[-1].ends_on == date(2027, 2, 10) and len(found) == 2


def test_a_duty_done_once_has_one_period_wherever_the_campaign_starts():
    task = SimpleNamespace(every="", due_on=date(2026, 12, 1))
    early = periods.of_task(task, campaign(date(2026, 1, 1)), date(2026, 2, 1))
    late = periods.of_task(task, campaign(date(2026, 6, 1)), date(2026, 7, 1))
    assert [span.starts_on for span in early] == [span.starts_on for span in late] == [periods.ONCE]
    assert periods.due_on(task, early[0]) == date(2026, 12, 1)

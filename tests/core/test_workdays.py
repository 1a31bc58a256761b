from datetime import date

import pytest

from core.models import Holiday
from core.reference import load_holidays
from core.workdays import add_workdays, is_workday, workdays_between


@pytest.fixture(autouse=True)
def table(db):
    load_holidays()


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2031, 5, 5), True),  # beyond the published tables the week decides
    ],
)
def test_a_day_follows_the_table_then_the_week(day, expected):
    assert is_workday(day) is expected


def test_the_day_after_the_start_is_day_one():
    assert add_workdays(date(2026, 11, 24), 1) == date(2026, 11, 25)
    assert add_workdays(date(2026, 11, 27), 1) == date(2026, 11, 30)


def test_counting_back_skips_the_holiday_week():
    assert add_workdays(date(2026, 10, 8), -1) == date(2026, 9, 30)


@pytest.mark.parametrize("count", [0, 1, 5, 20, 60])
def test_adding_and_counting_agree(count):
    start = date(2026, 9, 15)
    assert workdays_between(start, add_workdays(start, count)) == count


def test_counting_backwards_is_negative():
    assert workdays_between(date(2026, 11, 30), date(2026, 11, 27)) == -1


def test_loading_again_keeps_what_the_office_edited():
    Holiday.objects.filter(day=date(2026, 10, 1)).update(is_workday=True, name="值班")
    before = Holiday.objects.count()
    load_holidays()
    assert Holiday.objects.count() == before
    assert is_workday(date(2026, 10, 1)) is True

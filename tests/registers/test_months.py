"""Months, quarters and the year so far as spans of days."""

from datetime import date

import pytest

from registers import months
from registers.forms import first_of, month_choices


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_has_its_first_and_last_day(day, first, last):
    assert months.month_of(day) == months.Span(first, last)


def test_a_span_holds_both_its_ends_and_no_day_that_is_missing():
    span = months.month_of(date(2026, 10, 5))
    assert span.holds(date(2026, 10, 1)) and span.holds(date(2026, 10, 31))
    assert not span.holds(date(2026, 11, 1)) and not span.holds(date(2026, 9, 30)) and not span.holds(None)


def test_the_year_so_far_begins_at_new_year():
    assert months.year_until(months.month_of(date(2026, 1, 5))).first == date(2026, 1, 1)
    assert months.year_until(months.month_of(date(2026, 10, 5))) == months.Span(date(2026, 1, 1), date(2026, 10, 31))


@pytest.mark.parametrize(("number", "first", "last"), [(1, (1, 1), (3, 31)), (2, (4, 1), (6, 30)), (4, (10, 1), (12, 31))])
def test_a_quarter_has_three_months(number, first, last):
    assert months.quarter_of(2026, number) == months.Span(date(2026, *first), date(2026, *last))
    assert months.quarter_number(date(2026, *first)) == months.quarter_number(date(2026, *last)) == number


def test_the_last_months_go_over_the_turn_of_the_year():
    assert months.last_months(3, date(2026, 1, 31)) == [date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)]


def test_the_choices_of_months_are_read_back():
    value, label = month_choices(1)[0]
    assert f"{first_of(value):%Y-%m}" == value and label.endswith("月")

"""Grades, limits and periods at their boundaries: midnight, the turn of the year, to the minute."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from incidents.deaths import law
from incidents.deaths.enums import Field, Finding, Grade, Sender

from .conftest import local

MILLION = Decimal(1_000_000)
NOW = law.RULES[-1]


@pytest.mark.parametrize(
    ("deaths", "serious", "loss", "grade", "by"),
    [
        (0, 0, 0, "ordinary", ""), (1, 0, 0, "ordinary", ""), (2, 9, 10 * MILLION - 1, "ordinary", ""),
        (3, 0, 0, "larger", "死亡人数"), (0, 10, 0, "larger", "重伤人数"), (0, 0, 10 * MILLION, "larger", "直接经济损失"),
        (9, 49, 50 * MILLION - 1, "larger", "死亡人数、重伤人数、直接经济损失"), (10, 0, 0, "major", "死亡人数"),
        (0, 50, 0, "major", "重伤人数"), (0, 0, 50 * MILLION, "major", "直接经济损失"), (29, 99, 0, "major", "死亡人数、重伤人数"),
        (30, 0, 0, "gravest", "死亡人数"), (0, 100, 0, "gravest", "重伤人数"), (1, 0, 100 * MILLION, "gravest", "直接经济损失"),
        (3, 50, 0, "major", "重伤人数"),
    ],
)  # fmt: skip
def test_the_worst_figure_decides_the_grade(deaths, serious, loss, grade, by):
    assert law.grade_of(deaths, serious, Decimal(loss)) == grade
    assert law.decided_by(deaths, serious, Decimal(loss)) == by


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2007, 5, 31), None), (date(2007, 6, 1), "493-2007"), (date(2011, 10, 31), "493-2007"),
        (date(2011, 11, 1), "493-2011"), (date(2024, 2, 29), "493-2011"), (date(2024, 3, 1), "493-2024"),
    ],
)  # fmt: skip
def test_the_rule_is_that_of_the_day_of_the_accident(day, code):
    rule = law.rule_on(day)
    assert (rule and rule.code) == code
    if rule:
        assert set(rule.words) == {Finding.LATE, Finding.OMITTED, Finding.FALSE, Finding.CONCEALED}


@pytest.mark.parametrize(
    ("happened", "field", "died", "counted"),
    [
        # the day of the accident is not counted; the period ends with the last hour of the last day
        ("2025-03-01 00:00", Field.WORK, "2025-03-31 23:59", True), ("2025-03-01 00:00", Field.WORK, "2025-04-01 00:00", False),
        ("2025-03-01 23:59", Field.WORK, "2025-03-31 23:59", True), ("2025-03-01 23:59", Field.WORK, "2025-04-01 00:00", False),
        ("2025-12-15 22:00", Field.WORK, "2026-01-14 23:59", True), ("2025-12-15 22:00", Field.WORK, "2026-01-15 00:00", False),
        ("2024-01-31 12:00", Field.WORK, "2024-03-01 23:59", True), ("2024-01-31 12:00", Field.WORK, "2024-03-02 00:00", False),
        ("2025-03-01 08:00", Field.ROAD, "2025-03-08 23:59", True), ("2025-03-01 08:00", Field.ROAD, "2025-03-09 00:00", False),
        ("2025-12-28 08:00", Field.FIRE, "2026-01-04 23:59", True), ("2025-12-28 08:00", Field.FIRE, "2026-01-05 00:00", False),
        ("2025-03-01 08:00", Field.WORK, "2025-03-01 07:59", False),
    ],
)  # fmt: skip
def test_a_death_counts_until_the_follow_up_is_over(happened, field, died, counted):
    assert law.counts(local(died), local(happened), field, NOW) is counted


@pytest.mark.parametrize(
    ("learned", "sent", "due", "late"),
    [
        ("2025-03-01 10:00", "2025-03-01 11:00", "2025-03-01 11:00", False),
        ("2025-03-01 10:00", "2025-03-01 11:01", "2025-03-01 11:00", True),
        ("2025-03-01 23:30", "2025-03-02 00:30", "2025-03-02 00:30", False),
        ("2025-12-31 23:30", "2026-01-01 00:31", "2026-01-01 00:30", True),
    ],
)
def test_the_head_of_the_unit_has_one_hour_across_midnight_and_the_year(learned, sent, due, late):
    hand = law.hands(local(learned), {Sender.UNIT: local(sent)}, Grade.ORDINARY, NOW)[0]
    assert hand.due == local(due) and hand.is_late is late


def test_each_level_has_two_hours_from_being_told_and_nobody_waits_for_a_report_not_made():
    told = {Sender.UNIT: local("2025-12-31 23:00"), Sender.COUNTY: local("2026-01-01 01:01")}
    unit, county, city = law.hands(local("2025-12-31 22:10"), told, Grade.LARGER, NOW)
    assert (unit.is_late, county.is_late) == (False, True) and county.beyond(None) == timedelta(minutes=1)
    assert city.due == local("2026-01-01 03:01") and not city.is_over(local("2026-01-01 03:01"))
    assert city.is_over(local("2026-01-01 03:02"))
    assert law.hands(None, {}, Grade.ORDINARY, NOW)[0].due is None
    assert not law.hands(None, {}, Grade.ORDINARY, NOW)[1].is_over(local("2030-01-01 00:00"))


@pytest.mark.parametrize(("grade", "last"), [("ordinary", "county"), ("larger", "city"), ("major", "province")])
def test_how_far_up_a_grade_is_reported(grade, last):
    assert law.senders(grade)[-1] == last


def test_the_investigation_is_due_after_60_days():
    assert law.investigate_until(local("2025-12-15 23:59"), NOW) == date(2026, 2, 13)

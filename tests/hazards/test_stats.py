"""Counts for leaders: right, one query each, and each address lists exactly the counted rows."""

import datetime

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from core import clock
from hazards import services, stats
from hazards.filters import HazardFilter
from hazards.models import Hazard
from tests import factories

from .conftest import graded, in_state, later, planned, reported


@pytest.fixture
def some(w):
    """One hazard in each state, one more overdue, one major, one next door."""
    for state in "draft found planning rectifying reported closed cancelled".split():
        in_state(w, state)
    late = graded(w)
    Hazard.objects.filter(pk=late.pk).update(due_on=later(-1))
    planned(w, graded(w, grade="major", at_once=False))
    factories.hazard(w.other_village)
    return w


def listed(user, query):
    request = RequestFactory().get("/")
    request.user = user
    return HazardFilter(QueryDict(query), queryset=Hazard.objects.visible_to(user), request=request).qs.count()


def test_totals_count_what_is_in_the_register(some, django_assert_num_queries):
    some.officer.membership  # noqa: B018
    with django_assert_num_queries(2):
        found = stats.totals(stats.grid(some.officer))
    numbers = {name: value[0] for name, value in found.items() if name != "close_rate"}
    assert numbers == {"registered": 7, "open": 6, "overdue": 1, "closed": 1, "major_open": 1, "waiting": 1}
    assert found["close_rate"] == 14.3


def test_each_number_leads_to_its_rows(some):
    for user in (some.officer, some.supervisor, some.boss):
        for name, value in stats.totals(stats.grid(user)).items():
            if name != "close_rate":
                assert listed(user, value[1]) == value[0], name
        for row in [
            row for by in (stats.by_area, stats.by_sector) for width in (6, 9, 12) for row in by(stats.grid(user, width))
        ]:
            assert listed(user, row["query"]) == row["total"]
        for row in stats.trend(user):
            assert listed(user, row["found_query"]) == row["found"]
            assert listed(user, row["closed_query"]) == row["closed"]


@pytest.mark.parametrize("count, queries", [(stats.grid, 2), (stats.trend, 3)])
def test_a_table_asks_a_fixed_number_of_times(some, count, queries, django_assert_num_queries):
    some.officer.membership  # noqa: B018
    with django_assert_num_queries(queries):
        count(some.officer)


def test_villages_and_sectors_stay_in_sight(some):
    assert [row["code"] for row in stats.by_area(stats.grid(some.officer))] == [some.village.code]
    assert len(stats.by_area(stats.grid(some.supervisor))) == 2
    row = stats.by_area(stats.grid(some.officer))[0]
    assert (row["found"], row["mending"], row["reported"], row["closed"], row["overdue"]) == (1, 4, 1, 1, 1)
    assert stats.by_sector(stats.grid(some.officer))[0]["major"] == 1


def test_nothing_to_count_has_no_rate(w):
    assert stats.totals(stats.grid(w.officer))["close_rate"] is None


def test_months_run_over_the_turn_of_the_year():
    months = stats.months(datetime.date(2026, 2, 14))
    assert (months[0], months[-1], len(months)) == (datetime.date(2025, 3, 1), datetime.date(2026, 2, 1), 12)
    assert stats.last_day(datetime.date(2024, 2, 1)) == datetime.date(2024, 2, 29)


def test_the_trend_counts_by_local_month(w):
    month = stats.months()[3]
    last = stats.last_day(month)
    evening = timezone.make_aware(datetime.datetime.combine(last, datetime.time(23, 30)))
    with clock.at(evening):
        services.accept(hazard=reported(w), by=w.officer, no_before="登记时没有拍照")
    row = stats.trend(w.officer)[3]
    assert (row["found"], row["closed"]) == (1, 1)

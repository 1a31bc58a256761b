"""The demonstration's months: two sent and one open, each with its log; deductions, one of them waiting."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core import clock
from registers import demo
from registers.models import Deduction, Report

from .months import hazard


@pytest.fixture
def loaded(w):
    hazard(w)
    people = {(w.town.pk, "officer"): [w.officer], (w.town.pk, "leader"): [w.leader]}
    day = lambda days: clock.today() + timedelta(days=days)  # noqa: E731
    demo.load(SimpleNamespace(towns=[w.town], people=people, villages={w.town.pk: [w.village, w.village2]}, day=day))
    return w


def test_two_months_are_sent_and_this_one_is_open(loaded):
    rows = Report.objects.order_by("month")
    assert [row.state for row in rows] == ["sent", "sent", "draft"]
    assert [row.month.month for row in rows] == [9, 10, 11] and [row.log.count() for row in rows] == [3, 3, 1]


def test_a_sent_month_was_sent_after_its_end_and_keeps_its_rows(loaded):
    row = Report.objects.get(month__month=10)
    assert row.sent_at.date().isoformat() == "2026-11-01" and row.entries.filter(kind="hazard").count() == 1


def test_deductions_stand_in_every_state_but_revoked(loaded):
    assert sorted(Deduction.objects.values_list("state", flat=True)) == ["confirmed", "confirmed", "noted"]


def test_a_township_without_people_has_nothing(w):
    demo.load(SimpleNamespace(towns=[w.town], people={}))
    assert not Report.objects.exists()

"""Penalties counted in the rolling 180 days and the year, and the proposal to close."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import Refused
from enterprises.models import Enterprise
from hazards import closures
from notices import typeset
from notices.models import Paper
from tests import factories

from .conftest import in_state


def decided(w, firm, *days_ago, **values):
    for days in days_ago:
        factories.penalty(
            factories.case(firm, state="decided"), w.officer, decided_on=clock.today() - timedelta(days=days), **values
        )


@pytest.mark.parametrize("days, half, year, reached", [
    ((0, 100, 179), 3, 3, True), ((0, 100, 180), 2, 3, False), ((0, 181, 200, 364), 1, 4, True),
    ((0, 181, 200, 365), 1, 3, False), ((), 0, 0, False), ((0, 1), 2, 2, False), ((0, 0, 0), 3, 3, True),
])  # fmt: skip
def test_both_windows_end_today(w, days, half, year, reached):
    decided(w, w.firm, *days)
    found = closures.count(w.firm)
    assert (found.half_year, found.year, found.reached) == (half, year, reached)
    rows = list(closures.warned(Enterprise.objects.all()))
    assert rows == ([w.firm] if reached else [])
    if reached:
        assert (rows[0].in_half_year, rows[0].in_year) == (half, year)


def test_the_principals_half_is_not_counted_again(w):
    decided(w, w.firm, 0, 1)
    decided(w, w.firm, 2, 3, target="principal")
    assert not closures.count(w.firm).reached and not closures.warned(Enterprise.objects.all())


def test_a_neighbours_penalties_do_not_count(w):
    decided(w, w.firm2, 0, 1, 2)
    assert closures.count(w.firm).year == 0


def test_open_major_hazards_are_named(w):
    hazard = in_state(w, "planning")
    hazard.grade = "major"
    hazard.save(update_fields=["grade"])
    assert closures.count(w.firm).major == 1


def test_the_proposal_is_drafted_once_with_every_decision(w):
    decided(w, w.firm, 0, 10, 20)
    paper = closures.propose(firm=w.firm, by=w.officer)
    assert closures.propose(firm=w.firm, by=w.officer) == paper == Paper.objects.get()
    assert paper.title == f"关于提请关闭{w.firm.name}的函" and paper.content["to"] == "青禾县人民政府"
    assert "180日内受到行政处罚3次" in paper.content["body"] and "第一百一十三条" in paper.content["body"]
    assert paper.content["body"].count("罚款 1,000.00 元") == 3
    assert typeset.document_of(paper).addressees == "青禾县人民政府"


def test_no_proposal_below_the_limit_and_by_nobody_else(w):
    decided(w, w.firm, 0, 10)
    with pytest.raises(Refused, match="未达到提请关闭的次数"):
        closures.propose(firm=w.firm, by=w.officer)
    decided(w, w.firm, 1)
    with pytest.raises(Refused):
        closures.propose(firm=w.firm, by=w.department)
    assert not Paper.objects.exists()

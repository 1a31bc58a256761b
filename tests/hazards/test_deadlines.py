"""What the reminder scan finds of hazards."""

import pytest

from core import clock
from hazards.deadlines import due_acceptances, due_hazards
from hazards.models import Hazard
from reminders.deadlines import sources
from tests import factories

from .conftest import found, graded, in_state, later, reported


def test_both_sources_are_registered():
    assert {"hazard", "acceptance"} <= {source.name for source in sources()}


@pytest.mark.parametrize(
    "state, due", [("planning", 1), ("rectifying", 1), ("found", 0), ("reported", 0), ("closed", 0), ("cancelled", 0)]
)
def test_only_what_the_unit_must_still_do_is_due(w, state, due):
    in_state(w, state)
    assert len(list(due_hazards(later(19), later(21)))) == due


def test_only_days_asked_for_are_found(w):
    graded(w)
    assert not list(due_hazards(later(0), later(19)))
    assert list(due_hazards(later(20), later(20)))


def test_the_head_acts_and_it_goes_up_by_liaison_office_leader(w):
    w.firm.supervising_office = w.office
    w.firm.save()
    graded(w)
    due = next(iter(due_hazards(later(0), later(30))))
    assert due.people == [w.boss]
    assert due.ladder == [[w.liaison], [w.department, w.officer], [w.leader]]


def test_a_place_without_enterprise_is_the_cadres(w):
    graded(w, found(w, enterprise=None), responsible="村主任")
    assert next(iter(due_hazards(later(0), later(30)))).people == [w.cadre]


def test_a_firm_without_account_is_reminded_through_its_village(w):
    cadre = factories.user("cadre", w.village2)
    graded(w, found(w, enterprise=w.firm2, village=w.village2))
    assert next(iter(due_hazards(later(0), later(30)))).people == [cadre]


def test_acceptance_is_due_ten_days_after_the_report(w):
    hazard = reported(w)
    due = list(due_acceptances(later(10), later(10)))
    assert [(row.obj, row.due_on, row.people) for row in due] == [(hazard, later(10), [w.officer])]
    assert not list(due_acceptances(later(0), later(9)))


def test_queries_do_not_grow_with_rows(w, django_assert_max_num_queries):
    graded(w)
    with django_assert_max_num_queries(9) as one:
        list(due_hazards(later(0), later(30)))
    [graded(w) for _ in range(2)]
    with django_assert_max_num_queries(9) as three:
        list(due_hazards(later(0), later(30)))
    assert len(one) == len(three)
    assert Hazard.objects.filter(due_on=later()).count() == 3 and clock.today() < later()

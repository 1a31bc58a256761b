"""Checks in the reminder scan: due, late, and whom it climbs to."""

from datetime import timedelta

import pytest

from checks import services
from checks.deadlines import due_checks
from core import clock
from reminders import deadlines
from reminders.models import Message
from reminders.scan import scan
from tests import factories

from .conftest import a_check, a_list, in_state, later, secret_check


def found(first=-30, last=30):
    return list(due_checks(later(first), later(last)))


def test_the_source_is_registered():
    assert "check" in {source.name for source in deadlines.sources()}


@pytest.mark.parametrize(
    ("state", "due"),
    [("sent", True), ("filling", True), ("returned", True), ("submitted", False), ("accepted", False), ("cancelled", False)],
)
def test_only_what_is_still_out_is_due(w, state, due):
    in_state(w, state)
    assert bool(found()) == due


def test_only_days_asked_for(w):
    a_check(w, due_on=later(5))
    assert found(5, 5) and not found(0, 4) and not found(6, 9)


def test_the_unit_answers_and_late_it_climbs_to_liaison_officer_leader(w):
    a_check(w)
    due = found()[0]
    assert due.people == [w.boss] and due.ladder == [[w.liaison], [w.officer], [w.leader]]
    assert w.firm.name in due.title and due.link.startswith("/checks/")


def test_a_village_answers_through_its_cadre(w):
    a_check(w, place=w.village)
    assert found()[0].people == [w.cadre]


def test_a_firm_without_account_is_reminded_through_its_village(w):
    keeper = factories.user("cadre", w.village2)
    a_check(w, firm=w.firm2)
    assert found()[0].people == [keeper]


def test_a_confidential_check_is_told_to_no_helper_and_no_liaison(w):
    factories.user("cadre", w.village2)
    secret_check(w)
    secret_check(w, firm=w.firm2)
    own, silent = found()
    assert own.people == [w.boss] and silent.people == []
    assert own.ladder == [[w.officer], [w.leader]]


def test_the_scan_tells_each_step_once(w):
    a_check(w, due_on=later(-1))
    scan()
    count = Message.objects.filter(key__startswith="check:").count()
    scan()
    assert count == Message.objects.filter(key__startswith="check:").count() >= 2
    assert Message.objects.filter(recipient=w.boss, kind="overdue").exists()


def test_many_checks_cost_no_more_queries(w, django_assert_max_num_queries):
    of = a_list()
    for _ in range(12):
        a_check(w, of, firm=factories.enterprise(w.village))
    with django_assert_max_num_queries(12):
        assert len(found()) == 12


def test_after_a_cancellation_nobody_is_reminded(w):
    check = a_check(w, due_on=clock.today() - timedelta(days=1))
    services.cancel(check=check, note="停产", by=w.officer)
    scan()
    assert not Message.objects.filter(key__startswith="check:").exists()

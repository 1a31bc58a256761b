"""What the reminder scan finds of leads."""

import pytest

from accounts.models import Membership
from core import clock
from incidents import services
from incidents.deadlines import due_leads
from incidents.models import Handler
from reminders.deadlines import sources
from tests import factories

from .conftest import SECRET, concluded, later, lead_in, opened, started


def found(first=-60, last=60):
    return list(due_leads(later(first), later(last)))


def test_the_source_is_registered():
    assert "lead" in {source.name for source in sources()}


@pytest.mark.parametrize(
    ("state", "count"),
    [("received", 1), ("running", 1), ("reported", 1), ("confirmed", 1), ("concluded", 0), ("dismissed", 0)],
)
def test_only_open_leads_are_due(w, state, count):
    lead_in(w, state)
    assert len(found()) == count


def test_the_first_check_and_the_verification_are_named_by_number(w):
    lead = opened(w)
    assert [row.title for row in found()] == [f"涉亡线索 {lead.number} 的初核"]
    started(w, lead)
    row = found()[0]
    assert row.title == f"涉亡线索 {lead.number} 的核查" and row.due_on == later()
    assert SECRET not in row.title + row.link


def test_handlers_answer_and_it_goes_up_to_the_leaders(w):
    row = started(w, opened(w))
    due = found()[0]
    assert (due.obj, set(due.people), due.ladder) == (row.lead, {w.officer, w.second}, [[w.leader, w.leader2]])


def test_without_handlers_the_leaders_answer(w):
    opened(w, by=w.boss)
    assert (found()[0].people, found()[0].ladder) == ([w.leader, w.leader2], [])


def test_who_was_taken_off_or_left_is_not_reminded(w):
    lead = opened(w)
    services.end_handler(handler=services.name_handler(lead=lead, user=w.second, by=w.leader), by=w.leader, note="调离本岗")
    assert found()[0].people == [w.officer]
    Membership.objects.filter(user=w.officer).update(ended_at=clock.now())
    assert found()[0].people == [w.leader, w.leader2]


def test_only_days_asked_for_are_found(w):
    lead = opened(w)
    left = (lead.due_on - clock.today()).days
    assert found(left, left) and not found(left + 1, left + 9) and not found(0, left - 1)


def test_queries_do_not_grow_with_rows_of_two_townships(w, django_assert_max_num_queries):
    opened(w)
    with django_assert_max_num_queries(5) as one:
        found()
    opened(w), factories.lead(w.other_village, handlers=[w.other_officer], due_on=later(5))
    with django_assert_max_num_queries(5) as three:
        rows = found()
    assert len(one) == len(three) and len(rows) == 3
    assert {person for row in rows for person in row.people} == {w.officer, w.other_officer}
    assert Handler.objects.count() == 3


def test_a_concluded_case_taken_up_again_is_due_again(w):
    new = services.verify_again(former=concluded(w), campaign=factories.campaign(w.town), by=w.officer)
    assert [row.obj for row in found()] == [new]

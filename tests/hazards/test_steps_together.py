"""Each step of a hazard, a miss and a case by two people at once: one goes through, the other is told."""

from decimal import Decimal

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from hazards import services
from hazards.misses import services as misses
from hazards.models import Hazard, Miss, TraceSheet
from hazards.services import penalties
from hazards.trace.services import print_sheet
from tests import factories
from tests.together import together

from .conftest import in_state, later, photo_ids
from .looking import day, handed_down, visited
from .penal import filed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]
ORDER = {"grade": "ordinary", "at_once": True, "grade_basis": "现场检查", "due_on": later(), "responsible": "季长河"}
PLAN = {"responsible": "季长河", "measures": "加装联锁", "money": Decimal(0), "due_on": later(5), "contingency": "停用"}
DONE = {"result": "已加装防护罩", "rectified_on": clock.today()}
# step: the state it begins in, the seats of the two, what they say
STEPS = {
    "confirm": ("draft", "officer department", {}),
    "grade": ("found", "officer department", ORDER),
    "submit_plan": ("planning", "boss boss", PLAN),
    "report_done": ("rectifying", "boss boss", DONE),
    "accept": ("reported", "officer department", {"no_before": "未拍照"}),
    "send_back": ("reported", "officer department", {"note": "未完成"}),
    "cancel": ("found", "officer department", {"note": "重复"}),
}


def one_through(outcomes):
    assert len([outcome for outcome in outcomes if isinstance(outcome, Refused)]) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_a_hazard(step):
    w = factories.world()
    state, seats, said = STEPS[step]
    hazard = in_state(w, state)
    lines = hazard.log.count()

    def act(who):
        by = getattr(w, who)
        own = {"photos": photo_ids(by)} if step == "report_done" else {}
        return lambda: getattr(services, step)(hazard=Hazard.objects.get(pk=hazard.pk), by=by, **said, **own)

    one_through(together(*[act(who) for who in seats.split()]))
    assert hazard.log.count() == lines + 1


def test_a_miss_is_confirmed_or_dismissed_and_marked_once():
    w = factories.world()
    visited(w, 20)
    hazard = handed_down(w, 10)
    together(*[lambda: misses.review(Hazard.objects.get(pk=hazard.pk)) for _ in range(3)])
    row = Miss.objects.get()
    assert row.looks.count() == 1
    one_through(
        together(
            lambda: misses.decide(miss=row, action="confirm", by=w.leader),
            lambda: misses.decide(miss=row, action="dismiss", by=w.officer, note="后进场"),
        )
    )


def test_a_bulletin_begun_by_two_at_once_names_each_miss_once():
    w = factories.world()
    visited(w, 20)
    misses.decide(miss=misses.review(handed_down(w, 10)), action="confirm", by=w.leader)
    one_through(together(lambda: misses.bulletin(by=w.officer), lambda: misses.bulletin(by=w.officer)))


def test_prints_at_once_get_their_own_numbers():
    w = factories.world()
    given = {"firm": w.firm, "since": day(30), "day": day(0), "reason": "倒查"}
    together(*[lambda: print_sheet(by=w.leader, **given) for _ in range(3)])
    assert sorted(TraceSheet.objects.values_list("running", flat=True)) == [1, 2, 3]


def test_both_halves_entered_twice_at_once_stand_once():
    w = factories.world()
    case = filed(w)
    said = {
        "decided_on": clock.today(), "kind": "warning", "document": "一号", "own_kind": "warning", "own_document": "二号",
        "authority": "县应急管理局",
    }  # fmt: skip
    both = lambda: penalties.punish_both(case=case, by=w.officer, **said)  # noqa: E731
    one_through(together(both, both))
    assert case.penalties.count() == 2

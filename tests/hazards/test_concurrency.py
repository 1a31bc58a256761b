"""Two people at the same step at the same moment."""

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from hazards import services
from hazards.models import AsAccident, Clause, Hazard
from tests import factories
from tests.together import together

from .conftest import found, graded, in_state, later, told_twice

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


def refused(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Refused)]


def test_accepting_and_sending_back_at_once_lets_one_through():
    w = factories.world()
    hazard = in_state(w, "reported")
    outcomes = together(
        lambda: services.accept(hazard=Hazard.objects.get(pk=hazard.pk), by=w.officer, no_before="登记时没有拍照"),
        lambda: services.send_back(hazard=Hazard.objects.get(pk=hazard.pk), by=w.officer, note="未完成"),
    )
    assert len(refused(outcomes)) == 1
    assert hazard.log.filter(action__in=["accept", "send_back"]).count() == 1


def test_a_form_sent_five_times_at_once_registers_one():
    w = factories.world()
    outcomes = together(*[lambda: found(w, key="form:1:x").pk for _ in range(5)])
    assert len(set(outcomes)) == 1
    assert Hazard.objects.count() == 1


def test_two_extensions_asked_at_once_leave_one():
    w = factories.world()
    hazard = in_state(w, "rectifying")
    ask = lambda: services.ask_extension(hazard=hazard, by=w.boss, until=later(40), reason="配件未到")  # noqa: E731
    assert len(refused(together(ask, ask))) == 1
    assert hazard.extensions.count() == 1


def test_two_returns_linked_at_once_get_different_numbers():
    w = factories.world()
    first = in_state(w, "closed")
    two = [found(w), found(w)]
    together(*[lambda row=row: services.recur(hazard=row, by=w.officer, earlier=first) for row in two])
    assert sorted(Hazard.objects.filter(first=first).values_list("occurrence", flat=True)) == [2, 3]


def test_one_half_of_the_double_report_sent_twice_at_once_is_kept_once():
    w = factories.world()
    hazard = graded(w, grade="major", at_once=False)
    tell = lambda: told_twice(w, hazard, only=("department",))  # noqa: E731
    assert len(refused(together(tell, tell))) == 1
    assert hazard.reports.count() == 1


def test_a_measure_lifted_by_two_at_once_is_lifted_once():
    w = factories.world()
    hazard = graded(w)
    services.impose(hazard=hazard, by=w.officer, kind="shut", scope="冲床", begun_at=clock.now())
    control = hazard.controls.get()
    lift = lambda: services.lift(hazard=hazard, by=w.officer, control=control, note="合格")  # noqa: E731
    assert len(refused(together(lift, lift))) == 1
    assert hazard.log.filter(action="lift").count() == 1


def test_treated_as_an_accident_by_two_at_once_is_one():
    w = factories.world()
    hazard = graded(w, found(w, source="tip"), grade="major", at_once=False)
    mark = lambda: services.treat_as_accident(hazard=hazard, by=w.officer, facts="甲", measures="乙", duty="丙")  # noqa: E731
    assert len(refused(together(mark, mark))) == 1
    assert AsAccident.objects.count() == 1


def test_the_same_clause_kept_by_two_at_once_is_one():
    w = factories.world()
    standard = {"name": "本镇标准", "document": "云安办3号", "trade": "小作坊"}
    keep = lambda: services.keep_clause(by=w.officer, standard=standard, number="一", text="没有灭火毯", grade="ordinary")  # noqa: E731
    together(keep, keep)
    assert Clause.objects.filter(standard__township=w.town).count() == 1

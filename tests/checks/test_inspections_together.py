"""Two people at one inspection at the same moment."""

from datetime import time

import pytest
from django.db import connection

from checks import spot
from checks.enums import Kind
from checks.models import Checklist, InspectionPlan, SpotBulletin
from checks.services import bulletins, composing, inspecting, planning, signing
from core import clock
from core.errors import Refused
from hazards.models import Hazard
from notices.models import Paper
from tests import factories
from tests.together import together

from .conftest import a_list, signature
from .visits import begun, fresh, presented, sign_next, signed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


@pytest.fixture
def w(transactional_db):
    return factories.world()


def refusals(outcomes):
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def signing_of(row, one, by):
    return lambda: signing.sign(inspection=fresh(row), key=one.key, drawn=signature(), by=by, seen=row.sha256, name=one.name)


def test_the_last_two_sign_at_once_and_it_is_locked_once(w):
    row = sign_next(presented(begun(w, named=("鲍国良",)), w.officer, "no"), w.officer)
    left = [one for one in signing.signers(fresh(row)) if one.signature is None]
    outcomes = together(*(signing_of(row, one, w.officer) for one in left))
    row = fresh(row)
    assert (len(left), refusals(outcomes), row.state) == (2, 0, "signed")
    assert row.log.filter(action="lock").count() == 1 and Hazard.objects.count() == 2


def test_one_name_signed_on_two_phones_is_one_signature(w):
    row = presented(begun(w), w.officer)
    one = signing.signers(row)[0]
    assert refusals(together(signing_of(row, one, w.officer), signing_of(row, one, w.officer))) == 1
    assert row.signatures.count() == 1


def test_presented_twice_at_once_it_is_presented_once(w):
    row = begun(w, checklist=None)
    act = lambda: signing.present(inspection=fresh(row), by=w.officer, ended=time(11), seen=row.version)  # noqa: E731
    assert refusals(together(act, act)) == 1 and row.log.filter(action="present").count() == 1


def test_signing_and_sending_back_at_once_leave_no_standing_signature_in_an_open_record(w):
    row = presented(begun(w, checklist=None), w.officer)
    one = signing.signers(row)[0]
    together(signing_of(row, one, w.officer), lambda: signing.reopen(inspection=fresh(row), by=w.officer, note="漏项"))
    assert fresh(row).state == "open" and not row.signatures.standing().exists()


def test_two_write_the_head_at_once_and_one_is_told_so(w):
    row = begun(w, checklist=None)

    def writing(text):
        return lambda: inspecting.change(inspection=fresh(row), by=w.officer, seen=row.version, opinions=text)

    assert refusals(together(writing("甲"), writing("乙"))) == 1 and fresh(row).opinions in ("甲", "乙")


def test_one_finding_sent_twice_at_once_is_one_row(w):
    row = begun(w, checklist=None)
    act = lambda: inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板", token="一次")  # noqa: E731
    together(act, act)
    assert row.findings.count() == 1


def test_the_same_lists_merged_at_once_are_one_list(w):
    lists = [a_list("甲是否合格").current, a_list("乙是否合格").current]
    act = lambda: composing.merged(versions=lists, by=w.officer)  # noqa: E731
    one, other = together(act, act)
    assert one == other and Checklist.objects.filter(key__startswith="merged-").count() == 1


def test_one_bulletin_is_drawn_up_of_two_presses_at_once(w):
    signed(begun(w, kind="spot"), w.officer)
    span = spot.Span(clock.today(), clock.today(), (Kind.SPOT,))
    act = lambda: bulletins.draw_up(span=span, named=[], by=w.officer, token="一次")  # noqa: E731
    one, other = together(act, act)
    assert one == other and SpotBulletin.objects.count() == 1 and Paper.objects.filter(kind="bulletin").count() == 1


def test_a_firm_added_to_a_plan_by_two_at_once_is_in_it_once(w):
    plan = planning.new_plan(name="检查", year=2026, quarter=0, kinds=["office"], by=w.officer)
    act = lambda: planning.add_units(plan=plan, scope=planning.Scope(), by=w.officer, only=[w.firm.pk])  # noqa: E731
    assert sorted(together(act, act)) == [0, 1]
    assert InspectionPlan.objects.with_progress().get().wanted == 1

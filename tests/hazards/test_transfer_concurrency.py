"""Two people at the same transfer, case or trade at the same moment."""

import pytest
from django.db import connection

from core.errors import Refused
from hazards.models import Case, Penalty, Trade, Transfer
from hazards.services import penalties, trades, transfer
from notices.models import Paper
from tests import factories
from tests.together import together

from .conftest import found
from .penal import filed, punished

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


def refused(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Refused)]


def send(w, **values):
    given = {"kind": "duty", "matter": "无证储油", "facts": "现场见储油罐", "to_office": w.office}
    return transfer.send(by=w.officer, **(given | values))


def test_a_form_sent_five_times_at_once_sends_one():
    w = factories.world()
    assert len(set(together(*[lambda: send(w, key="form:1:x").pk for _ in range(5)]))) == 1
    assert Transfer.objects.count() == 1


def test_five_at_once_get_five_numbers():
    w = factories.world()
    together(*[lambda: send(w) for _ in range(5)])
    assert sorted(Transfer.objects.values_list("running", flat=True)) == [1, 2, 3, 4, 5]


def test_a_hazard_is_handed_over_by_one_of_two():
    w = factories.world()
    hazard = found(w)
    assert len(refused(together(lambda: send(w, hazard=hazard), lambda: send(w, hazard=hazard)))) == 1
    assert Transfer.objects.count() == 1


def test_receiving_and_taking_back_at_once_lets_one_through():
    w = factories.world()
    row = send(w)
    outcomes = together(
        lambda: transfer.receive(transfer=row, by=w.department),
        lambda: transfer.take_back(transfer=row, by=w.officer, note="写错"),
    )
    assert len(refused(outcomes)) == 1


def test_two_clicks_at_once_begin_one_letter():
    w = factories.world()
    row = send(w)
    together(*[lambda: transfer.letter(transfer=row, by=w.officer) for _ in range(2)])
    assert Paper.objects.count() == 1


def test_the_same_half_entered_twice_at_once_stands_once():
    w = factories.world()
    case = filed(w)
    assert len(refused(together(lambda: punished(w, case), lambda: punished(w, case)))) == 1
    assert Penalty.objects.count() == 1


def test_a_case_is_handed_over_or_punished_but_not_both():
    w = factories.world()
    case, said = filed(w), {"kind": "crime", "matter": "事项", "facts": "事实", "to_body": "县公安局"}
    outcomes = together(
        lambda: penalties.hand_over(case=Case.objects.get(), by=w.officer, **said), lambda: punished(w, case)
    )
    assert len(refused(outcomes)) == 1
    assert Transfer.objects.count() + Penalty.objects.count() == 1


def test_two_claims_at_once_leave_one():
    w = factories.world()
    trade = trades.ask(by=w.officer, name="露营营地", what="用火用气")
    claims = [lambda by=by: trades.claim(trade=trade, by=by, basis="main") for by in (w.department, w.officer)]
    assert len(refused(together(*claims))) == 1
    assert Trade.objects.get().log.filter(action="claim").count() == 1

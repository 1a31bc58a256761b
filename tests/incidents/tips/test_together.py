"""The same form twice at the same moment; two rewards for the last of the money; two tips at once."""

import secrets
from decimal import Decimal

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from incidents.models import Reward, RewardBudget, Tip
from incidents.tips import services
from tests import factories
from tests.together import together

from ..conftest import people
from .conftest import closed_with_code, sent

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


@pytest.fixture
def w(transactional_db):
    return people(factories.world())


def test_one_form_sent_twice_at_once_is_one_tip_with_one_code(w):
    nonce = secrets.token_hex(16)
    outcomes = together(*[lambda: sent(w, nonce=nonce)] * 2)
    assert len({code for _, code in outcomes}) == 1 and Tip.objects.count() == 1


def test_two_tips_at_once_take_two_numbers(w):
    together(lambda: sent(w), lambda: sent(w))
    assert len(set(Tip.objects.values_list("number", flat=True))) == 2


def test_two_approvals_cannot_spend_the_same_money(w):
    RewardBudget.objects.create(township=w.town, year=clock.today().year, amount=10_000, document="一号")
    rewards = [
        services.propose(tip=closed_with_code(w)[0], by=w.officer, basis="fine", fine=Decimal(50_000)) for _ in range(2)
    ]
    acts = [
        lambda row=row, by=by: services.approve(reward=row, by=by)
        for row, by in zip(rewards, (w.leader, w.leader2), strict=True)
    ]
    outcomes = together(*acts)
    assert len([one for one in outcomes if isinstance(one, Refused)]) == 1
    assert Reward.objects.filter(state="granted").count() == 1

"""Two people at the same step at the same moment."""

import pytest
from django.db import connection

from core.errors import Refused
from hazards import services
from hazards.models import Hazard
from tests import factories
from tests.together import together

from .conftest import found, in_state, later

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
        lambda: services.accept(hazard=Hazard.objects.get(pk=hazard.pk), by=w.officer),
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

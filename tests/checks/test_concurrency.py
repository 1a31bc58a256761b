"""Two phones, two clicks and two officers at the same moment."""

import pytest
from django.db import connection

from checks import services
from checks.models import Answer, Check
from core.errors import Refused
from hazards.models import Hazard
from tests import factories
from tests.together import together

from .conftest import a_check, a_list, fill, fresh, item_of, later, signature

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


@pytest.fixture
def w(transactional_db):
    return factories.world()


def test_two_phones_hand_in_once(w):
    check = fill(a_check(w, a_list("灭火器")), w.boss, "no")

    def by(person):
        values = {"name": "季长河", "signature": signature(), "by": person, "seen": check.row_version}
        return lambda: services.finish(check=fresh(check), **values)

    outcomes = together(by(w.boss), by(w.cadre))
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert check.log.filter(action="submit").count() == 1 and Hazard.objects.count() == 1


def test_two_first_answers_are_one_row(w):
    check = a_check(w)
    act = lambda by: lambda: services.reply(check=check, item=item_of(check), value="yes", by=by)  # noqa: E731
    together(act(w.boss), act(w.cadre))
    assert Answer.objects.filter(check_row=check).count() == 1 and check.log.filter(action="fill").count() == 1


def test_two_clicks_send_once(w):
    units = services.Units(township=w.town, audience="enterprises")
    act = lambda: services.send(version=of.current, units=units, due_on=later(), by=w.officer)  # noqa: E731
    of = a_list()
    together(act, act)
    assert Check.objects.count() == 2

"""One form, sent twice or by two clicks at once, makes one row."""

import pytest
from django.db import IntegrityError, connection

from checks.models import Alert
from core import clock
from core.tokens import made_once
from tests import factories
from tests.together import together


def writing(town, token):
    day = clock.today()
    given = {"township": town, "where": "邻县", "accident": "fire", "happened_on": day, "due_on": day, "token": token}
    return lambda: Alert.objects.create(**given)


def test_the_second_sending_gets_the_first_row(db):
    town = factories.world().town
    first = made_once(Alert, "1:a", writing(town, "1:a"))
    assert made_once(Alert, "1:a", writing(town, "1:a")) == first
    assert made_once(Alert, "1:b", writing(town, "1:b")) != first
    assert made_once(Alert, None, writing(town, None)) != made_once(Alert, None, writing(town, None))


def test_another_fault_of_the_row_is_not_swallowed(db):
    town = factories.world().town
    made_once(Alert, "1:a", writing(town, "1:a"))
    with pytest.raises(IntegrityError):
        made_once(Alert, "1:b", writing(town, "1:a"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_row():
    town = factories.world().town
    click = lambda: made_once(Alert, "1:a", writing(town, "1:a"))  # noqa: E731
    first, second = together(click, click)
    assert first == second and Alert.objects.count() == 1

from datetime import date, datetime

import pytest
from django.utils import timezone

from core import clock
from routines.models import Demand, Gathering
from tests import factories

TODAY = timezone.make_aware(datetime(2026, 11, 25, 10))


@pytest.fixture(autouse=True)
def today():
    """A Wednesday in November, whenever the tests are run."""
    with clock.at(TODAY):
        yield


@pytest.fixture
def w(db):
    return factories.world()


def a_demand(w, **values):
    given = {
        "township": w.town, "name": "研究安全生产", "form": "meeting", "holder": "township", "every": "month", "times": 1,
        "since": date(2026, 1, 1),
    }  # fmt: skip
    return Demand.objects.create(**(given | values))


def a_gathering(w, **values):
    """Not saved yet: the township's own meeting of today."""
    given = {
        "township": w.town, "place": w.town, "form": "meeting", "title": "安全生产例会", "held_on": clock.today(), "where": "二楼会议室",
        "content": "通报隐患，安排检查",
    }  # fmt: skip
    return Gathering(**(given | values))


def held(w, **values):
    """As it is stored once it was held."""
    row = a_gathering(w, created_by=w.officer, **values)
    row.save()
    Gathering.objects.filter(pk=row.pk).update(**{"state": "held"})
    row.refresh_from_db()
    return row

"""Two officers press the same button at the same moment: only where the database has real transactions side by side."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from campaigns.models import Campaign
from campaigns.services import circulars, dispatch
from core.errors import Refused
from tests import factories

from . import makers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs two connections"),
]


def side_by_side(act):
    """Run the same act in two threads; the results, a refusal as its words."""

    def run(_):
        try:
            return act()
        except Refused as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def test_two_dispatches_at_once_send_each_duty_once():
    w = factories.world()
    campaign = makers.draft(w)
    makers.task(campaign, due_on=campaign.starts_on)
    found = side_by_side(lambda: dispatch.dispatch(campaign=Campaign.objects.get(pk=campaign.pk), by=w.officer))
    assert sorted(map(type, found), key=str) == [int, str] and campaign.assignments.count() == 2


def test_two_openings_of_periods_at_once_write_each_once():
    w = factories.world()
    campaign = factories.campaign(w.town)
    makers.task(campaign, every="month")
    side_by_side(lambda: len(dispatch.open_periods(campaign=campaign)))
    assert campaign.assignments.count() == 2


def test_two_creations_at_once_make_one_campaign(notice):
    w = factories.world()
    circular = circulars.add_circular(text=notice, source_name="", by=w.officer)
    side_by_side(lambda: circulars.create_campaign(circular=circular, by=w.officer).pk)
    assert Campaign.objects.count() == 1

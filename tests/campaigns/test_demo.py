"""The demonstration of campaigns, over a small county."""

import random
from datetime import timedelta
from types import SimpleNamespace

import pytest

from campaigns import demo as loading
from campaigns.models import Assignment, Campaign
from core import clock
from places.models import Office
from tests import factories


@pytest.fixture
def county(w):
    for name in ("派出所", "供电所", "民政办", "规划建设办"):
        office = Office.objects.create(township=w.town, name=name)
        factories.user("department", w.town, office=office)
    factories.user("cadre", w.village2)
    today = clock.today()
    return SimpleNamespace(
        rng=random.Random(3),
        today=today,
        day=lambda n: today + timedelta(days=n),
        towns=[w.town, w.other_town],
        villages={w.town.code: [w.village, w.village2], w.other_town.code: [w.other_village]},
        firms={w.town.code: [w.firm, w.firm2], w.other_town.code: [w.other_firm]},
        people={(w.town.code, "officer"): [w.officer], (w.other_town.code, "officer"): [w.other_officer]},
    )


def test_the_demonstration_has_campaigns_before_during_and_after(county, w):
    loading.load(county)
    states = list(Campaign.objects.filter(township=w.town).values_list("state", flat=True))
    assert sorted(states) == ["concluded", "draft", "running"]
    assert Campaign.objects.filter(township=w.other_town, state="running").count() == 1
    running = Campaign.objects.get(township=w.town, state="running")
    assert running.tasks.count() >= 20 and running.phases.count() == 4 and running.members.count() >= 6
    assert set(running.assignments.values_list("state", flat=True)) >= {"accepted", "open", "submitted"}
    assert running.assignments.late().exists()


def test_answers_of_the_demonstration_lie_in_the_past(county):
    loading.load(county)
    days = Assignment.objects.exclude(submissions=None).values_list("submissions__held_on", flat=True)
    assert days and max(days) <= county.today

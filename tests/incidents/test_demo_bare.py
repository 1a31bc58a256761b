"""The demonstration's leads in a township that has nobody to spare."""

import random
from types import SimpleNamespace

from accounts.enums import Role
from core import clock
from dashboard.management.commands.demo import day_from
from incidents import demo as incidents_demo
from incidents.demo_texts import CASES
from incidents.models import Lead


def test_without_campaign_or_second_team_it_still_loads(w):
    demo = SimpleNamespace(
        rng=random.Random(1), today=clock.today(), day=day_from(clock.today()), towns=[w.town], firms={w.town.code: []},
        villages={w.town.code: [w.village]}, campaigns={w.town.code: []},
        people={
            (w.town.code, Role.OFFICER): [w.officer, w.second], (w.town.code, Role.LEADER): [w.leader],
            (w.town.code, Role.DISCIPLINE): [], (w.town.code, Role.DEPARTMENT): [],
        },
    )  # fmt: skip
    incidents_demo.load(demo)
    assert Lead.objects.exclude(source_key__startswith="tip:").count() == len(CASES)

"""The demonstration's hazards: many, believable, and their logs agree with their states."""

import random
import time
from types import SimpleNamespace

import pytest

from accounts.enums import Role
from core import clock
from dashboard.management.commands.demo import day_from
from evidence.models import Attachment
from hazards import demo as hazards_demo
from hazards.demo_texts import TEXTS
from hazards.enums import HazardState
from hazards.models import Extension, Hazard, HazardLog
from tests import factories
from tests.pouring import undone

pytestmark = pytest.mark.django_db


def county():
    """The world as the demonstration's earlier loaders would hand it on."""
    w = factories.world()
    third = factories.place("990101102000", "松岗乡", "township", short_name="松岗")
    third_village = factories.place("990101102201", "坡底村")
    towns = [w.town, w.other_town, third]
    villages = {w.town.code: [w.village, w.village2], w.other_town.code: [w.other_village], third.code: [third_village]}
    firms = {w.town.code: [w.firm, w.firm2], w.other_town.code: [w.other_firm], third.code: []}
    people = {(town.code, Role.OFFICER): [w.officer] for town in towns}
    cadres = {village.code: factories.user(Role.CADRE, village) for rows in villages.values() for village in rows}
    return SimpleNamespace(
        rng=random.Random(2026),
        today=clock.today(),
        day=day_from(clock.today()),
        towns=towns,
        villages=villages,
        firms=firms,
        people=people,
        cadres=cadres,
        bosses={w.firm.pk: w.boss},
        campaigns={town.code: [] for town in towns},
    )


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with undone(django_db_blocker):
        demo, began = county(), time.process_time()
        hazards_demo.load(demo)
        demo.seconds = time.process_time() - began
        yield demo


def test_there_are_at_least_sixty_kinds_of_texts():
    texts = [what for rows in TEXTS.values() for what, *_ in rows]
    assert len(set(texts)) == len(texts) >= 60


def test_a_year_of_hazards_in_every_state_within_seconds(loaded):
    assert Hazard.objects.count() >= 400
    assert set(Hazard.objects.values_list("state", flat=True)) == set(HazardState.values)
    assert Hazard.objects.all().overdue().count() > 5
    assert set(Extension.objects.values_list("state", flat=True)) == {"asked", "granted"}
    assert loaded.seconds < 6


def test_every_log_is_a_walk_through_the_workflow_to_the_rows_state(loaded):
    steps = Hazard.workflow.steps
    for hazard in Hazard.objects.prefetch_related("log"):
        lines = list(hazard.log.all())
        assert lines[0].action == "begin" and lines[-1].to_state == hazard.state
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert hazard.version == len(lines)
        for before, line in zip(lines, lines[1:], strict=False):
            assert line.from_state == before.to_state
            if line.action in steps:
                assert line.from_state in steps[line.action].sources and line.to_state == steps[line.action].target


def test_nothing_happens_in_the_future(loaded):
    assert not HazardLog.objects.filter(at__gt=clock.now()).exists()
    assert not Hazard.objects.filter(found_on__gt=clock.today()).exists()


def test_rules_hold_for_what_was_written_in_bulk(loaded):
    closed = Hazard.objects.closed()
    assert not [row for row in closed if row.accepted_by_id == row.rectified_by_id]
    planned = Hazard.objects.major().filter(state__in=["rectifying", "reported", "closed"])
    assert planned.exists() and not planned.filter(plan=None).exists()
    for row in Hazard.objects.major().exclude(enterprise=None).select_related("enterprise"):
        assert row.responsible == row.enterprise.principal


def test_numbers_run_without_gap_per_township_and_year(loaded):
    stems = {}
    for number in Hazard.objects.values_list("number", flat=True):
        stem, tail = number.rsplit("-", 1)
        stems.setdefault(stem, []).append(int(tail))
    assert all(sorted(tails) == list(range(1, len(tails) + 1)) for tails in stems.values())


def test_some_bear_photos_before_and_after(loaded):
    assert Attachment.objects.filter(slot="before").count() == hazards_demo.WITH_PHOTOS
    assert Attachment.objects.filter(slot="after").exists()
    assert Attachment.objects.first().file.size > 1000

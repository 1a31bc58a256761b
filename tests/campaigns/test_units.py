"""What names in a circular mean in a township, and which units those are."""

import pytest

from campaigns.models import TaskUnit
from campaigns.units import Dictionary, Expander, Target, meaning_of, remember
from places.models import Office, Place, Sector
from tests import factories


@pytest.fixture
def task(w):
    return factories.task(factories.campaign(w.town))


def add(task, role="lead", **meaning):
    return TaskUnit.objects.create(task=task, name="某单位", role=role, **meaning)


def targets(w, task):
    task.refresh_from_db()
    return set(Expander(w.town).targets(task))


def test_the_villages_are_the_active_ones_of_the_township(w, task):
    Place.objects.create(code="990101100203", name="旧村", level="village", is_active=False)
    add(task, group="villages")
    assert targets(w, task) == {Target(w.village.code), Target(w.village2.code)}


def test_offices_with_a_duty_of_safety_are_those_so_marked(w, task):
    spare = Office.objects.create(township=w.town, name="党政综合办公室", has_safety_duty=False)
    add(task, group="safety-offices")
    assert {t.office_id for t in targets(w, task)} == {w.office.pk, w.safety_office.pk}
    add(task, group="offices")
    assert spare.pk in {t.office_id for t in targets(w, task)}


def test_enterprises_are_those_at_work_in_the_sectors_of_the_task(w, task):
    gas = factories.enterprise(w.village, sector=Sector.objects.get(code="gas"))
    factories.enterprise(w.village, status="closed")
    add(task, group="enterprises")
    assert {t.enterprise_id for t in targets(w, task)} == {w.firm.pk, w.firm2.pk, gas.pk}
    task.sectors.set(Sector.objects.filter(code="gas"))
    assert {t.enterprise_id for t in targets(w, task)} == {gas.pk}


def test_enterprises_at_high_risk_are_only_those(w, task):
    risky = factories.enterprise(w.village, high_risk=True)
    add(task, group="high-risk")
    assert {t.enterprise_id for t in targets(w, task)} == {risky.pk}


def test_a_unit_named_twice_answers_once(w, task):
    add(task, group="villages")
    add(task, role="joint", place=w.village)
    assert len(Expander(w.town).targets(task)) == 2


def test_joint_units_report_and_supervising_ones_watch(w, task):
    add(task, office=w.safety_office)
    add(task, role="joint", place=w.village)
    add(task, role="supervise", office=w.office)
    assert targets(w, task) == {Target(w.town.pk, office_id=w.safety_office.pk), Target(w.village.code)}


def test_where_only_a_supervising_unit_is_named_it_answers(w, task):
    add(task, role="supervise", office=w.office)
    assert targets(w, task) == {Target(w.town.pk, office_id=w.office.pk)}


@pytest.mark.parametrize("name", ["市场监管所", "镇市场监管所", "云溪镇市场监督管理所", "市场监督管理所"])
def test_an_office_is_known_by_every_spelling(w, name):
    assert Dictionary(w.town).meaning(name) == f"office:{w.office.pk}"


@pytest.mark.parametrize("name", ["石桥村", "石桥村委会", "石桥村党支部"])
def test_a_village_is_known_by_every_spelling(w, name):
    assert Dictionary(w.town).meaning(name) == f"place:{w.village.code}"


@pytest.mark.parametrize(
    "name, key",
    [
        ("各行政村", "group:villages"),
        ("镇直各单位", "group:offices"),
        ("各负有安全监管职责的站所", "group:safety-offices"),
        ("辖区各企业", "group:enterprises"),
        ("各高危企业", "group:high-risk"),
    ],
)
def test_a_collective_name_needs_no_telling(w, name, key):
    assert Dictionary(w.town).meaning(name) == key


def test_what_an_officer_said_goes_before_every_guess_and_for_all_spellings(w):
    remember(township=w.town, name="镇应急办", key=f"office:{w.office.pk}")
    assert Dictionary(w.town).meaning("应急管理办公室") == f"office:{w.office.pk}"
    assert Dictionary(w.other_town).meaning("应急管理办公室") == f"office:{w.other_office.pk}"


@pytest.mark.parametrize("name", ["沿河各村", "老窑把式", "北岭村"])
def test_a_name_nobody_explained_is_asked_for(w, name):
    assert Dictionary(w.town).meaning(name) == ""


@pytest.mark.parametrize("key", ["", None, "office:x", "nobody:1"])
def test_a_broken_key_means_nothing(key):
    assert meaning_of(key) == {}

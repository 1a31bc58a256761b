"""The one definition of who sees which rows, for each role and each path that carries scope."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import User
from campaigns.models import Assignment
from enterprises.models import Enterprise
from hazards.models import Hazard
from places.models import Office
from tests import factories


@pytest.fixture
def firms(w):
    """An enterprise per case: by village, sector and supervising office."""
    w.gas = factories.enterprise(w.village, sector_id="gas")
    w.supervised = factories.enterprise(w.village2, supervising_office=w.office)
    w.other_gas = factories.enterprise(w.other_village, sector_id="gas")
    return w


def names(w, rows):
    known = {row.pk: name for name, row in vars(w).items() if isinstance(row, Enterprise)}
    return {known[row.pk] for row in rows}


HERE = {"firm", "firm2", "gas", "supervised"}
ENTERPRISES = {
    "officer": HERE,
    "leader": HERE,
    "discipline": HERE,
    "supervisor": HERE | {"other_firm", "other_gas"},
    "department": {"gas", "supervised"},
    "liaison": {"firm", "gas"},
    "cadre": {"firm", "gas"},
    "boss": {"firm"},
    "other_officer": {"other_firm", "other_gas"},
    "other_cadre": {"other_firm", "other_gas"},
}


@pytest.mark.parametrize("who", ENTERPRISES)
def test_each_role_sees_its_enterprises(firms, who):
    assert names(firms, Enterprise.objects.visible_to(getattr(firms, who))) == ENTERPRISES[who]


def test_nobody_without_login_or_without_a_seat_sees_anything(w):
    for person in (AnonymousUser(), factories.user()):
        assert not Enterprise.objects.visible_to(person).exists()


def test_an_ended_seat_sees_nothing(w):
    w.officer.memberships.update(ended_at=w.officer.created_at)
    assert not Enterprise.objects.visible_to(User.objects.get(pk=w.officer.pk)).exists()


def test_the_scope_is_that_of_the_seat_one_acts_in_not_of_all_seats(w):
    second = factories.seat(w.cadre, Role.LEADER, w.other_town)
    assert w.firm in Enterprise.objects.visible_to(w.cadre)
    person = User.objects.get(pk=w.cadre.pk)
    person.act_as(second)
    seen = Enterprise.objects.visible_to(person)
    assert w.other_firm in seen and w.firm not in seen


def test_an_office_loses_sight_when_a_sector_is_taken_from_it(firms):
    firms.office.sectors.clear()
    assert names(firms, Enterprise.objects.visible_to(firms.department)) == {"supervised"}


def test_an_office_does_not_see_its_sector_in_the_next_township(firms):
    assert firms.other_gas not in Enterprise.objects.visible_to(firms.department)


def test_a_liaison_follows_the_villages_given_and_taken(firms):
    firms.liaison.membership.villages.set([firms.village2])
    assert names(firms, Enterprise.objects.visible_to(firms.liaison)) == {"firm2", "supervised"}
    firms.liaison.membership.villages.clear()
    assert not Enterprise.objects.visible_to(firms.liaison).exists()


def test_the_head_of_an_enterprise_does_not_see_the_village(w):
    own = factories.hazard(w.village, enterprise=w.firm)
    factories.hazard(w.village)
    assert list(Hazard.objects.visible_to(w.boss)) == [own]


def test_a_head_of_two_enterprises_sees_the_one_of_the_seat(w):
    second = factories.seat(w.boss, Role.ENTERPRISE, None, enterprise=w.firm2)
    assert list(Enterprise.objects.visible_to(w.boss)) == [w.firm]
    w.boss.act_as(second)
    assert list(Enterprise.objects.visible_to(w.boss)) == [w.firm2]


def test_a_duty_of_an_office_is_seen_by_that_office_and_not_by_another(w):
    second = Office.objects.create(township=w.town, name="派出所")
    police = factories.user(Role.DEPARTMENT, w.town, office=second)
    duty = factories.assignment(factories.task(factories.campaign(w.town)), w.town, office=w.office)
    assert duty in Assignment.objects.visible_to(w.department)
    assert duty not in Assignment.objects.visible_to(police)
    assert duty not in Assignment.objects.visible_to(w.cadre)


@pytest.mark.parametrize("role", Role.values)
def test_no_role_costs_more_than_one_query(w, role, django_assert_num_queries):
    who = {"enterprise": "boss"}.get(role, role)
    person = User.objects.get(pk=getattr(w, who).pk)
    assert person.membership
    with django_assert_num_queries(1):
        list(Enterprise.objects.visible_to(person))

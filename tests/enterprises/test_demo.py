"""The demonstration county: places, people, enterprises."""

import random
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate

from accounts import demo as people
from accounts.enums import Role
from accounts.models import User
from core import clock, reference
from enterprises import demo as firms
from enterprises.codes import credit_code_fault
from enterprises.models import Enterprise, Permit
from places import demo as places
from places.models import Office, Place
from tests.pouring import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with undone(django_db_blocker):
        reference.load_all()
        today = clock.today()
        demo = SimpleNamespace(rng=random.Random(1), today=today, day=lambda n: today + timedelta(days=n))
        for module in (places, people, firms):
            module.load(demo)
        yield demo


def test_the_county_has_three_townships_with_villages_and_offices(demo):
    assert Place.objects.townships().count() == 3
    assert Place.objects.villages().count() >= 24
    assert len(demo.villages[demo.towns[0].code]) >= 12
    assert Office.objects.filter(township=demo.towns[0]).count() >= 12
    assert not Office.objects.filter(has_safety_duty=True, sectors=None).exists()


def test_each_account_shown_can_log_in_and_they_cover_every_role(demo, rf):
    shown = [authenticate(rf.post("/"), username=name, password=people.PASSWORD) for name, _ in people.ACCOUNTS]
    assert None not in shown
    assert {person.role for person in shown} == set(Role.values)


def test_one_person_has_two_seats_and_the_neighbouring_township_has_an_officer(demo):
    both = User.objects.get(username="shuangzhi")
    assert [seat.role for seat in both.memberships_for_switch] == ["department", "liaison"]
    assert User.objects.get(username="baita").membership.place == demo.towns[1]


def test_every_village_has_a_cadre_and_every_liaison_villages(demo):
    assert set(demo.cadres) == set(Place.objects.villages().values_list("code", flat=True))
    for town in demo.towns:
        for liaison in demo.people[(town.code, Role.LIAISON)]:
            seat = next(s for s in liaison.memberships_for_switch if s.role == Role.LIAISON)
            assert seat.villages.exists()


def test_the_password_is_hashed_once(demo):
    assert User.objects.values("password").distinct().count() == 1


def test_enterprises_are_many_valid_and_of_different_names(demo):
    rows = list(Enterprise.objects.select_related("village"))
    assert len(rows) >= 300 and len({row.name for row in rows}) == len(rows)
    assert not [row.name for row in rows if credit_code_fault(row.credit_code)]
    assert {row.village.township_code for row in rows} == {town.code for town in demo.towns}
    assert all(row.initials for row in rows)


def test_each_enterprise_has_a_head_who_sees_only_it(demo):
    firm = demo.firms[demo.towns[0].code][0]
    head = User.objects.get(pk=demo.bosses[firm.pk].pk)
    assert list(Enterprise.objects.visible_to(head)) == [firm]
    assert len(demo.bosses) == Enterprise.objects.count()


def test_some_permits_run_out_soon_and_some_have(demo):
    soon = Permit.objects.filter(expires_on__range=(demo.today, demo.day(30)))
    assert soon.count() >= 10
    assert Permit.objects.filter(expires_on__lt=demo.today).exists()

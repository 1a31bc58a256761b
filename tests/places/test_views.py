"""Villages to choose from; the officer's pages of offices, names and holidays."""

import datetime

import pytest
from django.urls import reverse

from core.models import Holiday
from places.models import Office, UnitAlias


@pytest.fixture
def officer(client, w):
    client.force_login(w.officer)
    return client


def test_villages_are_offered_from_the_own_township_only(officer):
    found = officer.get(reverse("places:options"), {"q": "村"}).json()["options"]
    assert {row["label"] for row in found} == {"石桥村", "柳湾村"}
    assert officer.get(reverse("places:options"), {"q": "北岭"}).json()["options"] == []


def test_an_office_is_added_with_its_trades(officer, w):
    officer.post(reverse("places:office_new"), {"name": "水利站", "sectors": ["farm"], "is_active": "on"})
    row = Office.objects.get(name="水利站")
    assert row.township == w.town and not row.has_safety_duty and [s.code for s in row.sectors.all()] == ["farm"]


def test_two_offices_of_one_name_are_refused_in_words(officer, w):
    page = officer.post(reverse("places:office_new"), {"name": w.office.name, "is_active": "on"})
    assert page.status_code == 200 and "本乡镇已有同名站所" in page.content.decode()


def test_an_office_next_door_is_out_of_sight(officer, w):
    assert officer.get(reverse("places:office", args=[w.other_office.pk])).status_code == 404
    assert officer.get(reverse("places:office", args=[w.office.pk])).status_code == 200


def test_a_name_means_one_thing_and_can_be_said_anew(officer, w):
    to = reverse("places:aliases")
    officer.post(to, {"name": "市监所", "office": w.office.pk})
    officer.post(to, {"name": "市监所", "office": w.safety_office.pk})
    assert UnitAlias.objects.get().office == w.safety_office
    page = officer.post(to, {"name": "两可", "office": w.office.pk, "group": "villages"})
    assert "只能对应一类" in page.content.decode()


def test_a_known_holiday_is_changed_not_doubled(officer):
    to, day = reverse("places:holidays"), datetime.date(2027, 6, 7)
    officer.post(to, {"day": "2027-06-07", "is_workday": "", "name": "抗旱"})
    officer.post(to, {"day": "2027-06-07", "is_workday": "1", "name": "调休"})
    row = Holiday.objects.get(day=day)
    assert row.is_workday and row.name == "调休"


@pytest.mark.parametrize("name", ["offices", "office_new", "aliases", "holidays"])
def test_only_the_officer_keeps_these_pages(client, w, name):
    for person in (w.leader, w.cadre, w.boss, w.supervisor):
        client.force_login(person)
        assert client.get(reverse(f"places:{name}")).status_code == 403


def test_a_wrong_meaning_is_forgotten(officer, w):
    row = UnitAlias.objects.create(township=w.town, name="巡防队", office=w.office)
    page = officer.post(reverse("places:alias_drop", args=[row.pk]), follow=True).content.decode()
    assert not UnitAlias.objects.exists() and "已删除“巡防队”" in page


def test_meanings_are_forgotten_by_the_own_officer_only(client, w):
    row = UnitAlias.objects.create(township=w.town, name="巡防队", office=w.office)
    for person, status in ((w.other_officer, 404), (w.leader, 403), (w.cadre, 403)):
        client.force_login(person)
        assert client.post(reverse("places:alias_drop", args=[row.pk])).status_code == status
    assert client.get(reverse("places:alias_drop", args=[row.pk])).status_code == 405 and UnitAlias.objects.exists()

"""What every page carries: the places of the side and bottom bar, the one that is open, the campaign, the unread count."""

import pytest
from django.urls import reverse

from core import clock
from tests import factories

from .conftest import OFFICE, PHONE, queries


def nav(client, path="/"):
    return [(item["label"], item["active"]) for item in client.get(path).context["nav"]]


def active(client, path):
    return [label for label, is_active in nav(client, path) if is_active]


def test_the_safety_office_has_every_place(w, login):
    assert [
        label for label, _ in nav(login(w.officer))
    ] == "今日 专项行动 检查 隐患 涉亡核查 群众举报 企业 公文 统计 日常工作 台账报表 设置".split()


@pytest.mark.parametrize("role", sorted(set(OFFICE) - {"officer"}))
def test_settings_are_the_safety_offices_own(w, login, role):
    assert "设置" not in [label for label, _ in nav(login(getattr(w, role)))]


@pytest.mark.parametrize("role", ["liaison", "supervisor"])
def test_who_cannot_enter_the_room_of_leads_sees_no_door(w, login, role):
    client = login(getattr(w, role))
    assert "涉亡核查" not in [label for label, _ in nav(client)]
    assert client.get(reverse("incidents:list")).status_code == 403


@pytest.mark.parametrize("role", PHONE)
def test_a_phone_has_four_at_most(w, login, role):
    assert [label for label, _ in nav(login(getattr(w, role)))] == ["待办", "自查", "隐患", "我的"]


@pytest.mark.parametrize("role", [*OFFICE, *PHONE])
def test_every_place_opens(w, login, role):
    client = login(getattr(w, role))
    for item in client.get("/").context["nav"]:
        assert client.get(item["url"]).status_code == 200, item["label"]


@pytest.mark.parametrize(
    ("view", "label"),
    [
        ("dashboard:home", "今日"), ("dashboard:leader", "统计"), ("campaigns:register", "专项行动"),
        ("hazards:new", "隐患"), ("accounts:people", "设置"), ("places:offices", "设置"), ("reminders:ladders", "设置"),
        ("notices:numbers", "设置"),
        ("enterprises:list", "企业"),
    ],
)  # fmt: skip
def test_one_place_is_open(w, login, view, label):
    assert active(login(w.officer), reverse(view)) == [label]


def test_a_page_of_no_place_opens_none(w, login):
    assert active(login(w.officer), reverse("dashboard:search")) == []


@pytest.mark.parametrize(
    ("view", "label"),
    [("campaigns:duties", "待办"), ("notices:list", "待办"), ("accounts:me", "我的"), ("reminders:inbox", "我的")],
)
def test_a_phones_pages_belong_to_one_of_its_four(w, login, view, label):
    assert active(login(w.cadre), reverse(view)) == [label]


def test_the_newest_running_campaign_of_ones_township_is_named(w, login):
    factories.campaign(w.other_town, name="邻乡行动", starts_on=clock.today())
    assert "top-campaign" not in login(w.officer).get("/").content.decode()
    factories.campaign(w.town, name="本镇行动")
    factories.campaign(w.town, name="筹备中的行动", state="draft")
    body = login(w.officer).get("/").content.decode()
    assert "本镇行动" in body and "邻乡行动" not in body and "筹备中的行动" not in body


def test_the_county_has_no_one_campaign(w, login):
    factories.campaign(w.town, name="本镇行动")
    assert "top-campaign" not in login(w.supervisor).get(reverse("dashboard:search")).content.decode()


def test_the_unread_count_is_ones_own(w, login):
    factories.message(w.officer), factories.message(w.officer), factories.message(w.leader)
    assert '<span class="badge-count">2</span>' in login(w.officer).get("/").content.decode()
    assert "badge-count" not in login(w.cadre).get("/").content.decode()


def test_rewards_belong_to_tips_in_the_bar(w, login):
    nav = login(w.officer).get(reverse("tips:rewards")).context["nav"]
    assert [item["label"] for item in nav if item["active"]] == ["群众举报"]


def test_a_fragment_pays_for_no_navigation(w, login):
    """The rows htmx fetches draw neither bar nor bell, so the page costs exactly the two more queries of the shell."""
    client, url = login(w.officer), reverse("campaigns:register")
    client.get(url)
    whole = queries(lambda: client.get(url))
    assert queries(lambda: client.get(url, headers={"HX-Request": "true"})) < whole - 1

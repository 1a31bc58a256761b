"""A campaign ends with every enterprise heard and every case decided, or by a leader's signed exception."""

import re
from datetime import datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services.edit import conclude
from core.errors import Refused
from incidents.open_cases import remaining_cases
from tests import factories
from tests.checks.conftest import a_list

OPEN = {
    "unanswered": lambda w, c: factories.check(a_list(), w.village, campaign=c, enterprise=w.firm),
    "undecided": lambda w, c: factories.lead(w.village, campaign=c),
    "refuted": lambda w, c: factories.lead(w.village, state="concluded", conclusion="refuted", concluded_at=ages_ago(c)),
}


def ages_ago(campaign):
    return timezone.make_aware(datetime.combine(campaign.starts_on - timedelta(days=9), time()))


@pytest.fixture
def campaign(w):
    return factories.campaign(w.town)


@pytest.fixture
def login(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter


def page(login, person, campaign):
    return login(person).get(reverse("campaigns:conclude", args=[campaign.pk])).content.decode()


@pytest.mark.parametrize("kind", OPEN)
def test_with_something_open_only_a_leader_ends_it_and_says_why(w, campaign, kind, login):
    OPEN[kind](w, campaign)
    with pytest.raises(Refused, match="由乡镇领导签批例外"):
        conclude(campaign=campaign, note="任务完成", by=w.officer)
    assert "签批例外，结束专项" in page(login, w.leader, campaign) and "签批例外，结束专项" not in page(
        login, w.officer, campaign
    )
    with pytest.raises(Refused, match="必须写明原因"):
        conclude(campaign=campaign, note=" ", by=w.leader)
    conclude(campaign=campaign, note="企业已停产，限期补报", by=w.leader)
    said = Campaign.objects.get(pk=campaign.pk).log.get(action="conclude")
    assert said.actor == w.leader and said.note.startswith("带未完成事项结束：") and said.note.endswith("限期补报")


def test_without_anything_open_the_officer_ends_it(w, campaign, login):
    check = OPEN["unanswered"](w, campaign)
    type(check).objects.update(state="accepted")
    answer = login(w.officer).post(reverse("campaigns:conclude", args=[campaign.pk]), {"note": "各项任务完成"})
    assert answer.status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).log.get(action="conclude").note == "各项任务完成"


def test_an_officer_does_not_learn_how_many_cases_there_are(w, campaign, login):
    for _ in range(3):
        factories.lead(w.village, campaign=campaign)
    assert "3 条" in page(login, w.leader, campaign)
    told = page(login, w.officer, campaign)
    assert "涉亡核查还没有全部办结" in told and "3 条" not in told


def test_only_a_leader_hands_on_what_remains_and_nothing_is_read_for_others(w, campaign, django_assert_num_queries):
    factories.lead(w.village, campaign=campaign)
    assert w.officer.membership
    with django_assert_num_queries(0):
        assert list(remaining_cases(w.officer, campaign)) == []
    assert ["1 条" in one.said for one in remaining_cases(w.leader, campaign)] == [True]


def test_the_log_that_everybody_reads_tells_no_number_of_cases(w, campaign, login):
    for kind in OPEN:
        OPEN[kind](w, campaign)
    assert "1 条没有重新核查" in page(login, w.leader, campaign)
    conclude(campaign=campaign, note="限期补报", by=w.leader)
    said = campaign.log.get(action="conclude").note
    assert said.count("涉亡核查还没有全部办结") == 1 and "没有上报自查" in said and said.endswith("限期补报")
    for who in ("boss", "cadre", "department", "officer", "leader"):
        shown = login(getattr(w, who)).get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
        assert "涉亡核查还没有全部办结" in shown and not re.search(r"线索 \d+ 条", shown), who


def test_numbers_leave_the_old_logs(w, campaign):
    old = "带未完成事项结束：3 家企业没有上报自查；涉亡线索 1 条没有作出结论；原查否、存疑的线索 3 条没有重新核查。限期补报"
    line = campaign.log.create(actor=w.leader, action="conclude", action_label="结束", to_state="concluded", note=old)
    import_module("campaigns.migrations.0008_log_without_counts").rewrite(apps, None)
    line.refresh_from_db()
    assert line.note == "带未完成事项结束：3 家企业没有上报自查；涉亡核查还没有全部办结。限期补报"


@pytest.mark.parametrize("who", ["cadre", "boss", "liaison", "department"])
def test_others_do_not_open_the_page(w, campaign, login, who):
    url = reverse("campaigns:conclude", args=[campaign.pk])
    assert login(getattr(w, who)).get(url).status_code == 403
    assert login(w.other_officer).get(url).status_code == 404

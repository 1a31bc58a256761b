"""A campaign ends with every enterprise heard and every case decided, or by a leader's signed exception."""

import re
from datetime import datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services import circulars
from campaigns.services.edit import conclude
from checks.models import Checklist
from core import clock
from core.errors import Refused
from enterprises.models import Enterprise
from incidents.models import Lead
from incidents.open_cases import remaining_cases
from incidents.services.referrals import refer, step
from incidents.tips import services as tips
from tests import factories
from tests.checks.conftest import a_list
from tests.incidents.conftest import ABOVE, concluded, later
from tests.incidents.tips.conftest import told

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


def ask_all(campaign, but=None):
    """Every enterprise of the township has answered the confidential questions."""
    secret = factories.checklist()
    Checklist.objects.filter(pk=secret.pk).update(confidential=True)
    first, last = campaign.township.code_range
    for firm in Enterprise.objects.filter(village__gte=first, village__lte=last).exclude(pk=but and but.pk):
        factories.check(secret, firm.village, campaign=campaign, enterprise=firm, state="accepted")


def test_enterprises_never_asked_are_owed_by_a_campaign_that_looks_back(w, campaign, login):
    ask_all(campaign, but=w.firm)
    for person in (w.leader, w.officer):
        assert "1 家企业没有派发三项核实" in page(login, person, campaign)
    Campaign.objects.update(looks_back=False)
    assert "没有派发" not in page(login, w.leader, campaign)


def test_without_anything_open_the_officer_ends_it(w, campaign, login):
    ask_all(campaign)
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


def test_every_open_case_of_the_township_must_be_decided_before_it_ends(w, campaign, login):
    tip, _ = tips.send_in(**told(w, kind="concealed"))
    tips.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人死亡没有上报")
    old = factories.lead(w.village, source="petition", received_at=ages_ago(campaign))  # open since before it began
    factories.lead(w.other_village)  # of another township
    factories.lead(w.village, campaign=factories.campaign(w.town))  # owed there
    factories.lead(w.village, state="dismissed")
    shown = page(login, w.leader, campaign)
    assert "涉亡线索 2 条没有作出结论" in shown
    rows = login(w.leader).get(reverse("incidents:list"), {"undecided": campaign.pk}).context["page"]
    assert {row.pk for row in rows} == {old.pk, Lead.objects.get(source="tip").pk}


def test_a_campaign_about_something_else_owes_no_case_but_its_own(w, campaign, login):
    OPEN["refuted"](w, campaign)
    factories.lead(w.village)
    Campaign.objects.update(looks_back=False)
    campaign.refresh_from_db()
    shown = page(login, w.leader, campaign)
    assert "没有作出结论" not in shown and "没有重新核查" not in shown
    assert login(w.leader).get(reverse("incidents:again_list")).context["campaign"] is None
    factories.lead(w.village, campaign=campaign)
    assert "涉亡线索 1 条没有作出结论" in page(login, w.leader, campaign)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("冬季消防行动", "巩固提升阶段开展回头看。", False), ("非法采矿回头看行动", "深入排查。", True),
        ("亡人问题行动", "对瞒报问题起底核查。", True),
    ],
)  # fmt: skip
def test_a_circular_says_whether_its_campaign_looks_back(name, text, expected):
    assert circulars.looks_back(name, text) is expected


def test_whether_it_looks_back_is_changed_on_its_form(w, campaign, login):
    form = {"name": campaign.name, "starts_on": campaign.starts_on, "row_version": campaign.version}
    answer = login(w.officer).post(reverse("campaigns:edit", args=[campaign.pk]), form)
    campaign.refresh_from_db()
    assert answer.status_code == 302 and not campaign.looks_back
    assert "开展瞒报回头看" in campaign.log.last().note


def test_campaigns_that_had_cases_or_confidential_checks_go_on_looking_back(w):
    told_of, asked, other = (factories.campaign(w.town, looks_back=False) for _ in range(3))
    factories.lead(w.village, campaign=told_of)
    secret = factories.checklist()
    Checklist.objects.filter(pk=secret.pk).update(confidential=True)
    factories.check(secret, w.village, campaign=asked, enterprise=w.firm)
    import_module("campaigns.migrations.0009_looks_back").mark(apps, None)
    assert set(Campaign.objects.filter(looks_back=True)) == {told_of, asked} and not other.looks_back


def test_a_case_found_concealed_must_be_put_forward_to_be_listed(w, campaign, login):
    lead = concluded(w, None, "concealed", **ABOVE)
    page_of = lambda: login(w.leader).get(reverse("incidents:detail", args=[lead.pk])).context["offers"]  # noqa: E731
    assert [offer.label for offer in page_of()] == [
        "提请挂牌督办",
        "移交纪检一案双查",
        "不移交，说明理由",
        "按上级认定变更结论",
    ]
    first = login(w.leader).get(page_of()[0].url).context["form"].initial
    assert first["kind"] == "listing"
    assert "认定瞒报的 1 件没有提请挂牌督办" in page(login, w.leader, campaign)
    told_officer = page(login, w.officer, campaign)
    assert "涉亡核查还没有全部办结" in told_officer and "挂牌督办" not in told_officer
    rows = login(w.leader).get(reverse("incidents:list"), {"unlisted": campaign.pk}).context["page"]
    assert [row.pk for row in rows] == [lead.pk]
    row = refer(lead=lead, kind="listing", to_body="青禾县安委办", facts="经过", by=w.leader)
    assert "提请挂牌督办" not in [offer.label for offer in page_of()]
    assert "没有提请挂牌督办" in page(login, w.leader, campaign)
    step(referral=row, action="send", by=w.leader, sent_on=clock.today(), answer_by=later(9))
    assert "没有提请挂牌督办" not in page(login, w.leader, campaign)


def sent_to(w, lead, kind, body):
    row = refer(lead=lead, kind=kind, to_body=body, facts="经过", by=w.leader)
    return step(referral=row, action="send", by=w.leader, sent_on=clock.today(), answer_by=later(9))


def test_its_end_names_who_has_to_answer_and_what_was_not_sent(w, campaign, login):
    for body in ("青禾县公安局", "青禾县公安局", "青禾县应急管理局"):
        sent_to(w, factories.lead(w.village, campaign=campaign), "police", body)
    sent_to(w, factories.lead(w.village, campaign=factories.campaign(w.town)), "police", "别处机关")
    unsent = factories.lead(w.village, campaign=campaign, competence="county", competent_body="青禾县应急管理局")
    refer(lead=unsent, kind="upward", to_body="青禾县应急管理局", facts="经过", by=w.leader)
    shown = page(login, w.leader, campaign)
    assert "3 件等待答复（青禾县公安局 2 件、青禾县应急管理局 1 件）" in shown
    assert "由其他机关核查的线索 1 条没有送出移送、提请的文书" in shown
    assert "公安局" not in page(login, w.officer, campaign)
    register = login(w.leader).get(reverse("incidents:referrals"), {"campaign": campaign.pk})
    assert register.context["total"] == 3
    rows = login(w.leader).get(reverse("incidents:list"), {"unasked": campaign.pk}).context["page"]
    assert [row.pk for row in rows] == [unsent.pk]
    sent_to(w, unsent, "police", "青禾县公安局")
    assert "没有送出移送" not in page(login, w.leader, campaign)


def test_found_cases_are_owed_to_discipline_until_handed_over(w, campaign, login):
    lead = concluded(w, None, "accident")
    factories.lead(w.village, state="concluded", conclusion="accident", concluded_at=clock.now())  # of an old file
    said = "属生产安全事故、认定瞒报的 1 件没有移交一案双查"
    assert said in page(login, w.leader, campaign) and "双查" not in page(login, w.officer, campaign)
    rows = login(w.leader).get(reverse("incidents:list"), {"uninquired_in": campaign.pk}).context["page"]
    assert [row.pk for row in rows] == [lead.pk]
    sent_to(w, lead, "discipline", "云溪镇纪委")
    assert said not in page(login, w.leader, campaign)

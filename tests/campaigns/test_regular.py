"""Regular reports of a campaign: how often, by whom, who has not sent one."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.models import Assignment, CampaignLog, Task
from campaigns.people import Directory
from campaigns.services import dispatch, duties, papers, regular, urging
from core import clock
from core.errors import Refused
from reminders.models import Message
from reminders.scan import scan
from tests import factories

from . import makers

DAY = date(2026, 11, 18)  # a Wednesday, of the middle third of the month


def on(day):
    return clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 10)))


def running(w, **fields):
    told_at = timezone.make_aware(datetime(2026, 11, 2, 9))
    return factories.campaign(w.town, starts_on=date(2026, 11, 1), dispatched_at=told_at, looks_back=False, **fields)


def told(w, campaign, every="week", senders=("villages",), day=DAY):
    with on(day):
        return regular.set_rhythm(campaign=campaign, every=every, senders=list(senders), by=w.officer)


def owed(campaign):
    return campaign.assignments.exclude(state="cancelled").order_by("place_id", "office_id", "period_starts_on")


@pytest.mark.parametrize(
    ("every", "first", "last", "label"),
    [
        ("week", date(2026, 11, 16), date(2026, 11, 22), "2026年第47周"),
        ("ten-days", date(2026, 11, 11), date(2026, 11, 20), "2026年11月中旬"),
        ("month", date(2026, 11, 1), date(2026, 11, 30), "2026年11月"),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31), "2026年第4季度"),
    ],
)
def test_a_rhythm_begins_with_the_period_it_was_set_in_and_is_due_on_its_last_day(w, every, first, last, label):
    campaign = running(w)
    told(w, campaign, every)
    assert {(row.period_starts_on, row.due_on, row.period_label) for row in owed(campaign)} == {(first, last, label)}
    assert {row.place_id for row in owed(campaign)} == {w.village.code, w.village2.code}


def test_each_new_period_asks_again(w):
    campaign = running(w)
    told(w, campaign)
    dispatch.open_all_periods(DAY + timedelta(days=14))
    assert len(set(owed(campaign).values_list("period_starts_on", flat=True))) == 3


@pytest.mark.parametrize("every", ["day", "year", "half-month", "soon"])
def test_other_rhythms_are_refused(w, every):
    with pytest.raises(Refused, match="频次只能是"):
        regular.set_rhythm(campaign=running(w), every=every, senders=["villages"], by=w.officer)


@pytest.mark.parametrize(
    ("senders", "reason"), [([], "至少选一类"), (["enterprises"], "只能是包村干部和站所")]
)  # fmt: skip
def test_faulty_senders(w, senders, reason):
    with pytest.raises(Refused, match=reason):
        regular.set_rhythm(campaign=running(w), every="week", senders=senders, by=w.officer)


def test_only_the_office_of_the_township_sets_it(w):
    campaign = running(w)
    for who in (w.leader, w.liaison, w.cadre, w.department, w.other_officer):
        with pytest.raises(Refused):
            regular.set_rhythm(campaign=campaign, every="week", senders=["villages"], by=who)
    assert not campaign.tasks.exists()


def test_the_liaison_reports_for_the_village_and_its_cadre_does_not(w):
    campaign = running(w)
    told(w, campaign)
    row = owed(campaign).get(place=w.village)
    assert row in Assignment.objects.of_unit(w.liaison)
    assert not Assignment.objects.of_unit(w.cadre).exists()
    values = {"assignment": row, "text": makers.WORDS, "held_on": DAY}
    with on(DAY), pytest.raises(Refused, match="由包村干部报送"):
        duties.answer(by=w.cadre, **values)
    with on(DAY):
        duties.answer(by=w.liaison, **values)
    one = regular.periods_of(w.officer, campaign)[0]
    assert (one.sent, one.total, one.unsent) == (1, 2, [str(w.village2)])


def test_what_is_due_goes_to_the_liaison_and_late_to_the_office_never_to_the_cadre(w):
    campaign = running(w)
    told(w, campaign)
    row = owed(campaign).get(place=w.village)
    directory = Directory([row])
    assert directory.of(row) == [w.liaison]
    assert directory.ladder(row)[0] == [w.officer]
    Message.objects.all().delete()
    with on(row.due_on + timedelta(days=1)):
        scan()
        scan()
    mine = Message.objects.filter(recipient=w.liaison, title__contains="定期报送")
    assert mine.count() == 1 and "逾期" in mine.get().title
    assert not Message.objects.filter(recipient=w.cadre).exists()
    assert Message.objects.filter(recipient=w.officer, title__startswith="下级逾期").exists()


def test_a_village_and_its_liaison_are_urged_apart_and_written_to_once(w):
    campaign = running(w)
    task = makers.task(campaign, due_on=DAY)
    with on(DAY):
        dispatch.open_periods(campaign=campaign, by=w.officer)
    told(w, campaign)
    rows = list(owed(campaign).filter(place=w.village).select_related("task", "place", "office", "enterprise"))
    with on(DAY + timedelta(days=9)):
        found = urging.urge(campaign=campaign, rows=rows, by=w.officer)
    assert {tuple(one.people) for one in found} == {(w.liaison,), (w.cadre,)}
    assert [len(group) for group in papers.late_units(rows).values()] == [2]
    assert sorted(map(str, papers.units_of(campaign))) == sorted({str(row.place) for row in owed(campaign)})
    assert task.assignments.count() == 2


def test_a_changed_rhythm_takes_back_what_is_not_late_and_keeps_what_is(w):
    campaign = running(w)
    told(w, campaign, "week", day=DAY - timedelta(days=7))
    with on(DAY):
        dispatch.open_periods(campaign=campaign)
    told(w, campaign, "month", ("villages", "offices"))
    kept = {(row.due_on, row.state) for row in campaign.assignments.filter(place=w.village, office=None)}
    assert kept == {(date(2026, 11, 15), "open"), (date(2026, 11, 22), "cancelled"), (date(2026, 11, 30), "open")}
    assert owed(campaign).exclude(office=None).count() == 2
    notes = list(CampaignLog.objects.filter(subject=campaign, action_label="定期报送").values_list("note", flat=True))
    assert sorted(notes) == sorted(["每周报送，包村干部（按村）", "每月报送，包村干部（按村）、各站所"])
    assert regular.task_of(campaign).every == "month"
    assert told(w, campaign, "") is None and regular.task_of(campaign) is None


def test_the_same_rhythm_twice_changes_nothing(w):
    campaign = running(w)
    first = told(w, campaign)
    assert told(w, campaign) == first and campaign.tasks.count() == 1


def test_a_campaign_has_one_rhythm(w):
    campaign = running(w)
    told(w, campaign)
    with pytest.raises(ValidationError, match="已经定了定期报送"):
        Task(campaign=campaign, title="再来", regular=True).validate_constraints()


def test_a_rhythm_set_before_the_dispatch_waits_for_it(w):
    campaign = makers.draft(w)
    told(w, campaign)
    assert not campaign.assignments.exists() and regular.spans(campaign) == []
    with on(DAY):
        dispatch.dispatch(campaign=campaign, by=w.officer)
    assert owed(campaign).count() == 2


def test_the_office_sets_it_on_a_page_and_sees_who_has_not_sent(w, login):
    campaign = running(w)
    client, to = login(w.officer), reverse("campaigns:regular", args=[campaign.pk])
    set_at = reverse("campaigns:rhythm", args=[campaign.pk])
    assert "还没有要报送的期次" in client.get(to).content.decode()
    assert "请至少选一类报送单位" in client.post(set_at, {"every": "week"}).content.decode()
    assert client.post(set_at, {"every": "week", "senders": ["villages"]}).status_code == 302
    shown = client.get(to).content.decode()
    assert w.village.name in shown and "0 / 2" in shown and "每周报送一次" in shown
    start = owed(campaign).first().period_starts_on
    listed = client.get(
        reverse("campaigns:register"), {"regular": 1, "waiting": 1, "period": start, "campaign": campaign.pk}
    )
    assert listed.context["total"] == 2
    past = client.get(reverse("campaigns:register"), {"regular": 1, "period": start - timedelta(days=7)})
    assert past.context["total"] == 0
    sheet = load_workbook(BytesIO(client.get(to, {"export": "xlsx"}).content)).active
    assert any(w.village.name in str(cell) for row in sheet.values for cell in row)
    assert "每周，由各村报送" in client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
    task = regular.task_of(campaign)
    answer = client.get(reverse("campaigns:task", args=[campaign.pk, task.pk]))
    assert answer.status_code == 302 and answer.url == set_at


def test_a_liaison_sees_the_own_villages_only_and_sets_nothing(w, login):
    campaign = running(w)
    told(w, campaign)
    client = login(w.liaison)
    shown = client.get(reverse("campaigns:regular", args=[campaign.pk])).content.decode()
    assert w.village.name in shown and w.village2.name not in shown and "改频次" not in shown
    assert client.get(reverse("campaigns:rhythm", args=[campaign.pk])).status_code == 403
    assert f"{regular.TITLE}（{w.village.name}）" in client.get(reverse("campaigns:duties")).content.decode()
    home = client.get(reverse("dashboard:home")).content.decode()
    assert regular.TITLE in home and f"{w.village.name} {owed(campaign).first().period_label}" in home

"""The office's regular reports by period: what is owed, reminded of, and sent once."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services import regular
from core import clock
from core.errors import Refused
from incidents.briefs import rhythm, services
from incidents.models import Brief
from reminders.models import Message
from reminders.scan import scan
from tests import factories

from .conftest import as_user, text_of

DAY = date(2026, 11, 18)


def on(day):
    return clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 10)))


def looking_back(w, every="week", **fields):
    told = timezone.make_aware(datetime(2026, 11, 2, 9))
    campaign = factories.campaign(w.town, starts_on=date(2026, 11, 1), dispatched_at=told, **fields)
    with on(DAY):
        regular.set_rhythm(campaign=campaign, every=every, senders=["villages"], by=w.officer)
    return campaign


def owed(day, states=rhythm.SENT):
    return rhythm.open_periods(Campaign.objects.all(), states, day)


def written(w, period, **values):
    given = {"kind": "regular", "title": "本期情况", "text": "本期没有新增"}
    return services.write(by=w.officer, period=period, **(given | values))


def test_each_period_asks_the_office_for_a_report_until_it_is_sent(w):
    campaign = looking_back(w)
    first, second = owed(DAY + timedelta(days=7))
    assert (first.starts_on, first.due_on, first.label) == (date(2026, 11, 16), date(2026, 11, 22), "2026年第47周")
    row = written(w, first)
    assert (row.campaign, row.period_label) == (campaign, "2026年第47周")
    assert owed(DAY)  # a draft is not sent
    services.step(brief=row, action="submit", by=w.officer)
    assert [one.key for one in owed(DAY + timedelta(days=7))] == [second.key]


def test_a_campaign_about_something_else_owes_none(w):
    looking_back(w, looks_back=False)
    assert owed(DAY) == []


def test_a_period_has_one_report_and_a_dropped_one_makes_room(w):
    looking_back(w)
    period = owed(DAY)[0]
    row = written(w, period)
    with pytest.raises(Refused, match="第47周的定期报告已经起草"):
        written(w, period)
    services.step(brief=row, action="drop", by=w.officer, note="重复起草")
    assert written(w, period).pk != row.pk


def test_what_is_no_regular_report_keeps_no_period(w):
    looking_back(w)
    assert written(w, owed(DAY)[0], kind="thematic").period_starts_on is None


def test_the_office_is_reminded_and_late_the_leaders_by_the_period_alone(w):
    looking_back(w)
    Message.objects.all().delete()
    with on(date(2026, 11, 20)):
        scan()
        scan()
    mine = Message.objects.filter(recipient=w.officer, title__contains="定期报告")
    assert mine.count() == 1 and mine.get().title.endswith("2026年第47周的定期报告")
    assert not Message.objects.filter(recipient=w.leader, title__contains="定期报告").exists()
    with on(date(2026, 11, 23)):
        scan()
    above = Message.objects.get(recipient=w.leader, title__contains="第47周的定期报告")
    assert above.title.startswith("下级逾期")
    assert not Message.objects.filter(recipient__in=[w.cadre, w.boss, w.third], title__contains="定期报告").exists()


def test_a_report_that_was_sent_reminds_nobody(w):
    looking_back(w)
    services.step(brief=written(w, owed(DAY)[0]), action="submit", by=w.officer)
    assert not list(rhythm.due_reports(DAY, date(2026, 11, 22)))


def test_the_page_tells_what_is_owed_and_begins_the_report_with_its_period(w):
    campaign = looking_back(w)
    client = as_user(w.officer)
    shown = text_of(client.get(reverse("incidents:briefs")))
    assert "本办定期报告未报送" in shown and "2026年第47周" in shown and '已报 <span class="num">0 / 2</span>' in shown
    period = owed(clock.today())[0]
    assert period.link.replace("&", "&amp;") in shown
    form = client.get(period.link).context["form"]
    assert form.initial["period"] == period.key and form.initial["kind"] == "regular"
    sent = {"kind": "regular", "title": "第47周情况", "text": "没有新增", "form_token": "t", "campaign": campaign.pk}
    assert "请选是哪一期的报告" in text_of(client.post(reverse("incidents:brief_new"), sent))
    assert "只有定期报告才选" in text_of(
        client.post(reverse("incidents:brief_new"), sent | {"kind": "urgent", "period": period.key})
    )
    client.post(reverse("incidents:brief_new"), sent | {"period": period.key})
    row = Brief.objects.get()
    assert row.period_starts_on == period.starts_on
    assert "2026年第47周" in text_of(client.get(reverse("incidents:brief", args=[row.pk])))
    client.post(
        reverse("incidents:brief_edit", args=[row.pk]),
        sent | {"title": "改过", "period": period.key, "row_version": row.version},
    )
    row.refresh_from_db()
    assert (row.title, row.period_starts_on) == ("改过", period.starts_on)


def test_a_leader_sees_that_no_rhythm_is_set_and_sets_none(w):
    campaign = factories.campaign(w.town)
    shown = text_of(as_user(w.leader).get(reverse("incidents:briefs")))
    assert "没有定频次" in shown and reverse("campaigns:rhythm", args=[campaign.pk]) not in shown
    assert reverse("campaigns:rhythm", args=[campaign.pk]) in text_of(as_user(w.officer).get(reverse("incidents:briefs")))

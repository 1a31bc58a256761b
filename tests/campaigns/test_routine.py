"""What a concluded campaign leaves becomes routine duties with new owners and due days; cases stay unnamed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns import remains
from campaigns.models import Assignment, Bylaw, Campaign
from campaigns.services import routine
from campaigns.services.edit import conclude
from core import clock
from core.errors import Refused
from tests import factories

KEYS = {"duties", "bylaws", "checks", "hazards", "confidential"}


@pytest.fixture
def over(w):
    """A concluded campaign that left something of every kind."""
    row = factories.campaign(w.town)
    factories.assignment(factories.task(row, title="排查动火作业"), w.village)
    about = {"campaign": row, "due_on": clock.today(), "gap": "lacking", "problem": "没有"}
    Bylaw.objects.create(place=w.village, name="报告制度", **about)
    factories.check(factories.checklist(), w.village, enterprise=w.firm, campaign=row)
    factories.hazard(w.village)
    factories.lead(w.village, campaign=row, summary="卞秘安倒下")
    conclude(campaign=row, note="县里要求按期结束", by=w.leader)
    return row


def chosen(w, by, campaign, **changes):
    due = clock.today() + timedelta(days=30)
    return [
        routine.Chosen(**({"remain": one, "office": w.office, "due_on": due} | changes)) for one in remains.of(by, campaign)
    ]


def test_everything_that_is_left_is_found_and_cases_for_leaders_only(w, over):
    assert {one.key for one in remains.of(w.leader, over)} == KEYS
    assert {one.key for one in remains.of(w.officer, over)} == KEYS - {"confidential"}


def test_handed_on_it_is_dispatched_with_new_owner_and_day(w, over):
    new = routine.hand_on(campaign=over, chosen=chosen(w, w.leader, over), by=w.leader)
    duties = Assignment.objects.filter(campaign=new)
    assert (new.state, new.follows, duties.count()) == ("running", over, 5)
    assert {(row.office, row.due_on) for row in duties} == {(w.office, clock.today() + timedelta(days=30))}
    told = " ".join(f"{task.title}{task.text}" for task in new.tasks.all())
    assert "排查动火作业" in told and "保密事项" in told
    assert not [word for word in ("涉亡", "死亡", "线索", "卞秘安") if word in told]
    assert len(routine.lines(over)) == 5 and "责任单位" in routine.lines(over)[0]


def test_reported_on_by_the_month_it_recurs(w, over):
    new = routine.hand_on(campaign=over, chosen=chosen(w, w.officer, over, every="month")[:1], by=w.officer)
    assert new.tasks.get().every == "month" and "每月报告，办结期限" in routine.lines(over)[0]


def test_only_once_only_after_the_end_and_only_by_the_office_or_a_leader(w, over):
    some = chosen(w, w.officer, over)
    with pytest.raises(Refused, match="由本乡镇应急办或领导"):
        routine.hand_on(campaign=over, chosen=some, by=w.department)
    with pytest.raises(Refused, match="至少勾选一项"):
        routine.hand_on(campaign=over, chosen=[], by=w.officer)
    with pytest.raises(Refused, match="不能早于今天"):
        late = chosen(w, w.officer, over, due_on=clock.today() - timedelta(days=1))
        routine.hand_on(campaign=over, chosen=late, by=w.officer)
    with pytest.raises(Refused, match="已有变化"):
        routine.hand_on(campaign=over, chosen=chosen(w, w.leader, over), by=w.officer)
    routine.hand_on(campaign=over, chosen=some, by=w.officer)
    with pytest.raises(Refused, match="已经转入常态"):
        routine.hand_on(campaign=over, chosen=some, by=w.officer)
    with pytest.raises(Refused, match="结束后才能"):
        routine.hand_on(campaign=factories.campaign(w.town), chosen=some, by=w.officer)


def test_by_the_pages_the_end_leads_to_handing_on_and_the_report_lists_it(w, client):
    row = factories.campaign(w.town, name="回头看专项行动", looks_back=False)
    factories.assignment(factories.task(row), w.village)
    client.force_login(w.officer)
    answer = client.post(reverse("campaigns:conclude", args=[row.pk]), {"note": "任务大体完成"})
    assert answer.url == reverse("campaigns:handing_on", args=[row.pk])
    page = client.get(answer.url).content.decode()
    assert "任务 1 项没有完成" in page
    values = {"duties-take": "on", "duties-office": "", "duties-due_on": clock.today(), "duties-every": ""}
    assert "请填写责任单位" in client.post(answer.url, values).content.decode()
    done = client.post(answer.url, values | {"duties-office": w.safety_office.pk}, follow=True).content.decode()
    assert "接续" in done and Campaign.objects.get(follows=row).state == "running"
    report = client.get(reverse("incidents:brief_new"), {"campaign": row.pk}).content.decode()
    assert "关于回头看专项行动的总结报告" in report
    assert "转入常态化工作 1 项" in report and "补办专项行动未完成的任务" in report


def test_who_only_looks_at_the_end_is_not_kept_waiting_for_what_remains(client, w, monkeypatch):
    campaign = factories.campaign(w.town)
    monkeypatch.setattr("campaigns.remains.of", lambda user, campaign: pytest.fail("counted"))
    client.force_login(w.leader)
    assert client.get(reverse("campaigns:conclude", args=[campaign.pk])).status_code == 200

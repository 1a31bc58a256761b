"""Changes after a campaign was made, its steps, and the roster."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Task, TaskUnit
from core import clock
from core.errors import Refused
from core.workflow import advance
from reminders.models import Message
from tests import factories

from . import makers

ALLOWED = {"draft": {"dispatch", "withdraw"}, "running": {"conclude"}, "concluded": {"reopen"}, "withdrawn": set()}


@pytest.fixture
def client(w, login):
    return login(w.officer)


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def data_of(task, **fields):
    return {
        "title": task.title,
        "unit_names": "villages",
        "deadline_kind": task.deadline_kind,
        "due_on": str(task.due_on or ""),
        "every": task.every,
        "row_version": task.version,
        **fields,
    }


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("action", ["dispatch", "conclude", "reopen", "withdraw"])
def test_every_step_in_every_state(w, state, action):
    campaign = factories.campaign(w.town, state=state, looks_back=False)
    if action in ALLOWED[state]:
        advance(campaign, action, by=w.officer, note="说明")
        assert campaign.state == Campaign.workflow.steps[action].target
    else:
        with pytest.raises(Refused):
            advance(campaign, action, by=w.officer, note="说明")


def test_a_new_date_reaches_the_open_assignments_and_people_are_told(w, client):
    campaign, rows = makers.sent(w)
    done = rows[w.village2.code]
    type(done).objects.filter(pk=done.pk).update(state="accepted")
    task, later = campaign.tasks.get(), clock.today() + timedelta(days=20)
    client.post(url("task", campaign.pk, task.pk), data_of(task, due_on=str(later)))
    rows[w.village.code].refresh_from_db()
    assert rows[w.village.code].due_on == later
    done.refresh_from_db()
    assert done.due_on == campaign.starts_on
    assert Message.objects.filter(recipient=w.cadre, title__startswith="期限改为").count() == 1


def test_a_unit_added_after_dispatch_gets_its_assignment(w, client):
    campaign, _ = makers.sent(w)
    task = campaign.tasks.get()
    client.post(url("task", campaign.pk, task.pk), data_of(task, unit_names="villages、市场监督管理所"))
    assert campaign.assignments.filter(office=w.office).count() == 1


def test_a_dropped_task_is_taken_back_with_its_reason(w, client):
    campaign, rows = makers.sent(w)
    task = campaign.tasks.get()
    client.post(url("task", campaign.pk, task.pk), data_of(task, dropped="on", drop_reason="并入县里统一行动"))
    row = rows[w.village.code]
    row.refresh_from_db()
    assert row.state == "cancelled" and "并入县里统一行动" in row.log.latest("at").note


def test_a_sent_task_cannot_lose_its_meaning(w, client):
    campaign, _ = makers.sent(w)
    task = campaign.tasks.get()
    page = client.post(url("task", campaign.pk, task.pk), data_of(task, unit_names="某某中心"))
    assert "不能这样改" in page.content.decode()
    assert [unit.name for unit in Task.objects.get(pk=task.pk).units.all()] == ["villages"]


def test_a_stale_task_form_is_told_what_changed(w, client):
    campaign = makers.draft(w)
    task = makers.task(campaign, due_on=clock.today())
    old = data_of(task)
    client.post(url("task", campaign.pk, task.pk), {**old, "title": "先改的名称"})
    page = client.post(url("task", campaign.pk, task.pk), {**old, "title": "后改的名称"}).content.decode()
    assert "先改的名称" in page and Task.objects.get(pk=task.pk).title == "先改的名称"


def test_a_blank_campaign_gets_phases_tasks_and_is_dispatched(w, client):
    client.post(url("blank"), {"name": "电动自行车整治", "starts_on": "2026-11-01", "ends_on": "2026-12-31"})
    campaign = Campaign.objects.get()
    client.post(url("phase_new", campaign.pk), {"name": "排查", "starts_on": "2026-11-01", "ends_on": "2026-11-20"})
    client.post(
        url("task_new", campaign.pk),
        {
            "title": "拆除飞线",
            "unit_names": "各村",
            "deadline_kind": "date",
            "due_on": "2026-12-01",
            "phase": campaign.phases.get().pk,
        },
    )
    answer = client.post(url("dispatch", campaign.pk))
    assert answer.url == url("matrix", campaign.pk) and campaign.assignments.count() == 2
    assert client.post(url("dispatch", campaign.pk)).status_code == 302 and campaign.assignments.count() == 2


def test_dates_the_wrong_way_round_are_told(client):
    page = client.post(url("blank"), {"name": "甲", "starts_on": "2026-12-01", "ends_on": "2026-11-01"})
    assert "不能早于开始日期" in page.content.decode() and not Campaign.objects.exists()


def test_a_name_is_explained_before_dispatch_for_all_its_tasks(w, client):
    campaign = makers.draft(w)
    for _ in range(2):
        task = makers.task(campaign, due_on=clock.today(), units=False)
        TaskUnit.objects.create(task=task, name="综合服务中心")
    assert "综合服务中心" in client.get(url("dispatch", campaign.pk)).content.decode()
    client.post(url("say_unit", campaign.pk), {"name": "综合服务中心", "key": f"office:{w.office.pk}"})
    assert TaskUnit.objects.filter(office=w.office).count() == 2


def test_who_leaves_stays_on_record_beside_the_successor(w, client):
    campaign = factories.campaign(w.town)
    member = campaign.members.create(role="副组长", name="祁远山", post="镇长", order=2)
    data = {"left_on": "2026-11-20", "successor": "宁海生"}
    client.post(url("member_leave", campaign.pk, member.pk), data)
    member.refresh_from_db()
    assert (member.successor.name, member.successor.role, member.successor.post) == ("宁海生", "副组长", "镇长")
    assert client.post(url("member_leave", campaign.pk, member.pk), data).status_code == 403


@pytest.mark.parametrize("name", ["edit", "phase_new", "task_new", "member_add"])
@pytest.mark.parametrize("state, status", [("running", 200), ("draft", 200), ("concluded", 403), ("withdrawn", 403)])
def test_a_concluded_campaign_is_read_only(w, client, name, state, status):
    campaign = factories.campaign(w.town, state=state)
    assert client.get(url(name, campaign.pk)).status_code == status
    assert client.get(url("detail", campaign.pk)).status_code == 200


def test_a_campaign_is_concluded_with_a_note_only(w, client):
    campaign = factories.campaign(w.town, looks_back=False)
    assert client.post(url("step", campaign.pk, "conclude"), {"note": ""}).status_code == 403
    client.post(url("step", campaign.pk, "conclude"), {"note": "任务完成"})
    campaign.refresh_from_db()
    assert campaign.state == "concluded" and campaign.log.get(action="conclude").note == "任务完成"
    assert client.post(url("step", campaign.pk, "dispatch"), {"note": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_look_but_do_not_change(w, login, who):
    campaign = makers.draft(w)
    client = login(getattr(w, who))
    assert client.get(url("detail", campaign.pk)).status_code == client.get(url("list")).status_code == 200
    assert client.get(url("edit", campaign.pk)).status_code == client.get(url("dispatch", campaign.pk)).status_code == 403


@pytest.mark.parametrize("name", ["detail", "matrix", "edit", "dispatch", "task_new"])
def test_another_township_finds_nothing(w, login, name):
    campaign = makers.draft(w)
    assert login(w.other_officer).get(url(name, campaign.pk)).status_code == 404
    assert login(w.other_cadre).get(url(name, campaign.pk)).status_code == 404


def test_reminders_know_who_answers_and_who_stands_above(w):
    from campaigns.deadlines import due_assignments

    campaign, _ = makers.sent(w)
    day = clock.today()
    due = {d.obj.place_id: d for d in due_assignments(day - timedelta(days=1), day + timedelta(days=1))}
    found = due[w.village.code]
    assert found.people == [w.cadre] and found.ladder == [[w.liaison], [w.officer], [w.leader]]
    assert due[w.village2.code].ladder == [[w.officer], [w.leader]] and "石桥村" in found.title
    Campaign.objects.filter(pk=campaign.pk).update(state="concluded")
    assert list(due_assignments(day - timedelta(days=1), day + timedelta(days=1))) == []

"""Boxes of 今日 about the confidential room: what waits for whom, by number; the same work is in the scan of reminders."""

from datetime import timedelta

import pytest

from core import clock, workdays
from incidents import services
from incidents.briefs import services as briefs
from incidents.briefs.services import due_briefs
from incidents.deadlines import due_leads
from incidents.deaths import services as deaths
from incidents.guard import exporting
from incidents.guard.exporting import due_exports
from incidents.models import Lead, Referral
from tests import factories
from tests.incidents.conftest import concluded, confirmed, people, reported
from tests.incidents.deaths.conftest import accident, victim
from tests.incidents.test_handing import sent as handed_over
from tests.incidents.tips.conftest import STORY, tip_in

from .conftest import total

SECRET = "闻小满"


@pytest.fixture
def w(db):
    return people(factories.world())


def boxes(client):
    context = client.get("/").context
    return {box.title: box for box in [*context["waiting"], *context["late"]]}


def far():
    return clock.today() - timedelta(days=40), clock.today() + timedelta(days=400)


def one_line(client, title):
    """The one line of a box, which opens, and whose list counts as many."""
    box = boxes(client)[title]
    (line,) = box.lines
    assert total(client, box.more) == box.total == 1 and client.get(line.link).status_code == 200
    return line


def test_a_report_waits_for_the_leader_and_so_do_its_reminders(w, login):
    lead = reported(w).lead
    Lead.objects.filter(pk=lead.pk).update(due_on=clock.today())
    assert one_line(login(w.leader), "待审定核查报告").title == f"涉亡线索 {lead.number}"
    assert "待审定核查报告" not in boxes(login(w.officer))
    (due,) = due_leads(*far())
    assert w.leader in due.people and w.officer not in due.people


def test_a_lead_whose_report_is_confirmed_waits_for_its_conclusion(w):
    lead = confirmed(w).lead
    Lead.objects.filter(pk=lead.pk).update(due_on=clock.today())
    (due,) = due_leads(*far())
    assert w.leader in due.people and w.officer not in due.people


@pytest.mark.parametrize(("kind", "days"), [("urgent", 0), ("thematic", 3)])
def test_a_report_to_the_leaders_waits_for_their_word_then_for_the_office(w, login, kind, days):
    row = briefs.write(by=w.officer, kind=kind, title="回头看情况", text=f"{SECRET}一案")
    row = briefs.step(brief=row, action="submit", by=w.officer)
    line = one_line(login(w.leader), "待批示情况报告")
    due = workdays.add_workdays(clock.today(), days) if days else clock.today()
    assert line.due_on == due and SECRET not in line.title + line.who
    assert [(one.due_on, w.leader in one.people) for one in due_briefs(*far())] == [(due, True)]
    briefs.step(brief=row, action="instruct", by=w.leader, instruction="抓紧办", due_on=clock.today() + timedelta(days=9))
    assert one_line(login(w.officer), "领导批示待办结").due_on == clock.today() + timedelta(days=9)
    assert "待批示情况报告" not in boxes(login(w.leader)) and len(list(due_briefs(*far()))) == 1


def test_an_export_waits_for_the_second_person_who_is_reminded(w, login):
    lead = reported(w).lead
    rows = Lead.objects.filter(pk=lead.pk)
    exporting.ask(kind="register", rows=rows, reason="向县里报送汇总", by=w.officer)
    exporting.ask(kind="register", rows=rows, reason="开会研究用", by=w.leader)
    assert w.officer.name in one_line(login(w.leader), "待审批涉亡导出打印").who
    dues = sorted(due_exports(*far()), key=lambda one: one.obj.created_at)
    assert [w.leader in one.people for one in dues] == [True, False] and all("汇总" not in one.title for one in dues)


def test_a_tip_waits_to_be_accepted_then_answered(w, login):
    tip = tip_in(w, "received")
    line = one_line(login(w.officer), "待受理举报")
    assert line.title == f"举报 {tip.number}" and STORY not in line.title + line.who
    tip_in(w, "running")
    client = login(w.officer)
    assert one_line(client, "待答复举报") and "逾期举报" not in boxes(client)
    with clock.at(clock.now() + timedelta(days=100)):
        assert boxes(login(w.officer))["逾期举报"].total == 2


def test_a_tip_about_a_hidden_death_waits_for_the_leader_alone(w, login):
    tip = tip_in(w, "received", kind="concealed")
    assert one_line(login(w.leader), "待受理瞒报举报").title == f"举报 {tip.number}"
    assert "待受理举报" not in boxes(login(w.officer))


def test_a_found_case_waits_to_go_to_discipline(w, login):
    lead = concluded(w, None, "accident")
    for person in (w.leader, w.officer):
        assert one_line(login(person), "待移交一案双查").title == f"涉亡线索 {lead.number}"
    assert "待移交一案双查" not in boxes(login(w.third))
    services.spare(lead=lead, note="县纪委已直接办理", by=w.leader)
    assert "待移交一案双查" not in boxes(login(w.leader))


def test_an_accident_that_moved_after_the_finding_waits_for_the_leader(w, login):
    row = accident(w)
    assert "待复核报告情况" not in boxes(login(w.leader))
    deaths.find(accident=row, finding="omitted", basis="通话记录", by=w.leader)
    assert "待复核报告情况" not in boxes(login(w.leader))
    row.refresh_from_db()
    victim(w, row)
    line = one_line(login(w.leader), "待复核报告情况")
    assert line.title == f"涉亡线索 {row.lead.number}" and "待复核报告情况" not in boxes(login(w.officer))
    row.refresh_from_db()
    deaths.find(accident=row, finding="omitted", basis="再次核对", by=w.leader)
    assert "待复核报告情况" not in boxes(login(w.leader))


def test_what_was_handed_over_waits_for_discipline_until_it_is_answered(w, login):
    lead = concluded(w, None, "accident")
    row = handed_over(w, lead=lead, kind="discipline", to="云溪镇纪委")
    assert one_line(login(w.discipline), "纪检移交待签收答复").title == f"涉亡线索 {lead.number}"
    assert "纪检移交待签收答复" not in boxes(login(w.leader))
    Referral.objects.filter(pk=row.pk).update(state="answered")
    assert "纪检移交待签收答复" not in boxes(login(w.discipline))


def test_a_liaisons_draft_waits_for_its_author(w, login):
    briefs.write(by=w.liaison, kind="urgent", title="村里听到的情况", text=STORY)
    assert one_line(login(w.liaison), "待报送情况报告").title == "快报"
    assert "待报送情况报告" not in boxes(login(w.officer))

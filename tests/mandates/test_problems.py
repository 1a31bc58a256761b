"""The three lists: lines follow their hazard, go on into the next period until done, and are judged by another desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards.models import Hazard
from mandates.deadlines import due_problems, due_sheets
from mandates.models import Problem
from mandates.prints import lines_of, state_of
from mandates.services import problems
from places.models import Office
from reminders.models import Message
from tests import factories


def day(days=0):
    return clock.today() + timedelta(days=days)


def a_sheet(w, first=-30, last=30, due=5):
    office = w.department.membership.office
    return problems.ask(
        offices=[office], period="上半年", starts_on=day(first), ends_on=day(last), due_on=day(due), by=w.officer
    )[0]  # fmt: skip


def a_line(w, sheet, **values):
    given = {"text": "底数不清", "measures": "上门登记", "responsible": "所长", "due_on": day(10), "by": w.department}
    return problems.add(sheet=sheet, **(given | values))


def test_an_office_is_asked_once_for_a_period_and_told(w):
    sheet = a_sheet(w)
    assert Message.objects.filter(recipient=w.department, title__contains="三清单").count() == 1
    with pytest.raises(Refused, match="都已发起"):
        a_sheet(w)
    problems.judge(sheet=sheet, action="cancel", note="重发", by=w.officer)
    assert a_sheet(w).pk != sheet.pk


def test_a_line_of_a_hazard_says_what_the_hazard_says_and_ends_with_it(w):
    hazard = factories.hazard(w.village, enterprise=w.firm, state="rectifying", grade="ordinary", description="配电箱没有门")
    line = a_line(w, a_sheet(w), hazard=hazard, text="", due_on=day(-1))
    assert line.text == "" and line.said == "配电箱没有门" and line.is_late
    assert list(Problem.objects.late()) == [line]
    with pytest.raises(Refused, match="随隐患销号"):
        problems.move(problem=line, action="finish", note="做完了", by=w.department)
    closed = {"state": "closed", "grade": "ordinary", "accepted_by": w.officer, "closed_at": clock.now()}
    Hazard.objects.filter(pk=hazard.pk).update(description="配电箱门已装", **closed)
    line = Problem.objects.select_related("hazard").get()
    assert line.is_done and line.said == "配电箱门已装" and not Problem.objects.open().exists()
    with pytest.raises(Refused, match="已在本站所"):
        a_line(w, line.sheet, hazard=hazard, text="")


def test_a_cancelled_sheet_takes_its_lines_with_it(w):
    hazard = factories.hazard(w.village, enterprise=w.firm, state="rectifying", grade="ordinary")
    sheet = a_sheet(w)
    line, other = a_line(w, sheet, hazard=hazard, text="", due_on=day(-1)), a_line(w, sheet)
    problems.drop(problem=other, note="重复", by=w.department)
    problems.judge(sheet=sheet, action="cancel", note="重发", by=w.officer)
    assert not Problem.objects.open().exists() and not Problem.objects.late().exists()
    again = a_line(w, a_sheet(w), hazard=hazard, text="")
    assert list(Problem.objects.kept()) == [again]
    reasons = {row.pk: row.withdrawn_reason for row in Problem.objects.exclude(withdrawn_at=None)}
    assert reasons == {other.pk: f"{w.department.name}：重复", line.pk: f"{w.officer.name}：三清单取消，重发"}


def test_what_is_not_done_goes_on_in_the_next_period_without_a_copy(w):
    old = a_sheet(w, -200, -31)
    line, done = a_line(w, old), a_line(w, old, text="没有存档")
    problems.move(problem=done, action="finish", note="已归档", by=w.department)
    now = a_sheet(w)
    assert list(problems.carried(now)) == [line] and Problem.objects.count() == 2
    assert not problems.carried(old).exists()


def test_lines_stand_once_the_sheet_is_handed_in_and_a_returned_one_is_open_again(w):
    sheet = a_sheet(w)
    a_line(w, sheet)
    problems.submit(sheet=sheet, by=w.department)
    with pytest.raises(Refused, match="已经提交"):
        a_line(w, sheet, text="又一个")
    with pytest.raises(Refused, match="应急办审定"):
        problems.judge(sheet=sheet, action="accept", by=w.department)
    problems.judge(sheet=sheet, action="send_back", note="少了夜查", by=w.officer)
    a_line(w, sheet, text="夜查不够")
    assert sheet.problems.count() == 2


def test_an_empty_sheet_says_why(w):
    sheet = a_sheet(w)
    with pytest.raises(Refused, match="为什么没有"):
        problems.submit(sheet=sheet, by=w.department)
    assert problems.submit(sheet=sheet, note="逐项对照没有发现", by=w.department).state == "submitted"


def test_finishing_needs_words_and_may_be_sent_back(w):
    line = a_line(w, a_sheet(w))
    with pytest.raises(Refused):
        problems.move(problem=line, action="finish", note=" ", by=w.department)
    with pytest.raises(Refused, match="本站所"):
        problems.move(problem=line, action="finish", note="做完", by=w.leader)
    problems.move(problem=line, action="finish", note="已登记", by=w.department)
    assert state_of(lines_of(line.sheet).get()) == "已完成"
    problems.move(problem=line, action="reopen", note="还差两户", by=w.officer)
    assert Problem.objects.open().count() == 1


def test_the_scan_asks_as_often_for_sheets_of_many_offices_as_for_one(w, django_assert_num_queries):
    def asked(office):
        problems.ask(offices=[office], period="上半年", starts_on=day(-90), ends_on=day(), due_on=day(5), by=w.officer)

    asked(w.safety_office)
    with CaptureQueriesContext(connection) as once:
        assert len(list(due_sheets(day(5), day(5)))) == 1
    for number in range(5):
        asked(Office.objects.create(township=w.town, name=f"第{number}所"))
    with django_assert_num_queries(len(once)):
        found = list(due_sheets(day(5), day(5)))
    assert [due.people for due in found] == [[w.officer]] * 6  # an office without seats is the officers'


def test_what_is_due_is_asked_of_the_office_with_the_steps_above(w):
    sheet = a_sheet(w)
    line = a_line(w, sheet, due_on=day(3))
    found = [*due_sheets(day(5), day(5)), *due_problems(day(3), day(3))]
    assert [due.obj for due in found] == [sheet, line]
    assert all(due.people == [w.department] and due.ladder[1] == [w.leader] for due in found)
    problems.submit(sheet=sheet, by=w.department)
    assert not list(due_sheets(day(5), day(5)))


def test_urging_once_a_day(w):
    sheet = a_sheet(w)
    assert problems.urge(sheet=sheet, by=w.officer) == 1 and problems.urge(sheet=sheet, by=w.officer) == 0


def test_a_line_is_drawn_from_a_number_in_sight_and_printed(client, w):
    sheet = a_sheet(w)
    hazard = factories.hazard(w.village, enterprise=w.firm, office=w.department.membership.office, description="软管老化")
    away = factories.hazard(w.other_village, description="邻乡的")
    client.force_login(w.department)
    url = reverse("mandates:problem_add", args=[sheet.pk])
    sent = {"measures": "更换", "responsible": "所长", "due_on": day(3).isoformat()}
    assert "没有找到这个编号" in client.post(url, sent | {"number": away.number}).content.decode()
    client.post(url, sent | {"number": hazard.number})
    assert "软管老化" in client.get(reverse("mandates:sheet", args=[sheet.pk])).content.decode()
    assert client.get(reverse("mandates:sheet_pdf", args=[sheet.pk])).content[:5] == b"%PDF-"
    client.force_login(w.cadre)
    assert client.get(reverse("mandates:sheet", args=[sheet.pk])).status_code == 403

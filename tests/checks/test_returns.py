"""抽查反馈: five steps with their days, the answer with proof, taken or returned by who sampled and by nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checks import return_sheet
from checks.deadlines import due_returns
from checks.models import SpotReturn
from checks.services import returns
from core import clock, workdays
from core.errors import Refused
from hazards.models import Hazard
from notices.models import Paper
from reminders.models import Message

from .conftest import photo_id
from .visits import begun, signed


def day(days=0):
    return clock.today() + timedelta(days=days)


def fed(w, by=None, **values):
    given = {"place": w.firm.village, "enterprise": w.firm, "matter": "疏散通道堆货", "answer_by": day(20)}
    return returns.feed_back(by=by or w.supervisor, **(given | values))


def brought(w, state, row=None):
    """A return from above brought forward by its steps to a state."""
    row = row or fed(w)
    steps = {
        "planning": lambda: returns.charge(row=row, by=w.officer, office=w.office, mend_by=day(10)),
        "rectifying": lambda: returns.order(row=row, by=w.department, number="云政责〔2026〕1号"),
        "reported": lambda: returns.mend(row=row, by=w.department, result="已清理", photos=[photo_id(w.department)]),
        "submitted": lambda: returns.answer(row=row, by=w.department, answer="已整改到位"),
    }
    names = list(steps)
    for name in names[names.index(row.state) + 1 if row.state in names else 0 :]:
        if row.state == state:
            break
        row = steps[name]()
        assert row.state == name
    return SpotReturn.objects.get(pk=row.pk)


def test_each_step_has_its_day_and_the_last_is_the_samplers(w):
    row = fed(w)
    assert Message.objects.filter(recipient=w.officer, title__contains="待责成").count() == 1
    row = brought(w, "rectifying", row)
    assert row.due_on == row.mend_by == day(10)
    row = brought(w, "submitted", row)
    assert [(due.obj, due.people) for due in due_returns(row.due_on, row.due_on)] == [(row, [w.supervisor])]
    row = returns.accept(row=row, by=w.supervisor, note="现场看过")
    assert row.state == "accepted" and row.due_on is None and not SpotReturn.objects.under_way().exists()
    assert all(done for _, _, done, _ in row.chain)


def test_a_returned_answer_is_given_again(w):
    row = brought(w, "submitted")
    with pytest.raises(Refused):
        returns.send_back(row=row, by=w.supervisor, note=" ")
    row = returns.send_back(row=row, by=w.supervisor, note="照片看不清")
    assert row.state == "returned" and list(SpotReturn.objects.to_do(w.department)) == [row]
    row = returns.answer(row=row, by=w.department, answer="补拍", photos=[photo_id(w.department, "red")])
    assert row.state == "submitted" and list(SpotReturn.objects.to_do(w.supervisor)) == [row]


def test_only_the_sampler_takes_the_answer(w):
    row = brought(w, "submitted")
    for by in (w.officer, w.department, w.leader):
        with pytest.raises(Refused, match="抽查的上级部门"):
            returns.accept(row=row, by=by, note="好")
    own = brought(w, "submitted", fed(w, w.department))
    assert own.sampler_office == w.office and not own.from_above
    with pytest.raises(Refused, match="抽查站所"):
        returns.accept(row=own, by=w.officer, note="好")
    outside = brought(w, "submitted", fed(w, w.officer, sampler="县住建局"))
    assert returns.accept(row=outside, by=w.officer, note="来函认可").state == "accepted"


def test_an_officers_own_sample_waits_for_its_word(w):
    w.officer.membership.office = w.safety_office
    w.officer.membership.save()
    row = brought(w, "submitted", fed(w, w.officer))
    assert row.sampler_office == w.safety_office and list(SpotReturn.objects.to_do(w.officer)) == [row]
    outside = brought(w, "submitted", fed(w, w.officer, sampler="县住建局"))
    brought(w, "submitted", fed(w, w.department))
    assert set(SpotReturn.objects.to_do(w.officer)) == {row, outside}


def test_the_hazards_of_a_sampled_visit_come_along_and_are_closed_first(w):
    visit = signed(begun(w, w.officer, kind="spot"), w.officer, "no")
    row = brought(w, "rectifying", fed(w, inspection=visit))
    assert row.hazards.count() == 2
    with pytest.raises(Refused, match="2 条隐患没有销号"):
        returns.mend(row=row, by=w.department, result="已改")
    closed = {"state": "closed", "grade": "ordinary", "accepted_by": w.officer, "closed_at": clock.now()}
    Hazard.objects.update(**closed)
    assert returns.mend(row=row, by=w.department, result="已改").state == "reported"


def test_no_answer_without_proof(w):
    row = brought(w, "rectifying")
    row = returns.mend(row=row, by=w.department, result="已清理")
    with pytest.raises(Refused, match="证明照片"):
        returns.answer(row=row, by=w.department, answer="已改")
    assert returns.answer(row=row, by=w.department, answer="已改", photos=[photo_id(w.department)]).state == "submitted"


@pytest.mark.parametrize(("values", "why"), [
    ({"matter": " "}, "反馈的问题"), ({"answer_by": day(-1)}, "回报期限"), ({"fed_on": day(1), "answer_by": day(9)}, "晚于今天"),
])  # fmt: skip
def test_what_is_wrong_is_said(w, values, why):
    with pytest.raises(Refused, match=why):
        fed(w, **values)


def test_limits_of_charging(w):
    row = fed(w)
    for values, why in (
        ({"mend_by": day(21)}, "回报期限"),
        ({"mend_by": day(-1)}, "早于今天"),
        ({"office": w.other_office}, "本乡镇"),
    ):
        with pytest.raises(Refused, match=why):
            returns.charge(row=row, by=w.officer, **({"office": w.office, "mend_by": day(5)} | values))
    with pytest.raises(Refused, match="应急办责成"):
        returns.charge(row=row, by=w.department, office=w.office, mend_by=day(5))


def test_the_sheet_tells_the_five_steps_and_the_word(w):
    row = returns.accept(row=brought(w, "submitted"), by=w.supervisor, note="现场看过")
    told = return_sheet.lines(row)
    assert [line[0] for line in told] == ["反馈", "责成", "文书", "整改", "回报", "采信"]
    assert told[2][4] == "云政责〔2026〕1号" and told[-1][4] == "已采信：现场看过"


def test_the_sheet_of_a_second_answer_bears_no_word_of_the_first(w):
    row = returns.send_back(row=brought(w, "submitted"), by=w.supervisor, note="照片看不清")
    assert return_sheet.lines(row)[-1] == ["采信", row.sampler, day().isoformat(), "", "已退回：照片看不清"]
    row = returns.answer(row=row, by=w.department, answer="补拍", photos=[photo_id(w.department, "red")])
    assert return_sheet.lines(row)[-1] == ["采信", row.sampler, "", "", "待采信"]


def test_from_feedback_to_word_on_the_pages(client, w):
    client.force_login(w.supervisor)
    sent = {"enterprise_name": w.firm.name, "matter": "通道堆货", "fed_on": day().isoformat(), "answer_by": day(20).isoformat(),
            "form_token": "a1"}  # fmt: skip
    for _ in range(2):
        client.post(reverse("checks:return_new"), sent)
    row = SpotReturn.objects.get()
    step = lambda action: reverse("checks:return_step", args=[row.pk, action])  # noqa: E731
    client.force_login(w.officer)
    client.post(step("charge"), {"office": w.office.pk, "mend_by": day(10).isoformat()})
    client.force_login(w.department)
    assert "没有找到：YH9" in client.post(step("order"), {"number": "1号", "hazards": "YH9"}).content.decode()
    client.post(step("order"), {"number": "1号"})
    client.post(step("mend"), {"result": "已清理", "photos": [photo_id(w.department)]})
    client.force_login(w.officer)
    client.post(reverse("checks:return_letter", args=[row.pk]))
    paper = Paper.objects.get(kind="letter")
    assert "已清理" in paper.content["body"] and row.sampler == paper.content["to"]
    client.post(step("answer"), {"answer": "已整改"})
    page = client.get(reverse("checks:return", args=[row.pk])).content.decode()
    assert "待采信" in page and "五步往返" in page and "采信回报</button>" not in page
    assert client.get(reverse("checks:return_pdf", args=[row.pk])).content[:5] == b"%PDF-"
    client.force_login(w.supervisor)
    client.post(step("accept"), {"note": "认可"})
    assert "已采信" in client.get(reverse("checks:returns")).content.decode()


@pytest.mark.parametrize(("role", "status"), [
    ("officer", 200), ("leader", 200), ("supervisor", 200), ("department", 404), ("cadre", 403), ("boss", 403), ("other_officer", 404),
])  # fmt: skip
def test_who_sees_it(client, w, role, status):
    row = fed(w)
    client.force_login(getattr(w, role))
    assert client.get(reverse("checks:return", args=[row.pk])).status_code == status


def test_a_signed_visit_offers_to_feed_its_problems_back(client, w):
    visit = signed(begun(w, w.officer, kind="spot"), w.officer, "no")
    client.force_login(w.officer)
    to = f"{reverse('checks:return_new')}?inspection={visit.pk}"
    assert to in client.get(reverse("checks:inspection", args=[visit.pk])).content.decode()
    page = client.get(to).content.decode()
    assert w.firm.name in page and "不符合" in page
    sent = {
        "enterprise_name": w.firm.name,
        "matter": "两项不符合",
        "fed_on": day().isoformat(),
        "answer_by": day(9).isoformat(),
    }
    client.post(to, sent | {"sampler": "县住建局"})
    row = SpotReturn.objects.get()
    assert row.inspection == visit and row.hazards.count() == 2 and row.sampler == "县住建局"


def test_many_returns_ask_no_more_for_their_people_than_one(w, django_assert_max_num_queries):
    charged = returns.charge(row=fed(w), by=w.officer, office=w.office, mend_by=day(10))
    with CaptureQueriesContext(connection) as one:
        assert [due.people for due in due_returns(day(), day(30))] == [[w.department]]
    rows = [fed(w), fed(w, w.department), brought(w, "submitted"), brought(w, "submitted", fed(w, w.department))]
    with django_assert_max_num_queries(len(one) + 1):  # and the seats above
        people = {due.obj: due.people for due in due_returns(day(), day(30))}
    assert people == {
        charged: [w.department], rows[0]: [w.officer], rows[1]: [w.officer], rows[2]: [w.supervisor], rows[3]: [w.department]
    }  # fmt: skip


def test_the_township_says_how_long_each_step_may_take(client, w):
    given = {"charge_within": 2, "order_within": 4, "again_within": 6, "judge_within": 8}
    client.force_login(w.department)
    assert client.post(reverse("checks:return_limits"), given).status_code == 403
    client.force_login(w.officer)
    assert "order_within" in client.post(reverse("checks:return_limits"), given | {"order_within": 0}).context["form"].errors
    client.post(reverse("checks:return_limits"), given)
    assert 'value="4"' in client.get(reverse("checks:return_limits")).content.decode()
    row = fed(w)
    assert row.due_on == workdays.add_workdays(day(), 2)
    row = returns.charge(row=row, by=w.officer, office=w.office, mend_by=day(15))
    assert row.due_on == workdays.add_workdays(day(), 4)
    row = brought(w, "submitted", row)
    assert row.due_on == workdays.add_workdays(day(), 8)
    assert returns.send_back(row=row, by=w.supervisor, note="补拍").due_on == workdays.add_workdays(day(), 6)
    beside = fed(w, w.other_officer, place=w.other_village, enterprise=None, sampler="县住建局")
    assert beside.due_on == workdays.add_workdays(day(), 1)

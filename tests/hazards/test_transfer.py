"""Handing a matter over: sent, received, handled, answered; refused goes back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from core import clock, workdays
from core.errors import Refused, Stale
from dashboard import today
from hazards import rules_transfer as rules
from hazards.models import Hazard, Transfer
from hazards.services import transfer as services
from notices.models import Paper
from places.models import Office
from reminders.models import Message
from tests import factories

from .conftest import found
from .test_views import as_user

STATES = ["sent", "received", "handled", "answered", "returned", "withdrawn"]
ACTIONS = {
    "receive": {"sent"}, "refuse": {"sent"}, "handle": {"received"}, "answer": {"handled"}, "resend": {"returned"},
    "take_back": {"sent", "returned"},
}  # fmt: skip
EVERYBODY = ["officer", "department", "leader", "liaison", "cadre", "boss", "discipline", "supervisor", "other_officer"]


def sent(w, by=None, **values):
    given = {"kind": "duty", "matter": "加油站无证储油", "facts": "现场见储油罐一只", "to_office": w.office}
    return services.send(by=by or w.officer, **(given | values))


def in_state(w, state, **values):
    row = sent(w, **values)
    if state == "returned":
        return services.refuse(transfer=row, by=w.department, note="不属本所")
    if state == "withdrawn":
        return services.take_back(transfer=row, by=w.officer, note="写错")
    for name, step in (("received", services.receive), ("handled", services.handle), ("answered", services.answer)):
        if STATES.index(row.state) < STATES.index(state):
            said = {"received": {}, "handled": {"result": "已责令停用"}, "answered": {"answer": "已清除"}}[name]
            row = step(transfer=row, by=w.department, **said)
    return row


def test_it_goes_there_and_back(w):
    row = in_state(w, "answered")
    assert (row.state, row.receiver, row.result, row.answer) == ("answered", w.department.name, "已责令停用", "已清除")
    assert [line.action for line in row.log.all()] == ["begin", "receive", "handle", "answer"]
    assert row.received_at and row.handled_at and row.answered_at and row.due_on is None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_step_is_open_in_its_states_only(w, state, action):
    row = in_state(w, state)
    by = w.officer if action in ("resend", "take_back") else w.department
    assert (Transfer.workflow.refusal(row, action, by) == "") == (state in ACTIONS[action])


@pytest.mark.parametrize(
    "action, who",
    [
        ("receive", {"department"}), ("refuse", {"department"}), ("handle", {"department"}), ("answer", {"department"}),
        ("resend", {"officer"}), ("take_back", {"officer"}),
    ],
)  # fmt: skip
def test_the_receiver_answers_and_the_sender_takes_back(w, action, who):
    row = in_state(w, next(iter(ACTIONS[action])))
    assert {name for name in EVERYBODY if not Transfer.workflow.refusal(row, action, getattr(w, name))} == who


def test_an_outside_body_is_entered_by_the_sender_or_the_safety_office(w):
    row = sent(w, by=w.department, kind="crime", to_office=None, to_body="县公安局")
    assert {name for name in EVERYBODY if rules.is_receiver(getattr(w, name), row)} == {"officer", "department"}
    with pytest.raises(Refused, match="接收人"):
        services.receive(transfer=row, by=w.department)
    assert services.receive(transfer=row, by=w.officer, receiver="赵警官", receipt="青公受〔2026〕8号").receipt


def test_the_county_receives_what_goes_up(w):
    row = sent(w, to_office=None, to_above=True)
    assert row.to_body == "青禾县安委办"
    assert {name for name in EVERYBODY if rules.is_receiver(getattr(w, name), row)} == {"supervisor"}
    assert Message.objects.filter(recipient=w.supervisor, title__contains="收到移送").exists()


def test_what_the_county_found_goes_down_and_is_answered_up(w):
    """反馈—责成—文书—整改—回报."""
    row = sent(w, by=w.supervisor, kind="feedback", to_office=w.safety_office)
    assert row.from_above and row.from_office is None and row.township == w.town
    for step, said in (
        (services.receive, {}),
        (services.handle, {"result": "已整改"}),
        (services.answer, {"answer": "请复核"}),
    ):
        step(transfer=row, by=w.officer, **said)
    assert Message.objects.filter(recipient=w.supervisor, title__contains="已反馈").exists()


@pytest.mark.parametrize(
    "values, said",
    [
        ({"to_office": None}, "请选定一个接收单位"),
        ({"to_body": "县应急管理局"}, "请选定一个接收单位"),
        ({"kind": "crime"}, "须移送有权机关"),
        ({"kind": "discipline"}, "须移送有权机关"),
        ({"matter": " "}, "请写明移送事项"),
        ({"facts": ""}, "请写明移送事项"),
    ],
)
def test_a_wrong_address_is_told(w, values, said):
    with pytest.raises(Refused, match=said):
        sent(w, **values)
    assert not Transfer.objects.exists()


def test_no_transfer_to_oneself_or_next_door(w):
    with pytest.raises(Refused, match="不能移送给本单位"):
        sent(w, to_office=w.safety_office)
    with pytest.raises(Refused, match="不是本乡镇的站所"):
        sent(w, to_office=w.other_office)


@pytest.mark.parametrize("who", ["leader", "liaison", "cadre", "boss", "discipline"])
def test_others_do_not_transfer(w, who):
    with pytest.raises(Refused, match="由应急办、监管站所或上级安委办移送"):
        sent(w, by=getattr(w, who))


def test_limits_count_workdays_and_begin_anew(w):
    row = sent(w)
    assert row.receive_by == workdays.add_workdays(clock.today(), 3)
    assert row.answer_by == workdays.add_workdays(clock.today(), 15)
    row = services.refuse(transfer=row, by=w.department, note="不属本所")
    with clock.at(clock.now() + timedelta(days=30)):
        row = services.resend(transfer=row, by=w.officer, to_body="县能源局")
        assert row.receive_by == workdays.add_workdays(clock.today(), 3)
    assert (row.state, row.to_office, row.to_body) == ("sent", None, "县能源局")


def test_refusing_needs_a_reason_and_tells_the_sender(w):
    row = sent(w)
    with pytest.raises(Refused, match="必须写明原因"):
        services.refuse(transfer=row, by=w.department, note=" ")
    services.refuse(transfer=row, by=w.department, note="不属本所")
    told = Message.objects.get(recipient=w.officer)
    assert "被退回" in told.title and told.body == "不属本所"


def test_the_other_office_sees_the_hazard_while_it_has_it(w):
    hazard = found(w)
    sees = lambda: Hazard.objects.visible_to(w.department).filter(pk=hazard.pk).count()  # noqa: E731
    assert sees() == 0
    row = sent(w, kind="power", hazard=hazard)
    assert sees() == 1
    services.receive(transfer=row, by=w.department)
    services.handle(transfer=row, by=w.department, result="已责令停用")
    assert sees() == 1
    services.answer(transfer=row, by=w.department, answer="已办结")
    assert sees() == 0


def test_what_was_refused_is_out_of_sight_again(w):
    hazard = found(w)
    services.refuse(transfer=sent(w, hazard=hazard), by=w.department, note="不属本所")
    assert not Hazard.objects.visible_to(w.department).filter(pk=hazard.pk).exists()


def test_the_hazards_record_tells_of_the_transfer_and_its_answer(w):
    hazard = found(w)
    in_state(w, "answered", hazard=hazard)
    assert [line.action for line in hazard.log.all()][-3:] == ["transfer", "transfer_receive", "transfer_answer"]


def test_a_hazard_is_handed_over_once_for_one_reason(w):
    hazard = found(w)
    sent(w, hazard=hazard)
    with pytest.raises(Refused, match="正在办理"):
        sent(w, hazard=hazard)
    assert sent(w, hazard=hazard, kind="concealed")


def test_the_same_form_twice_sends_once(w):
    assert sent(w, key="form:1:a").pk == sent(w, key="form:1:a").pk
    assert Transfer.objects.get().log.count() == 1


def test_numbers_run_per_township(w):
    assert [sent(w).running for _ in range(2)] == [1, 2]
    other = services.send(by=w.other_officer, kind="duty", matter="事项", facts="情况", to_body="县应急管理局")
    assert other.running == 1


def test_a_stale_page_is_told_who_was_faster(w):
    row = sent(w)
    version = row.version
    services.receive(transfer=row, by=w.department)
    with pytest.raises(Stale, match="已接收"):
        services.handle(transfer=row, by=w.department, result="已处理", version=version)


@pytest.mark.parametrize("who, sees", [
    ("officer", True), ("leader", True), ("discipline", True), ("department", True), ("liaison", False), ("cadre", False),
    ("boss", False), ("supervisor", False), ("other_officer", False), ("other_cadre", False),
])  # fmt: skip
def test_sender_receiver_and_township_staff_see_it(w, who, sees):
    row = sent(w)
    assert Transfer.objects.visible_to(getattr(w, who)).filter(pk=row.pk).exists() is sees


def test_a_third_office_does_not_see_it(w):
    third = factories.Office.objects.create(township=w.town, name="农业站")
    person = factories.user(Role.DEPARTMENT, w.town, office=third)
    assert not Transfer.objects.visible_to(person).filter(pk=sent(w).pk).exists()


def test_what_waits_for_each(w):
    row = sent(w)
    waits = lambda who: Transfer.objects.to_do(who).filter(pk=row.pk).exists()  # noqa: E731
    assert waits(w.department) and not waits(w.officer) and not waits(w.leader)
    services.refuse(transfer=row, by=w.department, note="不属本所")
    assert waits(w.officer) and not waits(w.department)


@pytest.mark.parametrize("kind, body, ours", [
    ("discipline", "云溪镇纪委", True), ("discipline", "中共云溪镇纪律检查委员会", True), ("discipline", "县纪委监委", False),
    ("discipline", "白塔乡纪委", False), ("personnel", "云溪镇纪委", False),
])  # fmt: skip
def test_the_townships_own_discipline_body_receives_and_answers(w, kind, body, ours):
    row = sent(w, kind=kind, to_office=None, to_body=body)
    assert Transfer.objects.to_do(w.discipline).exists() is ours
    assert Message.objects.filter(recipient=w.discipline, title__contains="收到移送").exists() is ours
    titles = {box.title for box in today.boxes(today.WAITING, w.discipline)}
    assert ("待办移送" in titles) is ours
    if not ours:
        with pytest.raises(Refused):
            services.receive(transfer=row, by=w.discipline, receiver="纪检员")
        return
    page = as_user(w.discipline).get(reverse("hazards:transfer", args=[row.pk]))
    assert page.context["step"].action == "receive"
    services.receive(transfer=row, by=w.discipline, receiver="纪检员")
    services.handle(transfer=row, by=w.discipline, result="已立项初核")
    services.answer(transfer=row, by=w.discipline, answer="已约谈")
    assert not Transfer.objects.to_do(w.discipline).exists()
    assert Message.objects.filter(recipient=w.officer, title__contains="已反馈").exists()


def test_the_letter_is_begun_once_with_what_the_transfer_says(w):
    row = sent(w, to_office=None, to_body="县市场监督管理局", materials="照片 3 张")
    paper = services.letter(transfer=row, by=w.officer)
    assert services.letter(transfer=row, by=w.officer) == paper == Paper.objects.get()
    assert paper.content["to"] == "县市场监督管理局" and paper.content["facts"] == "现场见储油罐一只"
    assert paper.content["reply_by"] == row.answer_by.isoformat()


def test_an_office_on_the_portal_gets_its_letter(w):
    paper = services.letter(transfer=sent(w), by=w.officer)
    assert paper.receipts.get().office == w.office


@pytest.mark.parametrize("who", ["department", "leader", "supervisor", "other_officer"])
def test_only_the_safety_office_writes_letters(w, who):
    with pytest.raises(Refused):
        services.letter(transfer=sent(w), by=getattr(w, who))
    assert not Paper.objects.exists()


# who answers for the hazard from then on


def handed(w, kind="duty", **hazard):
    station = Office.objects.create(township=w.town, name="消防工作站")
    row = found(w, office=station, **hazard)
    return station, row, sent(w, kind=kind, hazard=row)


@pytest.mark.parametrize("kind, moves", [("duty", True), ("feedback", True), ("power", False), ("concealed", False)])
def test_received_it_is_the_receivers_where_responsibility_goes_with_it(w, kind, moves):
    station, row, transfer = handed(w, kind)
    services.receive(transfer=transfer, by=w.department)
    row.refresh_from_db()
    assert row.office == (w.office if moves else station)
    assert (f"监管站所由{station}改为{w.office}" in row.log.last().note) is moves
    assert row in Hazard.objects.visible_to(w.department)


def test_refused_or_taken_back_it_stays_where_it_was(w):
    station, row, transfer = handed(w)
    services.refuse(transfer=transfer, by=w.department, note="不属本所")
    services.take_back(transfer=transfer, by=w.officer, note="写错")
    row.refresh_from_db()
    assert row.office == station


def test_answered_it_is_still_the_receivers(w):
    station, row, transfer = handed(w)
    transfer = services.receive(transfer=transfer, by=w.department)
    transfer = services.handle(transfer=transfer, by=w.department, result="已责令停用")
    services.answer(transfer=transfer, by=w.department, answer="已清除")
    assert row in Hazard.objects.visible_to(w.department)
    assert Message.objects.filter(recipient=w.department, title__contains="收到移送").exists()


def test_what_is_closed_when_it_is_received_stays_on_record_as_it_was(w):
    station, row, transfer = handed(w)
    Hazard.objects.filter(pk=row.pk).update(state="cancelled")
    services.receive(transfer=transfer, by=w.department)
    row.refresh_from_db()
    assert row.office == station

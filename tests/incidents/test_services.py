"""Opening, handlers, verifying, concluding: what the services do and refuse, in every state and for every role."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership
from core import clock, workdays
from core.errors import Refused
from incidents import services
from incidents.models import AccessLog, Handler, Interview, Lead
from incidents.models.handler import grant_end
from reminders.models import Message
from tests import factories

from .conftest import (
    SECRET,
    concluded,
    later,
    lead_in,
    opened,
    ready,
    reported,
    started,
    taken_up,
    talk,
    talked,
)


def told(user):
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def sees(user):
    return Lead.objects.visible_to(user).exists()


def test_opening_tells_the_leaders_by_number_only(w):
    lead = opened(w)
    for leader in (w.leader, w.leader2):
        message = Message.objects.get(recipient=leader)
        assert lead.number in message.title
        assert SECRET not in message.title + message.body + message.link
        assert message.sender is None
    assert not told(w.other_leader) and not told(w.second)


def test_opening_sets_the_limit_of_the_first_check(w):
    assert opened(w).due_on == workdays.add_workdays(clock.today(), 5)


def test_the_same_answer_opens_one_lead_and_tells_once(w):
    assert opened(w, key="answer:7") == opened(w, key="answer:7")
    assert Lead.objects.count() == 1 and len(told(w.leader)) == 1


def test_a_lead_of_a_self_check_is_not_seen_by_whoever_answered(w):
    lead = opened(w, by=w.boss, source="self-check", enterprise=w.firm, key="answer:8")
    assert lead.log.get().actor == w.boss
    assert not Handler.objects.exists()
    assert sees(w.leader)
    assert not any(sees(person) for person in (w.boss, w.officer, w.second, w.department))
    assert len(told(w.leader)) == 1 and not told(w.officer) and not told(w.boss)


def test_the_portal_itself_may_open_a_lead(w):
    lead = opened(w, by=None, source="death-list")
    assert lead.log.get().actor is None and lead.created_by is None


def test_an_officer_of_another_township_does_not_become_handler(w):
    opened(w, by=w.other_officer)
    assert not Handler.objects.exists()


def test_numbers_run_per_township_and_year(w):
    first, second = opened(w), opened(w)
    foreign = opened(w, village=w.other_village, by=w.other_officer)
    assert first.number == f"XS990101100-{clock.today().year}-0001"
    assert second.number[-4:] == "0002" and foreign.number[-4:] == "0001"


def test_a_number_taken_meanwhile_is_not_given_twice(w, monkeypatch):
    from incidents.services import leads

    first, real, calls = opened(w), leads.next_number, []

    def late(village):
        calls.append(village)
        return first.number if len(calls) == 1 else real(village)

    monkeypatch.setattr(leads, "next_number", late)
    assert opened(w).number != first.number and len(calls) == 2


def test_whoever_registers_is_handler_others_are_not(w):
    lead = opened(w)
    assert list(Lead.objects.visible_to(w.officer)) == [lead]
    assert not sees(w.second)


STRANGERS = ["department", "liaison", "cadre", "boss", "discipline", "supervisor", "other_officer", "other_leader", "second"]


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_sees_a_lead(w, role):
    opened(w)
    assert not sees(getattr(w, role))


@pytest.mark.parametrize("role", ["liaison", "cadre", "boss", "supervisor"])
def test_not_even_a_named_person_sees_a_lead_from_a_seat_without_the_right(w, role):
    factories.lead(w.village, handlers=[getattr(w, role)])
    assert not sees(getattr(w, role))


def test_a_handler_who_leaves_the_township_sees_nothing_more(w):
    opened(w)
    Membership.objects.filter(user=w.officer).update(ended_at=timezone.now())
    person = type(w.officer).objects.get(pk=w.officer.pk)
    assert not sees(person)


def test_a_handler_named_for_a_time_sees_it_until_then(w):
    lead = opened(w)
    handler = services.name_handler(lead=lead, user=w.second, by=w.leader, until=clock.today())
    assert sees(w.second)
    Handler.objects.filter(pk=handler.pk).update(until=clock.today() - timedelta(days=1))
    assert not sees(w.second)


def test_a_handler_taken_off_sees_it_no_more_and_may_be_named_and_told_again(w):
    lead = opened(w)
    services.end_handler(handler=services.name_handler(lead=lead, user=w.second, by=w.leader), by=w.leader, note="调离本岗")
    assert not sees(w.second)
    services.name_handler(lead=lead, user=w.second, by=w.leader)
    assert sees(w.second)
    assert len(told(w.second)) == 2


def test_naming_the_same_person_again_changes_the_end_without_telling(w):
    lead = opened(w)
    services.name_handler(lead=lead, user=w.second, by=w.leader)
    services.name_handler(lead=lead, user=w.second, by=w.leader, until=later(3))
    assert Handler.objects.get(user=w.second).until == later(3) and len(told(w.second)) == 1


def test_only_leaders_of_the_township_name_and_end(w):
    lead = opened(w)
    with pytest.raises(Refused, match="由乡镇领导指定"):
        services.name_handler(lead=lead, user=w.second, by=w.officer)
    with pytest.raises(Refused, match="由乡镇领导指定"):
        services.end_handler(handler=lead.handlers.get(), by=w.officer, note="调离本岗")
    with pytest.raises(Refused, match="不是这条线索的经办人"):
        services.name_handler(lead=lead, user=w.second, by=w.other_leader)


@pytest.mark.parametrize("who", ["cadre", "boss", "other_officer", "liaison", "leader2"])
def test_only_own_officials_are_named(w, who):
    with pytest.raises(Refused, match="经办人只能是"):
        services.name_handler(lead=opened(w), user=getattr(w, who), by=w.leader)


def test_a_handlers_end_lies_not_in_the_past(w):
    with pytest.raises(Refused, match="期限不能早于今天"):
        services.name_handler(lead=opened(w), user=w.second, by=w.leader, until=later(-1))


def test_whoever_is_verifying_is_not_taken_off(w):
    row = started(w)
    handler = row.lead.handlers.get(user=w.second)
    with pytest.raises(Refused, match="请先调整核查组"):
        services.end_handler(handler=handler, by=w.leader, note="调离本岗")
    services.change_team(verification=row, team=[w.officer, w.third], note="第二人回避", by=w.leader)
    services.end_handler(handler=handler, by=w.leader, note="调离本岗")
    assert not sees(w.second)


def test_naming_a_handler_leaves_a_trace(w):
    services.name_handler(lead=opened(w), user=w.second, by=w.leader)
    line = AccessLog.objects.get()
    assert (line.user, line.action, line.detail) == (w.leader, "named", f"{w.second.name}，至 {grant_end()}")
    assert Handler.objects.get(user=w.second).granted_by == w.leader


def test_looks_are_neither_changed_nor_deleted(w):
    services.log_access(lead=opened(w), user=w.leader, action="查看自查答案")
    line = AccessLog.objects.get()
    assert (line.action, line.detail) == ("view", "查看自查答案")
    with pytest.raises(RuntimeError):
        line.save()
    with pytest.raises(RuntimeError):
        line.delete()


def test_the_database_wants_a_reason_for_an_export(w):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLog.objects.create(lead=opened(w), user=w.leader, action="export")


def test_one_person_is_no_team(w):
    with pytest.raises(Refused, match="不得少于 2 人"):
        started(w, opened(w), w.officer, w.officer)


@pytest.mark.parametrize("who", ["cadre", "boss", "other_officer", "leader2"])
def test_only_own_officials_verify(w, who):
    with pytest.raises(Refused, match="不是本乡镇"):
        started(w, opened(w), w.officer, getattr(w, who))


def test_a_handler_chooses_only_among_those_a_leader_named(w):
    lead = opened(w)
    with pytest.raises(Refused, match=f"{w.second.name}还不是经办人"):
        started(w, lead, by=w.officer)
    assert not sees(w.second)
    services.name_handler(lead=lead, user=w.second, by=w.leader)
    assert started(w, lead, by=w.officer).team.count() == 2


def test_a_leaders_team_becomes_handlers_and_is_told(w):
    lead = opened(w)
    factories.lead(w.village)
    started(w, lead)
    assert sees(w.second)
    assert told(w.second) == [f"请核查涉亡线索 {lead.number}"]
    assert (lead.state, lead.due_on) == ("verifying", later())


def test_a_team_member_whose_time_was_over_sees_the_lead_again(w):
    lead = opened(w)
    Handler.objects.create(lead=lead, user=w.second, until=later(-1))
    started(w, lead)
    assert sees(w.second)


def test_a_limit_lies_not_in_the_past(w):
    with pytest.raises(Refused, match="期限不能早于今天"):
        services.start_verification(lead=ready(w), team=[w.officer, w.second], plan="走访", due_on=later(-1), by=w.leader)


def test_a_second_verification_waits_for_the_first_and_takes_others(w):
    row = reported(w)
    with pytest.raises(Refused, match="还没有审定"):
        started(w, row.lead, w.third, w.fourth)
    services.confirm(verification=row, by=w.leader)
    with pytest.raises(Refused, match="参加过原核查"):
        started(w, row.lead, w.second, w.third)
    second = started(w, row.lead, w.third, w.fourth)
    assert w.officer.name in second.former_verifiers and w.second.name in second.former_verifiers


@pytest.mark.parametrize("state", ["concluded", "dismissed"])
def test_a_closed_lead_is_not_verified(w, state):
    with pytest.raises(Refused, match="不能启动核查"):
        started(w, lead_in(w, state), w.third, w.fourth)


@pytest.mark.parametrize("who", ["leader", "third", "other_officer"])
def test_only_the_team_writes_interviews(w, who):
    with pytest.raises(Refused, match="由核查组成员办理|不是这条线索的经办人"):
        services.add_interview(verification=started(w), by=getattr(w, who), **talk())


@pytest.mark.parametrize("present", ["甲", "甲、甲", " 、 ", ""])
def test_a_talk_needs_two_people_present(w, present):
    with pytest.raises(Refused, match="不得少于两人"):
        services.add_interview(verification=started(w), by=w.officer, **talk(present=present))


def test_the_same_form_keeps_one_talk(w):
    row = started(w)
    for _ in range(2):
        services.add_interview(verification=row, by=w.officer, key="form:1:x", **talk(present="甲，乙 丙"))
    assert Interview.objects.get().present == "甲、乙、丙"


def test_a_report_needs_an_interview(w):
    with pytest.raises(Refused, match="谈话笔录"):
        services.report(verification=started(w), findings="无", proposal="refuted", by=w.officer)


def test_no_interview_is_added_after_the_report(w):
    with pytest.raises(Refused, match="先退回"):
        services.add_interview(verification=reported(w), by=w.officer, **talk())


def test_each_report_is_told_to_the_leaders(w):
    row = reported(w)
    services.send_back(verification=row, note="补充询问家属", by=w.leader)
    assert f"涉亡线索 {row.lead.number} 的核查报告已退回，请补充核查" in told(w.second)
    services.report(verification=row, findings="已补充", proposal="refuted", by=w.officer)
    assert len([title for title in told(w.leader2) if "待审定" in title]) == 2


def test_the_handlers_are_told_of_the_end_by_number(w):
    lead = concluded(w)
    assert told(w.second)[-1] == f"涉亡线索 {lead.number} 已作出结论"
    dismissed = services.dismiss(lead=opened(w), note="不在本镇", by=w.leader)
    assert told(w.officer)[-1] == f"涉亡线索 {dismissed.number} 不予受理"


def test_no_message_about_a_whole_case_bears_a_name(w):
    row = reported(w)
    services.send_back(verification=row, note=f"补问{SECRET}家属", by=w.leader)
    services.report(verification=row, findings=SECRET, proposal="refuted", by=w.officer)
    services.confirm(verification=row, by=w.leader)
    lead = services.conclude(lead=row.lead, conclusion="refuted", note=SECRET, by=w.leader)
    taken_up(w, lead)
    assert Message.objects.count() >= 10
    assert not [m for m in Message.objects.all() if SECRET in m.title + m.body + m.link + m.key]


def test_a_changed_team_is_told_logged_and_still_two(w):
    row = started(w)
    with pytest.raises(Refused, match="不得少于 2 人"):
        services.change_team(verification=row, team=[w.third], note="回避", by=w.leader)
    with pytest.raises(Refused, match="必须写明原因"):
        services.change_team(verification=row, team=[w.officer, w.third], note=" ", by=w.leader)
    with pytest.raises(Refused, match="由乡镇领导调整"):
        services.change_team(verification=row, team=[w.officer, w.third], note="回避", by=w.officer)
    services.change_team(verification=row, team=[w.officer, w.third], note="亲属回避", by=w.leader)
    assert set(row.team.all()) == {w.officer, w.third} and sees(w.third)
    line = row.log.last()
    assert line.action_label == "调整核查组" and "亲属回避" in line.note and w.third.name in line.note
    with pytest.raises(Refused, match="由核查组成员办理"):
        services.add_interview(verification=row, by=w.second, **talk())


def test_a_reported_team_is_not_changed(w):
    with pytest.raises(Refused, match="不能再调整"):
        services.change_team(verification=reported(w), team=[w.third, w.fourth], note="回避", by=w.leader)


def test_whoever_once_wrote_a_talk_counts_as_former_verifier(w):
    row = started(w)
    talked(row, w.second)
    services.change_team(verification=row, team=[w.officer, w.third], note="回避", by=w.leader)
    services.report(verification=row, findings="无", proposal="refuted", by=w.officer)
    services.confirm(verification=row, by=w.leader)
    lead = services.conclude(lead=row.lead, conclusion="refuted", note="查否", by=w.leader)
    assert services.verified_before(taken_up(w, lead)) == {w.officer.pk, w.second.pk, w.third.pk}


@pytest.mark.parametrize("action", ["dismiss", "send_back", "conclude"])
def test_what_must_be_explained_is_refused_without_a_note(w, action):
    lead = lead_in(w, {"dismiss": "received", "send_back": "reported", "conclude": "confirmed"}[action])
    row = lead.verifications.first()
    acts = {
        "dismiss": lambda: services.dismiss(lead=lead, note=" ", by=w.leader),
        "send_back": lambda: services.send_back(verification=row, note="", by=w.leader),
        "conclude": lambda: services.conclude(lead=lead, conclusion="refuted", note="", by=w.leader),
    }
    with pytest.raises(Refused, match="必须写明原因"):
        acts[action]()


@pytest.mark.parametrize(
    ("name", "shown"), [("贺远平", "贺＊"), ("贺", "贺＊"), (" 欧阳山 ", "欧＊"), ("不详", "不详"), ("", "")]
)
def test_a_name_is_masked_to_its_first_character(name, shown):
    assert Lead(person=name).masked_person == shown

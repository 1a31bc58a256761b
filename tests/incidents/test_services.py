from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Refused
from core.workflow import advance
from incidents import services
from incidents.models import AccessLog, Handler, Lead
from reminders.models import Message
from tests import factories

SOON = timezone.localdate() + timedelta(days=30)
TALK = {"person": "某工友", "place": "村委会", "at": timezone.now(), "present": "甲、乙", "text": "当天在场"}


def open_lead(w, **extra):
    return services.open_lead(village=w.village, source="petition", summary="反映有人在务工时死亡", by=w.officer, **extra)


def start(w, lead, *team, by=None):
    return services.start_verification(lead=lead, team=team or (w.officer, w.second), plan="走访", due_on=SOON, by=by or w.officer)


def reported(w, lead, *team):
    row = start(w, lead, *team)
    writer = row.team.first()
    services.add_interview(verification=row, by=writer, **TALK)
    return services.report(verification=row, findings="未发现", proposal="refuted", by=writer)


def concluded(w, lead, conclusion="refuted", **extra):
    advance(reported(w, lead), "confirm", by=w.leader)
    return services.conclude(lead=lead, conclusion=conclusion, note="证据一致", by=w.leader, **extra)


def test_opening_tells_the_leaders_without_a_name(w):
    lead = open_lead(w, person="不应出现的人名")
    message = Message.objects.get(recipient=w.leader)
    assert lead.number in message.title
    assert "不应出现的人名" not in message.title + message.body


def test_the_same_answer_opens_one_lead(w):
    assert open_lead(w, key="answer:7") == open_lead(w, key="answer:7")
    assert Lead.objects.count() == 1


def test_numbers_run_per_township_and_year(w):
    first, second = open_lead(w), open_lead(w)
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1
    assert first.number[:-4] == second.number[:-4]


def test_whoever_registers_is_handler_others_are_not(w):
    lead = open_lead(w)
    assert list(Lead.objects.visible_to(w.officer)) == [lead]
    assert not Lead.objects.visible_to(w.second).exists()


@pytest.mark.parametrize("role", ["department", "liaison", "cadre", "boss", "discipline", "supervisor", "other_officer"])
def test_nobody_else_sees_a_lead(w, role):
    open_lead(w)
    assert not Lead.objects.visible_to(getattr(w, role)).exists()


def test_a_handler_named_for_a_time_sees_it_until_then(w):
    lead = open_lead(w)
    handler = services.name_handler(lead=lead, user=w.second, by=w.leader, until=timezone.localdate())
    assert Lead.objects.visible_to(w.second).exists()
    services.end_handler(handler=handler, by=w.leader)
    assert not Lead.objects.visible_to(w.second).exists()


def test_only_leaders_name_handlers_and_only_own_officials(w):
    lead = open_lead(w)
    with pytest.raises(Refused, match="由乡镇领导指定"):
        services.name_handler(lead=lead, user=w.second, by=w.officer)
    for stranger in (w.cadre, w.boss, w.other_officer):
        with pytest.raises(Refused, match="经办人只能是"):
            services.name_handler(lead=lead, user=stranger, by=w.leader)


def test_one_person_is_no_team(w):
    with pytest.raises(Refused, match="不得少于 2 人"):
        start(w, open_lead(w), w.officer, w.officer)


def test_the_team_becomes_handlers_and_is_told(w):
    lead = open_lead(w)
    start(w, lead, w.officer, w.second)
    assert Lead.objects.visible_to(w.second).exists()
    assert Message.objects.filter(recipient=w.second, title__contains=lead.number).exists()
    assert (lead.state, lead.due_on) == ("verifying", SOON)


def test_a_second_verification_waits_for_the_first(w):
    lead = open_lead(w)
    start(w, lead)
    with pytest.raises(Refused, match="还没有审定"):
        start(w, lead, w.third, w.fourth)


def test_only_the_team_writes_interviews_and_reports(w):
    row = start(w, open_lead(w))
    with pytest.raises(Refused, match="由核查组成员办理"):
        services.add_interview(verification=row, by=w.leader, **TALK)


def test_a_report_needs_an_interview(w):
    row = start(w, open_lead(w))
    with pytest.raises(Refused, match="谈话笔录"):
        services.report(verification=row, findings="无", proposal="refuted", by=w.officer)


def test_no_interview_is_added_after_the_report(w):
    row = reported(w, open_lead(w))
    with pytest.raises(Refused, match="先退回"):
        services.add_interview(verification=row, by=w.officer, **TALK)


def test_the_report_may_be_sent_back_with_a_reason(w):
    row = reported(w, open_lead(w))
    with pytest.raises(Refused, match="必须写明原因"):
        advance(row, "send_back", by=w.leader)
    assert advance(row, "send_back", by=w.leader, note="补充询问家属").state == "running"


def test_a_conclusion_waits_for_the_confirmed_report(w):
    lead = open_lead(w)
    reported(w, lead)
    with pytest.raises(Refused, match="没有审定"):
        services.conclude(lead=lead, conclusion="refuted", note="x", by=w.leader)


def test_only_a_leader_concludes(w):
    lead = open_lead(w)
    advance(reported(w, lead), "confirm", by=w.leader)
    with pytest.raises(Refused, match="由乡镇领导作出结论"):
        services.conclude(lead=lead, conclusion="refuted", note="x", by=w.officer)


@pytest.mark.parametrize("conclusion", ["not-accident", "written-off", "concealed"])
@pytest.mark.parametrize("given", [{}, {"authority": "青禾县应急管理局"}, {"number": "青应急〔2026〕3号"}, {"authority": " ", "number": " "}])
def test_conclusions_above_the_township_need_authority_and_number(w, conclusion, given):
    with pytest.raises(Refused, match="超出乡镇权限"):
        concluded(w, open_lead(w), conclusion, **given)


def test_with_authority_and_number_they_are_recorded(w):
    lead = concluded(w, open_lead(w), "concealed", authority="青禾县人民政府", number="青政函〔2026〕9号")
    assert (lead.state, lead.conclusion, lead.deciding_number) == ("concluded", "concealed", "青政函〔2026〕9号")


def test_the_database_itself_refuses_a_conclusion_beyond_powers(w):
    lead = open_lead(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(conclusion="concealed")


def test_a_refuted_lead_is_verified_again_by_others(w):
    old = concluded(w, open_lead(w))
    campaign = factories.campaign(w.town)
    new = services.verify_again(former=old, campaign=campaign, by=w.officer)
    assert (new.former, new.state, old.conclusion) == (old, "received", "refuted")
    with pytest.raises(Refused, match="参加过原核查，重新核查必须换人"):
        start(w, new, w.second, w.third)
    assert start(w, new, w.third, w.fourth).lead == new


def test_the_ban_reaches_back_through_every_round(w):
    first = concluded(w, open_lead(w))
    second = services.verify_again(former=first, campaign=factories.campaign(w.town), by=w.officer)
    row = start(w, second, w.third, w.fourth)
    services.add_interview(verification=row, by=w.third, **TALK)
    services.report(verification=row, findings="无", proposal="refuted", by=w.third)
    advance(row, "confirm", by=w.leader)
    services.conclude(lead=second, conclusion="refuted", note="再次查否", by=w.leader)
    third = services.verify_again(former=second, campaign=factories.campaign(w.town), by=w.officer)
    assert services.verified_before(third) == {w.officer.pk, w.second.pk, w.third.pk, w.fourth.pk}


def test_a_formerly_refuted_lead_cannot_be_waved_through(w):
    old = concluded(w, open_lead(w))
    new = services.verify_again(former=old, campaign=factories.campaign(w.town), by=w.officer)
    with pytest.raises(Refused, match="必须重新核查"):
        advance(new, "dismiss", by=w.leader, note="重复")


def test_each_campaign_takes_a_case_up_once(w):
    old, campaign = concluded(w, open_lead(w)), factories.campaign(w.town)
    assert list(services.due_again(user=w.leader, campaign=campaign)) == [old]
    first = services.verify_again(former=old, campaign=campaign, by=w.officer)
    assert services.verify_again(former=old, campaign=campaign, by=w.officer) == first
    assert not services.due_again(user=w.leader, campaign=campaign).exists()


def test_an_open_lead_is_not_verified_again(w):
    with pytest.raises(Refused, match="已作结论"):
        services.verify_again(former=open_lead(w), campaign=factories.campaign(w.town), by=w.officer)


def test_naming_a_handler_leaves_a_trace(w):
    services.name_handler(lead=open_lead(w), user=w.second, by=w.leader)
    line = AccessLog.objects.get()
    assert (line.user, line.action, line.detail) == (w.leader, "指定经办人", w.second.name)
    assert Handler.objects.get(user=w.second).granted_by == w.leader

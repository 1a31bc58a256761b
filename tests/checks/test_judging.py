"""Every state × every action, judging, and urging."""

import pytest

from accounts.models import Membership
from checks import services
from checks.enums import CheckState
from checks.models import Check
from core import clock
from core.errors import Refused, Stale
from reminders.models import Message

from .conftest import a_check, fresh, in_state, later, secret_check, submitted

ALLOWED = {
    "fill": {"sent"},
    "submit": {"sent", "filling", "returned"},
    "copy": {"sent", "filling", "returned"},
    "accept": {"submitted"},
    "send_back": {"submitted"},
    "cancel": {"sent", "filling", "returned"},
}
ACTORS = {
    "fill": "boss",
    "submit": "boss",
    "copy": "officer",
    "accept": "officer",
    "send_back": "officer",
    "cancel": "officer",
}


@pytest.mark.parametrize("state", CheckState.values)
@pytest.mark.parametrize("action", ALLOWED)
def test_each_action_only_from_its_states(w, state, action):
    check = in_state(w, state)
    if action == "copy":
        Membership.objects.filter(user=w.boss).update(ended_at=clock.now())
    refusal = Check.workflow.refusal(check, action, getattr(w, ACTORS[action]))
    assert bool(refusal) == (state not in ALLOWED[action])
    if refusal:
        assert check.get_state_display() in refusal


def test_the_table_of_the_workflow_is_the_one_tested():
    assert set(Check.workflow.steps) == set(ALLOWED)


@pytest.mark.parametrize("role", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
@pytest.mark.parametrize("act", [services.accept, services.send_back, services.cancel])
def test_only_the_safety_office_judges_an_open_check(w, role, act):
    check = in_state(w, "sent" if act is services.cancel else "submitted")
    values = {} if act is services.accept else {"note": "重填"}
    with pytest.raises(Refused, match="由应急办"):
        act(check=check, by=getattr(w, role), **values)


def test_a_leader_judges_a_confidential_check_too(w):
    check = submitted(w, secret_check(w), value="no")
    assert services.accept(check=check, by=w.leader).state == "accepted"


def test_sending_back_needs_a_reason_tells_the_unit_and_keeps_the_answers(w):
    check = submitted(w)
    with pytest.raises(Refused, match="必须写明原因"):
        services.send_back(check=check, note="  ", by=w.officer)
    services.send_back(check=check, note="第 2 项请重拍", by=w.officer)
    assert fresh(check).state == "returned" and check.answers.count() == 2
    told = Message.objects.get(recipient=w.boss, title__contains="退回")
    assert told.body == "第 2 项请重拍" and told.link.endswith(f"/{check.pk}/")


def test_a_page_opened_before_the_last_change_judges_nothing(w):
    check = submitted(w)
    seen = fresh(check).row_version
    services.send_back(check=check, note="请重填", by=w.officer)
    services.reply(check=check, item=check.version.items.first(), value="no", by=w.boss)
    with pytest.raises(Stale, match="刚有变化"):
        services.cancel(check=check, note="重复", by=w.officer, version=seen)
    assert fresh(check).state == "returned"


def test_cancelling_tells_the_unit_why(w):
    check = services.cancel(check=a_check(w), note="已停产", by=w.officer)
    assert Message.objects.get(recipient=w.boss, title__contains="取消").body == "已停产"
    assert check.log.last().note == "已停产"


def test_bulk_acceptance_says_why_a_row_was_skipped(w):
    ready, waiting = submitted(w), a_check(w, firm=w.firm2)
    outcome = services.bulk_accept(checks=[ready, waiting], by=w.officer)
    assert [row.pk for row in outcome.done] == [ready.pk] and fresh(ready).state == "accepted"
    assert outcome.skipped[0][0] == waiting and "待自查" in outcome.skipped[0][1]


def test_a_unit_is_urged_once_a_day(w):
    late = a_check(w, due_on=later(-2))
    assert services.urge(checks=[late], by=w.officer).done == [late]
    again = services.urge(checks=[late], by=w.officer)
    assert again.done == [] and again.skipped == [(late, "今天已催办过")]
    told = Message.objects.get(recipient=w.boss, kind="urging")
    assert "逾期 2 天" in told.title and late.version.checklist.name in told.title


def test_urging_skips_what_was_handed_in_and_units_without_an_account(w):
    done, silent = submitted(w), secret_check(w, firm=w.firm2)
    outcome = services.urge(checks=[done, silent], by=w.officer)
    assert outcome.done == []
    assert dict(outcome.skipped)[silent] == "没有登录账号，请电话联系" and "待审核" in dict(outcome.skipped)[done]


@pytest.mark.parametrize("role", ["leader", "department", "cadre", "boss", "discipline", "supervisor"])
def test_others_do_not_urge(w, role):
    with pytest.raises(Refused, match="催办"):
        services.urge(checks=[a_check(w)], by=getattr(w, role))

"""A month from draft to sent: who may, what is kept, what never changes again, corrections."""

from datetime import date

import pytest

from core import clock
from core.errors import Refused
from hazards.models import Hazard
from registers import tally
from registers.facts import facts_of
from registers.models import Entry, Report
from registers.services import monthly
from tests import factories

from .months import AFTER, MONTH, hazard, plan, report, second_officer

STATES = ("draft", "checked", "sent", "dropped")
OPEN_TO = {"check": ("draft",), "send_back": ("checked",), "send": ("checked",), "drop": ("draft",)}
ACTS = {
    "check": lambda w, row: monthly.check(report=row, by=w.leader),
    "send_back": lambda w, row: monthly.send_back(report=row, by=w.leader, note="有漏项"),
    "send": lambda w, row: monthly.send(report=row, by=w.officer, sent_to="县安委办"),
    "drop": lambda w, row: monthly.drop(report=row, by=w.officer, note="编错了"),
}


def values(row, span="month"):
    return tally.total(monthly.current_facts(Report.objects.get(pk=row.pk)), span).values


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTS)
def test_each_step_is_open_in_its_states_only(w, state, action):
    row = report(w, state)
    if state in OPEN_TO[action]:
        ACTS[action](w, row)
        assert Report.objects.get().state == Report.workflow.steps[action].target
    else:
        with pytest.raises(Refused, match="当前状态"):
            ACTS[action](w, row)
        assert Report.objects.get().state == state


@pytest.mark.parametrize("role", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_only_the_safety_office_makes_sends_and_drops(w, role):
    person = getattr(w, role)
    with pytest.raises(Refused, match="应急办"):
        monthly.make(by=person, month=MONTH)
    row = report(w, "checked")
    with pytest.raises(Refused, match="应急办"):
        monthly.send(report=row, by=person, sent_to="县安委办")
    with pytest.raises(Refused, match="应急办"):
        monthly.correct(report=report(w, "sent", month=date(2026, 9, 1)), by=person, reason="漏报")


def test_who_made_it_does_not_check_it_a_colleague_and_a_leader_do(w):
    with pytest.raises(Refused, match="编制人不能审核"):
        monthly.check(report=report(w), by=w.officer)
    assert monthly.check(report=Report.objects.get(), by=second_officer(w)).state == "checked"


@pytest.mark.parametrize("role", ["department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_do_not_check(w, role):
    with pytest.raises(Refused, match="审核"):
        monthly.check(report=report(w), by=getattr(w, role))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("action", ["send_back", "drop"])
def test_turning_back_wants_a_reason(w, action):
    row = report(w, "checked" if action == "send_back" else "draft")
    with pytest.raises(Refused, match="必须写明原因"):
        getattr(monthly, action)(report=row, by=w.officer, note="  ")


def test_sending_wants_to_know_to_whom(w):
    with pytest.raises(Refused, match="报送给谁"):
        monthly.send(report=report(w, "checked"), by=w.officer, sent_to=" ")


def test_a_month_that_has_not_begun_is_not_counted(w):
    with clock.at(AFTER), pytest.raises(Refused, match="还没有开始"):
        monthly.make(by=w.officer, month=date(2026, 12, 1))


def test_a_month_is_made_once_for_all_work_and_once_a_campaign(w):
    report(w)
    with clock.at(AFTER):
        with pytest.raises(Refused, match="已经有了"):
            monthly.make(by=w.officer, month=date(2026, 10, 20))
        own = factories.campaign(w.town)
        assert monthly.make(by=w.officer, month=MONTH, campaign=own).number == 1
        with pytest.raises(Refused, match="已经有了"):
            monthly.make(by=w.officer, month=MONTH, campaign=own)


def test_a_dropped_month_may_be_made_anew(w):
    report(w, "dropped")
    assert report(w).number == 1 and Report.objects.count() == 2


def test_a_draft_follows_the_registers(w):
    row = report(w)
    assert values(row)["o_found"] == 0
    hazard(w)
    assert values(row)["o_found"] == 1


@pytest.mark.parametrize("state", ["checked", "sent"])
def test_once_checked_nothing_that_happens_later_changes_a_number(w, state):
    old, major = hazard(w), hazard(w, grade="major")
    plan(w, major)
    row = report(w, state)
    before = (values(row), values(row, "year"), [e.text for e in row.entries.all()])
    Hazard.objects.filter(pk=old.pk).update(grade="major", found_on=date(2026, 1, 1), description="改了")
    Hazard.objects.filter(pk=major.pk).update(village=w.village2, office=w.office)
    major.plan.delete()
    hazard(w)
    w.firm.status, w.firm.name = "closed", "改名厂"
    w.firm.save()
    assert (values(row), values(row, "year"), [e.text for e in row.entries.all()]) == before
    assert monthly.frame_for(row)["village"] == [[v.pk, v.name, True] for v in (w.village, w.village2)]


def test_what_was_checked_is_what_is_sent(w):
    row = report(w, "checked")
    hazard(w)
    monthly.send(report=row, by=w.officer, sent_to="县安委办")
    assert values(row)["o_found"] == 0


def test_kept_rows_that_were_tampered_with_are_not_sent(w):
    hazard(w)
    row = report(w, "checked")
    row.entries.filter(kind="hazard").update(marks=[])
    with pytest.raises(Refused, match="不一致"):
        monthly.send(report=row, by=w.officer, sent_to="县安委办")


def test_a_kept_row_cannot_be_saved_again(w):
    hazard(w)
    row = report(w, "checked").entries.first()
    with pytest.raises(RuntimeError):
        row.save()


def test_sent_back_it_follows_the_registers_again_and_is_kept_anew(w):
    row = report(w, "checked")
    hazard(w)
    monthly.send_back(report=row, by=w.leader, note="有漏项")
    assert not Entry.objects.filter(report=row).exists() and values(row)["o_found"] == 1
    monthly.check(report=Report.objects.get(), by=w.leader)
    assert values(row)["o_found"] == 1 and Report.objects.get().is_frozen


def test_rows_nobody_looked_at_are_not_checked(w):
    """Something came in between opening the page and pressing the button."""
    row = report(w)
    seen = monthly.digest(facts_of(w.town, MONTH))
    hazard(w)
    with pytest.raises(Refused, match="数据有变动"):
        monthly.check(report=row, by=w.leader, digest_seen=seen)
    seen = monthly.digest(facts_of(w.town, MONTH))
    assert monthly.check(report=row, by=w.leader, digest_seen=seen).state == "checked"


def test_the_log_tells_who_when_and_why(w):
    row = report(w, "sent")
    assert [(line.action_label, line.actor) for line in row.log.all()] == [
        ("编制", w.officer), ("审核通过", w.leader), ("报送上级", w.officer)
    ]  # fmt: skip
    assert row.log.last().note == "报送县安委办" and row.checked_by == w.leader and row.sent_by == w.officer


def test_a_correction_is_a_new_version_beside_the_sent_one(w):
    row = report(w, "sent")
    hazard(w)
    new = monthly.correct(report=row, by=w.officer, reason="漏了一条")
    assert (new.number, new.corrects, new.state, new.reason) == (2, row, "draft", "漏了一条")
    assert values(row)["o_found"] == 0 and values(new)["o_found"] == 1 and "第 2 版" in str(new)


def test_a_correction_wants_a_reason_and_a_sent_month(w):
    with pytest.raises(Refused, match="更正原因"):
        monthly.correct(report=report(w, "sent"), by=w.officer, reason=" ")
    with pytest.raises(Refused, match="已报送的"):
        monthly.correct(report=report(w, "checked", month=date(2026, 9, 1)), by=w.officer, reason="漏报")


def test_one_correction_at_a_time_and_only_of_the_newest(w):
    first = report(w, "sent")
    second = monthly.correct(report=first, by=w.officer, reason="漏报")
    with pytest.raises(Refused, match="正在编制"):
        monthly.correct(report=first, by=w.officer, reason="再改")
    monthly.check(report=second, by=w.leader)
    monthly.send(report=second, by=w.officer, sent_to="县安委办")
    with pytest.raises(Refused, match="第 2 版"):
        monthly.correct(report=first, by=w.officer, reason="再改")
    assert monthly.correct(report=second, by=w.officer, reason="再改").number == 3


def test_the_last_receiver_is_offered(w):
    assert monthly.sent_to_before(report(w, "sent")) == "县安委办"
    assert monthly.sent_to_before(Report(township=w.other_town)) == ""


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("officer", STATES), ("leader", STATES), ("discipline", STATES), ("supervisor", ("sent",)), ("department", ()),
        ("liaison", ()), ("cadre", ()), ("boss", ()), ("other_officer", ()),
    ],
)  # fmt: skip
def test_who_sees_which_month(w, role, seen):
    for number, state in enumerate(STATES, 1):
        report(w, state, month=date(2026, number, 1))
    assert {row.state for row in Report.objects.visible_to(getattr(w, role))} == set(seen)

"""Every state of a major hazard × every step × every seat: what is open is done and logged, all else changes nothing."""

import pytest
from django.utils import timezone

from hazards import services
from hazards.models import Hazard
from tests import factories

from .conftest import SIX_PARTS, accepted, found, graded, in_state, photo_ids, planned, reported, told_twice
from .test_views import ACTIONS, as_user, filled, step_url

SEATS = ["officer", "department", "leader", "liaison", "cadre", "boss", "discipline", "supervisor"]
STATES = ["planning", "reported_twice", "rectifying", "reported", "closed"]
MENDING = "impose add_photos ask_extension"
CORRECT = "correct_department correct_congress"
BOSS = {
    "planning": f"report_department report_congress {MENDING}",
    "reported_twice": f"submit_plan {MENDING} {CORRECT}",
    "rectifying": f"report_done amend_plan {MENDING} {CORRECT}",
    "reported": f"impose add_photos {CORRECT}",
}
JUDGING = {
    "planning": "impose add_photos lift redate recur ask_leader",
    "reported_twice": "impose add_photos lift redate recur ask_leader",
    "rectifying": "impose add_photos lift redate recur ask_leader return_plan",
    "reported": "impose add_photos lift send_back",
}
OFFICE = {state: f"{JUDGING[state]} {BOSS[state]} treat_as_accident" for state in JUDGING} | {
    "closed": f"treat_as_accident {CORRECT}"
}
LEADER = dict.fromkeys(("planning", "reported_twice", "rectifying"), "lower_grade")
MAY = {"officer": OFFICE, "department": JUDGING, "boss": BOSS, "leader": LEADER}


@pytest.fixture
def earlier(w):
    """A closed hazard of the same unit in the same words."""
    return services.accept(
        hazard=reported(w, graded(w, found(w, office=w.office))), by=w.officer, no_before="登记时没有拍照"
    )


def major(w, state):
    """A major hazard in a state, found by the office, its work stopped."""
    hazard = found(w, office=w.office, source="inspection", photos=photo_ids(w.officer))
    hazard = graded(w, hazard, grade="major", at_once=False, due_on=in_fifty_days())
    factories.power(w.town, kind="stop")
    services.impose(hazard=hazard, by=w.officer, kind="stop-all", scope="全厂", begun_at=timezone.now())
    if state == "reported_twice":
        told_twice(w, hazard)
    if state in ("rectifying", "reported", "closed"):
        hazard = planned(w, hazard)
    if state in ("reported", "closed"):
        hazard = reported(w, hazard)
    if state == "closed":
        services.lift(hazard=hazard, by=w.officer, control=hazard.controls.get(), note="已消除")
        hazard = accepted(w, hazard)
    return Hazard.objects.get(pk=hazard.pk)


def in_fifty_days():
    from .conftest import later

    return later(50)


def given(hazard, action, user, earlier):
    values = filled(action, user) | (SIX_PARTS if action in ("submit_plan", "amend_plan") else {})
    values |= {"control": getattr(hazard.controls.first(), "pk", "")} if action == "lift" else {}
    return values | ({"earlier": earlier.pk} if action == "recur" else {})


ALLOWED = [(who, state, action) for who in MAY for state, actions in MAY[who].items() for action in actions.split()]


@pytest.mark.parametrize("who, state, action", ALLOWED)
def test_each_allowed_step_is_taken_and_logged(w, earlier, who, state, action):
    hazard, user = major(w, state), getattr(w, who)
    lines, version = hazard.log.count(), hazard.version
    answer = as_user(user).post(step_url(hazard, action), given(hazard, action, user, earlier))
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    hazard.refresh_from_db()
    assert hazard.log.count() == lines + 1 and hazard.version == version + 1
    assert hazard.log.last().actor == user


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", SEATS)
def test_every_other_step_is_refused_with_a_reason_and_changes_nothing(w, earlier, who, state):
    hazard, user = major(w, state), getattr(w, who)
    client, before = as_user(user), Hazard.objects.values().get(pk=hazard.pk)
    allowed = set(MAY.get(who, {}).get(state, "").split())
    for action in sorted(set(ACTIONS) - allowed):
        page = client.post(step_url(hazard, action), given(hazard, action, user, earlier))
        if action == "submit_plan" and state == "planning" and who in ("boss", "officer"):
            assert "缺：向监管部门报告、向职工代表大会报告" in page.content.decode()
        elif action == "accept" and state == "reported" and who in ("officer", "department"):
            assert "请先解除再验收" in page.content.decode()
        else:
            assert page.status_code in (302, 403), action
    assert Hazard.objects.values().get(pk=hazard.pk) == before


@pytest.mark.parametrize("who", ["other_officer", "other_cadre"])
def test_out_of_sight_no_step_exists(w, earlier, who):
    hazard, client = major(w, "planning"), as_user(getattr(w, who))
    assert {client.post(step_url(hazard, action), {"note": "x"}).status_code for action in ACTIONS} == {404}


@pytest.mark.parametrize("action", ["impose", "add_photos", "redate", "report_department", "report_congress"])
def test_a_stale_page_is_told_and_changes_nothing(w, earlier, action):
    hazard = major(w, "planning")
    user = w.boss if action.startswith("report") else w.officer
    services.bulk_assign(hazards=[hazard], by=w.officer, responsible="季长河")
    values = given(hazard, action, user, earlier) | {"row_version": hazard.version}
    assert "刚被别人处理过" in as_user(user).post(step_url(hazard, action), values).content.decode()
    assert not hazard.reports.exists() and hazard.controls.count() == 1


@pytest.mark.parametrize("action, rows", [("report_department", "reports"), ("impose", "controls")])
def test_a_step_sent_twice_leaves_one_row(w, earlier, action, rows):
    hazard, user = major(w, "planning"), w.boss
    before, client = getattr(hazard, rows).count(), as_user(user)
    [client.post(step_url(hazard, action), given(hazard, action, user, earlier)) for _ in range(2)]
    assert getattr(hazard, rows).count() == before + 1


@pytest.mark.parametrize("state, main", [("planning", "report_department"), ("reported_twice", "submit_plan")])
def test_the_enterprise_is_led_from_report_to_report_to_plan(w, earlier, state, main):
    from .test_views import detail_url

    page = as_user(w.boss).get(detail_url(major(w, state)))
    assert page.context["step"].action == main
    assert ("双报告，还缺" in page.content.decode()) is (state == "planning")


def test_drafts_and_cancelled_ones_take_no_measures(w):
    for state in ("draft", "cancelled", "closed"):
        hazard = in_state(w, state)
        for action in ("impose", "add_photos", "redate", "recur"):
            assert as_user(w.officer).post(step_url(hazard, action), filled(action, w.officer)).status_code == 403

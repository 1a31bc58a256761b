"""An ordinary hazard entrusted to the village: who accepts it then, who is told; a major one never."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from core.errors import Refused
from hazards import rules, services
from hazards.models import Hazard
from reminders.models import Message
from tests import factories

from .conftest import found, graded, in_state, later, planned, reported
from .test_views import as_user, detail_url, filled, step_url

STATES = "draft found planning rectifying reported closed cancelled".split()
SEATS = "officer department leader liaison cadre second boss discipline supervisor".split()


@pytest.fixture
def w(w):
    """With a second cadre of the village."""
    w.second = factories.user(Role.CADRE, w.village, name="邵永强")
    return w


def in_village(w, state, entrusted=True, **values):
    """A hazard of the village itself, mended by its cadre."""
    hazard = found(w, enterprise=None, office=w.office, **values)
    if state != "found":
        hazard = graded(w, hazard, responsible="季长河")
    if entrusted:
        hazard = services.entrust(hazard=hazard, by=w.officer)
    return reported(w, hazard, by=w.cadre) if state in ("reported", "closed") else hazard


# state → who may accept or send back, not entrusted and entrusted; the cadre is the one who mended it
MAY = {(False, "reported"): {"officer", "department"}, (True, "reported"): {"officer", "department", "second"}}


@pytest.mark.parametrize("entrusted", [False, True])
@pytest.mark.parametrize("state", STATES)
def test_who_accepts_in_each_state(w, state, entrusted):
    hazard = in_village(w, "reported", entrusted)
    hazard.state = state
    for action in ("accept", "send_back"):
        may = {seat for seat in SEATS if not hazard.workflow.refusal(hazard, action, getattr(w, seat))}
        assert may == MAY.get((entrusted, state), set()), action


@pytest.mark.parametrize("who", SEATS)
def test_only_who_judges_entrusts_and_takes_back_and_only_while_it_is_open(w, who):
    user, hazard = getattr(w, who), in_village(w, "rectifying", entrusted=False)
    for state in STATES:
        hazard.state = state
        open_to = state in ("planning", "rectifying", "reported") and who in ("officer", "department")
        for given, rule in ((False, rules.may_entrust), (True, rules.may_take_over)):
            hazard.village_accepts = given
            assert (not rule(user, hazard)) is open_to, (state, given)
            hazard.village_accepts = not given
            assert rule(user, hazard)


def test_the_second_cadre_accepts_on_the_page_and_it_is_closed_for_the_village(w):
    hazard = in_village(w, "reported")
    client = as_user(w.second)
    assert client.get(detail_url(hazard)).context["step"].action == "accept"
    assert as_user(w.cadre).get(detail_url(hazard)).context["step"] is None
    client.post(step_url(hazard, "accept"), filled("accept", w.second))
    hazard.refresh_from_db()
    assert (hazard.state, hazard.accepted_by) == ("closed", w.second)
    assert hazard.acceptances.get().people == f"{w.second.name}（{w.village}）"
    assert hazard.log.last().actor == w.second


def test_who_answers_for_mending_does_not_accept_though_another_reported_it(w):
    hazard = in_village(w, "reported")
    Hazard.objects.filter(pk=hazard.pk).update(responsible=w.second.name)
    with pytest.raises(Refused, match="整改责任人不能自己验收"):
        services.accept(hazard=Hazard.objects.get(pk=hazard.pk), by=w.second, no_before="没有拍照")


def test_a_cadre_of_another_village_finds_no_such_hazard(w):
    hazard = in_village(w, "reported")
    elsewhere = factories.user(Role.CADRE, w.village2)
    assert as_user(elsewhere).post(step_url(hazard, "accept"), filled("accept", elsewhere)).status_code == 404


def test_the_village_is_told_and_finds_it_on_its_page_of_today(w):
    hazard = in_village(w, "rectifying")
    assert set(Message.objects.filter(title__contains="委托你村验收").values_list("recipient", flat=True)) >= {w.second.pk}
    reported(w, hazard, by=w.cadre)
    told = Message.objects.filter(title__contains="请在").values_list("recipient", flat=True)
    assert w.second.pk in told and w.officer.pk not in told and w.cadre.pk not in told
    assert "委托本村验收" in as_user(w.second).get(reverse("dashboard:home")).content.decode()
    assert "委托本村验收" not in as_user(w.cadre).get(reverse("dashboard:home")).content.decode()


def test_where_nobody_else_is_in_the_village_the_office_is_told(w):
    w.second.memberships.update(ended_at=w.firm.created_at)
    hazard = in_village(w, "reported")
    told = Message.objects.filter(about_hazard(hazard), title__contains="请在").values_list("recipient", flat=True)
    assert w.cadre.pk not in told and w.department.pk in told


def about_hazard(hazard):
    from django.db.models import Q

    return Q(content_type__model="hazard", object_id=str(hazard.pk))


def test_taken_back_it_waits_for_the_office_again(w):
    hazard = in_village(w, "reported")
    with pytest.raises(Refused, match="写明原因"):
        services.take_over(hazard=hazard, by=w.officer, note=" ")
    hazard = services.take_over(hazard=hazard, by=w.officer, note="村里没有条件")
    with pytest.raises(Refused, match="由应急办或监管站所验收"):
        services.accept(hazard=hazard, by=w.second, no_before="没有拍照")
    assert hazard.log.last().note == "村里没有条件"


def test_a_major_one_is_never_entrusted_also_not_one_that_turns_major(w):
    major = planned(w, graded(w, grade="major", at_once=False, due_on=later(50)))
    with pytest.raises(Refused, match="重大隐患不能委托"):
        services.entrust(hazard=major, by=w.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=major.pk).update(village_accepts=True)
    hazard = services.entrust(hazard=in_state(w, "rectifying"), by=w.officer)
    raised = services.raise_grade(
        hazard=hazard, by=w.officer, note="复核", due_on=later(50), responsible="季长河", grade_basis="判定标准第三条"
    )
    raised.refresh_from_db()
    assert raised.grade == "major" and raised.village_accepts is False


def test_of_an_enterprise_the_villages_cadre_accepts_when_entrusted(w):
    hazard = reported(w, services.entrust(hazard=graded(w), by=w.officer))
    assert services.accept(hazard=hazard, by=w.cadre, no_before="登记时没有拍照").state == "closed"

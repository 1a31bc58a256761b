"""Who leads a new trade: asked, claimed, disputed, decided."""

import pytest

from accounts.enums import Role
from core.errors import Refused, Stale
from hazards.models import Trade
from hazards.services import trades as services
from reminders.models import Message
from tests import factories

EVERYBODY = ["officer", "department", "leader", "liaison", "cadre", "boss", "discipline", "supervisor", "other_officer"]
ACTIONS = {"claim": {"asked"}, "dispute": {"asked", "claimed"}, "decide": {"asked", "disputed"}}


def asked(w, **values):
    return services.ask(by=w.officer, **({"name": "露营营地", "what": "用火用气无人监管"} | values))


def in_state(w, state):
    trade = asked(w)
    if state == "claimed":
        return services.claim(trade=trade, by=w.department, basis="main")
    if state in ("disputed", "decided"):
        trade = services.dispute(trade=trade, by=w.officer, note="应由文旅牵头")
    if state == "decided":
        return services.decide(trade=trade, by=w.leader, office=w.office, basis="in-charge", note="经会议研究")
    return trade


@pytest.mark.parametrize("state", ["asked", "claimed", "disputed", "decided"])
def test_each_step_is_open_in_its_states_only(w, state):
    trade, people = in_state(w, state), {"claim": w.department, "dispute": w.officer, "decide": w.leader}
    assert trade.state == state
    found = {name for name in ACTIONS if not Trade.workflow.refusal(trade, name, people[name])}
    assert found == {name for name, states in ACTIONS.items() if state in states}


@pytest.mark.parametrize("action, who", [
    ("claim", {"officer", "department"}), ("dispute", {"officer", "department"}), ("decide", {"leader"}),
])  # fmt: skip
def test_offices_claim_and_leaders_decide(w, action, who):
    trade = asked(w)
    assert {name for name in EVERYBODY if not Trade.workflow.refusal(trade, action, getattr(w, name))} == who


def test_the_claimer_does_not_dispute_its_own(w):
    trade = in_state(w, "claimed")
    with pytest.raises(Refused, match="不能自己提出争议"):
        services.dispute(trade=trade, by=w.department, note="不归我们")
    assert services.dispute(trade=trade, by=w.officer, note="应由应急办牵头").state == "disputed"
    assert Message.objects.filter(recipient=w.leader, title__contains="待裁定").exists()


def test_a_second_claim_comes_too_late_and_goes_by_dispute(w):
    other = factories.user(Role.DEPARTMENT, w.town, office=factories.Office.objects.create(township=w.town, name="文旅站"))
    trade = in_state(w, "claimed")
    with pytest.raises(Refused, match="不能认领"):
        services.claim(trade=trade, by=other, basis="nearest")
    assert services.dispute(trade=trade, by=other, note="本站已在管").office == w.office


def test_a_decision_names_an_office_of_the_township_and_a_reason(w):
    trade = in_state(w, "disputed")
    with pytest.raises(Refused, match="请选定本乡镇的站所"):
        services.decide(trade=trade, by=w.leader, office=w.other_office, basis="main", note="研究")
    with pytest.raises(Refused, match="必须写明原因"):
        services.decide(trade=trade, by=w.leader, office=w.office, basis="main", note="")
    with pytest.raises(Refused, match="牵头依据"):
        services.decide(trade=trade, by=w.leader, office=w.office, basis="whoever", note="研究")


def test_one_name_is_asked_once(w):
    asked(w)
    with pytest.raises(Refused, match="已经发起认领"):
        asked(w)


def test_a_stale_page_is_told(w):
    trade = asked(w)
    services.claim(trade=trade, by=w.department, basis="main")
    with pytest.raises(Stale, match="已认领"):
        services.dispute(trade=trade, by=w.officer, note="有异议", version=1)


def test_the_township_sees_it_and_nobody_next_door(w):
    trade = asked(w)
    sees = {name for name in EVERYBODY if Trade.objects.visible_to(getattr(w, name)).filter(pk=trade.pk)}
    assert sees == {"officer", "department", "leader", "discipline", "supervisor"}

"""Every action in every state by every role: what is not allowed is refused and changes nothing."""

import pytest
from django.db import transaction

from core.errors import Refused
from incidents import services
from incidents.models import Handler, Interview, Lead, Verification
from tests import factories

from .conftest import lead_in, started, talk, talked

# state → action → who may; every other person and every other state is refused
LEAD_STATES = ["received", "running", "reported", "confirmed", "concluded", "dismissed"]
ROLES = ["officer", "second", "leader", "leader2", "department", "discipline", "liaison", "cadre", "boss", "supervisor",
         "other_officer", "other_leader"]  # fmt: skip
MAY = {
    ("received", "dismiss"): {"leader", "leader2"},
    ("received", "amend"): {"officer", "leader", "leader2"},
    **{(state, "amend"): {"officer", "second", "leader", "leader2"} for state in ("running", "reported", "confirmed")},
    ("received", "start"): {"officer", "leader", "leader2"},
    ("confirmed", "start"): {"officer", "second", "leader", "leader2"},
    ("confirmed", "conclude"): {"leader", "leader2"},
    ("concluded", "again"): {"officer", "second", "leader", "leader2"},
    ("dismissed", "again"): {"officer", "leader", "leader2"},
    ("running", "talk"): {"officer", "second"},
    ("running", "report"): {"officer", "second"},
    ("running", "change"): {"leader", "leader2"},
    ("reported", "confirm"): {"leader", "leader2"},
    ("reported", "send_back"): {"leader", "leader2"},
}


def act(w, lead, action, by):
    row = lead.verifications.order_by("pk").last()
    acts = {
        "amend": lambda: services.amend(lead=lead, addition="邻居说是夜里", note="走访", by=by),
        "dismiss": lambda: services.dismiss(lead=lead, note="不在本镇", by=by),
        "conclude": lambda: services.conclude(lead=lead, conclusion="refuted", note="查否", by=by),
        "start": lambda: started(w, lead, w.third, w.fourth, by=by),
        "again": lambda: services.verify_again(former=lead, campaign=factories.campaign(w.town), by=by),
        "talk": lambda: services.add_interview(verification=row, by=by, **talk()),
        "report": lambda: services.report(verification=row, findings="无", proposal="refuted", by=by),
        "confirm": lambda: services.confirm(verification=row, by=by),
        "send_back": lambda: services.send_back(verification=row, note="补充", by=by),
        "change": lambda: services.change_team(verification=row, team=[w.third, w.fourth], note="回避", by=by),
    }
    return acts[action]()


def snapshot():
    rows = list(Lead.objects.values()), list(Verification.objects.values())
    return *rows, Interview.objects.count(), Handler.objects.count()


ACTIONS = ["amend", "dismiss", "conclude", "start", "again", "talk", "report", "confirm", "send_back", "change"]
OF_VERIFICATION = {"talk", "report", "confirm", "send_back", "change"}


MATRIX = [
    (state, action)
    for state in LEAD_STATES
    for action in ACTIONS
    if not (state in {"received", "dismissed"} and action in OF_VERIFICATION)
]


@pytest.mark.parametrize(("state", "action"), MATRIX)
def test_every_action_in_every_state_by_every_role(w, state, action):
    lead = lead_in(w, state)
    for person in (w.third, w.fourth):
        Handler.objects.create(lead=lead, user=person)
    if (state, action) == ("running", "report"):
        talked(lead.verifications.get(), w.officer)
    before, allowed = snapshot(), MAY.get((state, action), set())
    for role in ROLES:
        point = transaction.savepoint()
        if role in allowed:
            act(w, Lead.objects.get(pk=lead.pk), action, getattr(w, role))
            assert snapshot() != before, role
        else:
            with pytest.raises(Refused):
                act(w, Lead.objects.get(pk=lead.pk), action, getattr(w, role))
            assert snapshot() == before, role
        transaction.savepoint_rollback(point)

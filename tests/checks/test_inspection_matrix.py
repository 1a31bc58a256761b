"""Every act on an inspection × every state × who presses: done where the table says so, refused without a trace elsewhere."""

from datetime import time

import pytest
from django.db import transaction

from checks.models import Inspection
from checks.services import inspecting, signing
from core.errors import Refused
from tests import factories

from .conftest import a_list, signature
from .visits import begun, filled, fresh, presented, sign_next, signed

STATES = ("open", "signing", "signed", "cancelled")
# act → the states in which it is done
ALLOWED = {
    "present": ("open",), "reopen": ("signing",), "cancel": ("open", "signing"), "sign": ("signing",), "refuse": ("signing",),
    "answer": ("open",), "change": ("open",), "add_finding": ("open",), "drop_finding": ("open",), "add_member": ("open",),
    "drop_member": ("open",),
}  # fmt: skip
WRITERS, OTHERS = ("officer", "mate"), ("leader", "department", "cadre", "boss", "supervisor", "other_officer")


@pytest.fixture
def w(db):
    w = factories.world()
    w.mate = factories.user("officer", w.town, office=w.safety_office)
    return w


def in_state(w, state):
    """A visit with an answer, a finding and a second member, brought to a state."""
    team = [(w.officer, w.officer.name, "", "lead"), (w.mate, w.mate.name, "", "member"), (None, "鲍国良", "", "member")]
    row = begun(w, team=team, checklist=a_list("通道是否畅通").current)
    inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板")
    if state == "signed":
        return fresh(signed(row, w.officer))
    row = presented(row, w.officer) if state == "signing" else filled(row, w.officer)
    return signing.cancel(inspection=row, by=w.officer, note="改期") if state == "cancelled" else fresh(row)


def press(act, row, by):
    item, finding, member = row.checklist.items.get(), row.findings.get(), row.team.last()
    return {
        "present": lambda: signing.present(inspection=row, by=by, ended=time(11), seen=row.version),
        "reopen": lambda: signing.reopen(inspection=row, by=by, note="漏了一项"),
        "cancel": lambda: signing.cancel(inspection=row, by=by, note="改期"),
        "sign": lambda: sign_next(row, by) if row.state == "signing" else signing.sign(
            inspection=row, key=f"m{member.pk}", drawn=signature(), by=by, seen=row.sha256),
        "refuse": lambda: signing.refuse(inspection=row, reason="不认可", witness="尚文斌", by=by),
        "answer": lambda: inspecting.answer(inspection=row, item=item, value="na", by=by),
        "change": lambda: inspecting.change(inspection=row, by=by, seen=row.version, opinions="立即整改"),
        "add_finding": lambda: inspecting.add_finding(inspection=row, by=by, description="护栏松动"),
        "drop_finding": lambda: inspecting.drop_finding(finding=finding, by=by),
        "add_member": lambda: inspecting.add_member(inspection=row, by=by, name="卓文清"),
        "drop_member": lambda: inspecting.drop_member(member=member, by=by),
    }[act]  # fmt: skip


def trace(row):
    """Everything an act could change."""
    row = Inspection.objects.get(pk=row.pk)
    counted = (row.log, row.findings, row.team, row.signatures)
    said = [*row.answers.values_list("value", flat=True)]
    return (row.state, row.version, row.sha256, row.refusal, said, *(rows.count() for rows in counted))


@pytest.mark.parametrize("state", STATES)
def test_each_act_by_each_person(w, state):
    row = in_state(w, state)
    wrong = []
    for act, states in ALLOWED.items():
        for role in (*WRITERS, *OTHERS):
            before, by = trace(row), getattr(w, role)
            with transaction.atomic():
                try:
                    press(act, fresh(row), by)()
                    done = trace(row) != before
                except Refused as reason:
                    done = not str(reason)
                left = trace(row) == before
                transaction.set_rollback(True)
            if done != (state in states and role in WRITERS) or not (done or left):
                wrong.append((act, role, done))
    assert wrong == []


@pytest.mark.parametrize(
    ("act", "state"), [("present", "open"), ("reopen", "signing"), ("cancel", "open"), ("sign", "signing")]
)
def test_pressed_twice_the_second_press_is_refused(w, act, state):
    row = in_state(w, state)
    again = press(act, row, w.officer)
    again()
    if act == "sign":
        member = row.signatures.get().member
        again = lambda: signing.sign(  # noqa: E731
            inspection=row, key=f"m{member.pk}", drawn=signature(), by=w.officer, seen=row.sha256
        )
    before = trace(row)
    with pytest.raises(Refused):
        again()
    assert trace(row) == before

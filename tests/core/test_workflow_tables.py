"""Every action × every state × every role of the workflows of checks, mandates and routines, beside a table by hand."""

import pytest
from django.apps import apps

from checks.models import Alert, ExpertOpinion, SpotReturn, Watch
from mandates.models import Fault, Mandate, Problem, ProblemSheet, Review
from notices.models import Paper
from routines.models import Gathering, Guide, OfficeReview
from tests.core.estate import estates

ROLES = ("officer", "leader", "discipline", "supervisor", "department", "liaison", "cadre", "boss")
FILLS = ("asked", "returned")
# model → {action: (states it starts from, state it leads to, roles that may)} for a row of w.office
TABLES = {
    Alert: {
        "push": (("draft",), "sent", "officer"), "close": (("sent",), "closed", "officer"),
        "drop": (("draft",), "dropped", "officer"),
    },
    Watch: {"lift": (("standing",), "lifted", "officer department")},
    ExpertOpinion: {
        "sign": (("draft",), "signed", "officer"), "withdraw": (("draft", "signed"), "withdrawn", "officer"),
    },
    SpotReturn: {
        "charge": (("received",), "planning", "officer"), "order": (("planning",), "rectifying", "officer department"),
        "mend": (("rectifying",), "reported", "officer department"),
        "answer": (("reported", "returned"), "submitted", "officer department"),
        "accept": (("submitted",), "accepted", "officer"), "send_back": (("submitted",), "returned", "officer"),
        "cancel": (("received", "planning"), "cancelled", "officer"),
    },
    Mandate: {
        "publish": (("draft",), "issued", "officer leader"), "drop": (("draft",), "dropped", "officer department"),
    },
    ProblemSheet: {
        "submit": (FILLS, "submitted", "department"), "accept": (("submitted",), "accepted", "officer leader"),
        "send_back": (("submitted",), "returned", "officer leader"), "cancel": (FILLS, "cancelled", "officer"),
    },
    Problem: {"finish": (("open",), "done", "department"), "reopen": (("done",), "open", "officer leader")},
    Review: {
        "submit": (FILLS, "submitted", "department"), "judge": (("submitted",), "concluded", "leader"),
        "send_back": (("submitted",), "returned", "leader"), "cancel": (FILLS, "cancelled", "officer"),
    },
    Fault: {
        "confirm": (("noted",), "confirmed", "leader"), "drop": (("noted", "confirmed"), "dismissed", "leader"),
        "hand": (("confirmed",), "handed", "officer"),
    },
    Gathering: {"hold": (("planned",), "held", "cadre"), "drop": (("planned", "held"), "dropped", "cadre")},
    OfficeReview: {
        "finish": (("draft",), "mending", "officer"), "complete": (("mending",), "complete", "officer"),
        "drop": (("draft",), "dropped", "officer"),
    },
    Guide: {
        "publish": (("draft",), "in_force", "officer"), "replace": (("in_force",), "replaced", "officer"),
        "drop": (("draft",), "dropped", "officer"),
    },
}  # fmt: skip


@pytest.fixture
def world(w):
    return estates(w)


def row_of(w, model):
    """A row of one's own township that the office w.office answers for."""
    row = {
        ExpertOpinion: "opinion",
        Alert: "alert", Watch: "watch", SpotReturn: "returned", Mandate: "mandate", ProblemSheet: "three", Problem: "problem",
        Fault: "fault", Review: "review", Gathering: "gathering", OfficeReview: "office_review", Guide: "guide",
    }[model]  # fmt: skip
    row = model.objects.get(pk=getattr(w.own, row).pk)
    for name, value in {"office": w.office, "charged_office": w.office, "person": None, "hazard": None}.items():
        if hasattr(row, f"{name}_id"):
            setattr(row, name, value)
    if model is Alert:
        row.paper = Paper(pk=1, state="issued")
    if model is Gathering:
        row.created_by, row.holder = w.cadre, "villages"
    if model is OfficeReview:
        row.points.update(verdict="met")
    if model is SpotReturn:
        row.sampler_office, row.from_above = None, False
    return row


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_each_step_starts_where_and_by_whom_the_table_says(world, model):
    row, steps, wrong = row_of(world, model), model.workflow.steps, []
    states = [value for value, _ in row._meta.get_field(model.workflow.field).choices]
    for action, (sources, target, roles) in TABLES[model].items():
        assert steps[action].target == target, action
        for state in states:
            setattr(row, model.workflow.field, state)
            for role in ROLES:
                may = not model.workflow.refusal(row, action, getattr(world, role))
                if may != (state in sources and role in roles.split()):
                    wrong.append((action, state, role, may))
    assert wrong == []


def test_the_tables_know_every_workflow_of_these_packages():
    models = {m for m in apps.get_models() if hasattr(m, "workflow") and m._meta.app_label in ("mandates", "routines")}
    assert models <= TABLES.keys()
    assert {model: set(model.workflow.steps) for model in TABLES} == {model: set(table) for model, table in TABLES.items()}

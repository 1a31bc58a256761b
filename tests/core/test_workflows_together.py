"""Two people press the same button at the same moment, for every workflow there is: one moves the row, one is refused."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from core import clock
from core.errors import Refused
from core.workflow import advance
from incidents.models import Exhibit
from tests import factories
from tests.core.estate import estates
from tests.together import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]

# what a row needs beside its state
WITH = {Exhibit: {"receiver": None}}


def pressed(model, key, action):
    """By the portal itself, whom no rule stops."""
    return lambda: advance(model._base_manager.get(pk=key), action, by=None, note="同时按下")


def ready(model):
    """(row, action) of a step the database lets a row of the model take, the row brought to its state; or None."""
    for row in model._base_manager.order_by("-pk")[:5]:
        for step in model.workflow.steps.values():
            for source in step.sources:
                if step.target not in step.sources and _fits(model, row.pk, step.action, source):
                    _bring(model, row.pk, source)
                    return row, step.action
    return None


def _bring(model, key, state):
    model._base_manager.filter(pk=key).update(**{model.workflow.field: state}, **WITH.get(model, {}))


def _fits(model, key, action, source):
    try:
        with transaction.atomic():
            _bring(model, key, source)
            pressed(model, key, action)()
            transaction.set_rollback(True)
    except (IntegrityError, Refused):
        return False
    return True


def test_of_two_at_once_one_moves_the_row_whatever_the_workflow(transactional_db):
    w = estates(factories.world())
    w.own.hazard.extensions.create(until=clock.today(), reason="配件未到", asked_by=w.boss)
    wrong, unproven = [], []
    for model in apps.get_models():
        if not hasattr(model, "workflow"):
            continue
        found = ready(model)
        if found is None:
            unproven.append(model._meta.label)
            continue
        row, action = found
        before = row.log.count()
        outcomes = together(*[pressed(model, row.pk, action)] * 2)
        refused = sum(isinstance(outcome, Refused) for outcome in outcomes)
        if (refused, row.log.count() - before) != (1, 1):
            wrong.append((model._meta.label, action, outcomes))
    assert (wrong, unproven) == ([], [])

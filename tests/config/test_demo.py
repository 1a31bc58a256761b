"""The whole demonstration, loaded once: a living township; a second run changes nothing."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.demo import ACCOUNTS, PASSWORD
from campaigns.models import Assignment, Campaign
from checks.models import Check
from enterprises.codes import credit_code_fault
from enterprises.models import Enterprise
from hazards.enums import HazardState
from hazards.models import Hazard
from incidents.enums import LeadState, VerificationState
from incidents.models import Lead, Verification
from notices.models import Paper
from places.models import Office, Place


def run():
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def counts():
    return {model._meta.label: model.objects.count() for model in apps.get_models() if hasattr(model, "objects")}


def states(model):
    return set(model.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_the_county_is_alive_and_loads_once(client):
    said = run()
    assert Place.objects.townships().count() == 3 and Place.objects.villages().count() >= 24 and Office.objects.count() >= 12
    assert Enterprise.objects.count() >= 300
    assert not [code for code in Enterprise.objects.values_list("credit_code", flat=True) if credit_code_fault(code)]
    assert Hazard.objects.count() >= 400 and states(Hazard) == set(HazardState.values)
    assert states(Lead) == set(LeadState.values) and states(Verification) == set(VerificationState.values)
    assert {"running", "concluded"} <= states(Campaign) and Assignment.objects.count() > 500 and Check.objects.count() > 100
    assert Paper.objects.filter(state="issued").count() >= 10
    for username, label in ACCOUNTS:
        assert label in said and client.login(username=username, password=PASSWORD)
        assert client.get("/").status_code == 200
    before = counts()
    assert run() == said and {name: n for name, n in counts().items() if before[name] != n} == {}

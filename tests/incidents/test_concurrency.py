"""Two people at the same step at the same moment."""

import pytest
from django.db import connection

from core.errors import Refused
from incidents import services
from incidents.models import Handler, Lead, Verification
from tests import factories
from tests.together import together

from .conftest import concluded, confirmed, later, opened, people, ready, started, talk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


def refused(outcomes):
    return [str(outcome) for outcome in outcomes if isinstance(outcome, Refused)]


@pytest.fixture
def w(transactional_db):
    return people(factories.world())


def test_of_two_conclusions_one_wins_and_the_other_is_told(w):
    lead = confirmed(w).lead

    def conclude(conclusion, by):
        row = Lead.objects.get(pk=lead.pk)
        return services.conclude(lead=row, conclusion=conclusion, note="理由", by=by, version=lead.version)

    outcomes = together(lambda: conclude("refuted", w.leader), lambda: conclude("accident", w.leader2))
    assert len(refused(outcomes)) == 1 and "已先作出结论" in refused(outcomes)[0]
    assert lead.log.filter(action="conclude").count() == 1


def test_of_two_teams_one_begins(w):
    lead = ready(w)
    acts = [
        lambda team=team: services.start_verification(
            lead=Lead.objects.get(pk=lead.pk), team=team, plan="走访", due_on=later(), by=w.leader
        )
        for team in ([w.officer, w.second], [w.third, w.fourth])
    ]
    assert len(refused(together(*acts))) == 1
    assert Verification.objects.count() == 1


def test_a_form_sent_five_times_at_once_registers_one_lead(w):
    outcomes = together(*[lambda: opened(w, key="form:1:x").pk for _ in range(5)])
    assert len(set(outcomes)) == 1 and Lead.objects.count() == 1


def test_five_leads_registered_at_once_bear_five_numbers(w):
    outcomes = together(*[lambda: opened(w).number for _ in range(5)])
    assert len(set(outcomes)) == 5


def test_two_who_take_a_case_up_open_one_lead(w):
    old, campaign = concluded(w), factories.campaign(w.town)
    acts = [lambda by=by: services.verify_again(former=old, campaign=campaign, by=by).pk for by in (w.leader, w.leader2)]
    outcomes = [outcome for outcome in together(*acts) if not isinstance(outcome, Refused)]
    assert len(set(outcomes)) == 1 and Lead.objects.filter(former=old).count() == 1


def test_a_talk_sent_twice_at_once_is_kept_once(w):
    row = started(w)
    act = lambda: services.add_interview(verification=row, by=w.officer, key="form:1:y", **talk()).pk  # noqa: E731
    assert len(set(together(act, act, act))) == 1


def test_naming_one_person_twice_at_once_leaves_one_handler(w):
    lead = opened(w)
    acts = [lambda by=by: services.name_handler(lead=lead, user=w.third, by=by).pk for by in (w.leader, w.leader2)]
    assert len(set(together(*acts))) == 1 and Handler.objects.filter(user=w.third).count() == 1

"""The demonstration's leads: every state and conclusion, logs that agree, nobody verifying twice."""

import random
from types import SimpleNamespace

import pytest

from accounts.enums import Role
from accounts.models import User
from core import clock
from dashboard.management.commands.demo import day_from
from incidents import chain
from incidents import demo as incidents_demo
from incidents.custody import checking
from incidents.demo_texts import CASES
from incidents.enums import AccessAction, Conclusion, LeadSource, LeadState, VerificationState
from incidents.guard import grants, reviews
from incidents.models import (
    AccessChain,
    AccessLog,
    Accident,
    Exhibit,
    Export,
    Interview,
    Lead,
    LeadLog,
    NameList,
    Poster,
    Statement,
    Tip,
    Verification,
    VerificationLog,
)
from incidents.services import verified_before
from incidents.statements import contradictions
from incidents.tips import hanging
from reminders.models import Message
from tests import factories
from tests.pouring import undone

from .conftest import later, people

pytestmark = pytest.mark.django_db


def county():
    """The world as the demonstration's earlier loaders would hand it on."""
    w = people(factories.world())
    code = w.town.code
    for name, user in {"qiye": w.boss, "cungan": w.cadre, "zhansuo": w.department, "jiwei": w.discipline}.items():
        user.username = name
        user.save()
    return SimpleNamespace(
        w=w, rng=random.Random(2026), today=clock.today(), day=day_from(clock.today()), towns=[w.town],
        villages={code: [w.village, w.village2]}, firms={code: [w.firm, w.firm2]},
        campaigns={code: [factories.campaign(w.town, starts_on=later(-44))]},
        people={
            (code, Role.OFFICER): [w.officer, w.second], (code, Role.LEADER): [w.leader],
            (code, Role.DISCIPLINE): [w.discipline], (code, Role.DEPARTMENT): [w.department],
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with undone(django_db_blocker):
        demo = county()
        incidents_demo.load(demo)
        yield demo


def kinds(model, field):
    return set(model.objects.values_list(field, flat=True)) - {""}


def test_every_state_source_and_conclusion_occurs(loaded):
    assert kinds(Lead, "state") == set(LeadState.values)
    assert kinds(Lead, "source") == set(LeadSource.values)
    assert kinds(Lead, "conclusion") == set(Conclusion.values)
    assert kinds(Verification, "state") == set(VerificationState.values)
    assert {AccessAction.VIEW, AccessAction.EXPORT, AccessAction.REFUSED, AccessAction.NAMED} <= kinds(AccessLog, "action")


def test_one_case_has_evidence_from_hand_to_hand_one_contradiction_open_and_one_settled(loaded):
    rows = list(Exhibit.objects.select_related("lead"))
    assert {row.state for row in rows} == {"kept", "moving"} and not any(map(checking.breaks, rows))
    assert sum(map(len, map(checking.file_faults, rows))) == 0
    found = contradictions.of(Statement.objects.first().lead, loaded.w.leader)
    assert {row.is_open for row in found} == {True, False} and {"event", "place"} <= {row.matter for row in found}


def test_two_cases_are_verified_again_by_others_and_some_are_still_owed(loaded):
    again = Lead.objects.exclude(former=None)
    assert again.count() == 2
    for lead in again:
        team = set(lead.verifications.get().team.values_list("pk", flat=True))
        assert len(team) == 2 and not team & verified_before(lead.former)
    campaign = loaded.campaigns[loaded.towns[0].code][0]
    assert Lead.objects.to_verify_again(campaign).count() >= 2


def test_decisions_above_the_township_bear_authority_and_number(loaded):
    above = Lead.objects.filter(conclusion__in=["not-accident", "written-off", "concealed"])
    assert above.count() == 3
    for lead in above:
        assert lead.deciding_authority and "〔" in lead.deciding_number


def test_every_log_ends_in_the_rows_state_and_nothing_lies_in_the_future(loaded):
    for row in [*Lead.objects.all(), *Verification.objects.all()]:
        lines = list(row.log.all())
        assert lines[-1].to_state == row.state
        assert [line.at for line in lines] == sorted(line.at for line in lines)
    for model in (LeadLog, VerificationLog, AccessLog):
        assert not model.objects.filter(at__gt=clock.now()).exists()
    assert not Interview.objects.filter(at__gt=clock.now()).exists()
    assert not Message.objects.filter(created_at__gt=clock.now()).exists()


def test_an_export_names_only_leads_that_were_there(loaded):
    exported = AccessLog.objects.filter(action="export").select_related("lead")
    assert exported and all(line.lead.received_at < line.at for line in exported)


def test_talks_have_two_people_present_and_full_names_occur_nowhere(loaded):
    talks = list(Interview.objects.all())
    assert len(talks) > 20 and all(len(row.present.split("、")) >= 2 for row in talks)
    assert all("某" in row.person for row in talks)
    assert all("某" in person or person == "不详" for _, _, _, _, person, _ in CASES)


def test_the_leader_finds_a_month_to_review_a_grant_about_to_end_and_exports_on_their_way(loaded):
    w = loaded.w
    record = AccessChain.objects.get(pk=w.town.pk)
    assert chain.breaks(record) == [] and record.reviews.count() == 1
    assert reviews.waiting(w.leader).exists() and grants.ending(w.leader).exists()
    assert kinds(Export, "state") == {"asked", "granted", "refused"}


def test_posters_hang_one_was_sent_back_and_some_are_owed(loaded):
    assert Poster.objects.kept().filter(enterprise=None).exists() and Poster.objects.kept().exclude(enterprise=None).exists()
    assert Poster.objects.exclude(withdrawn_at=None).count() == 1
    assert hanging.without_poster(hanging.villages(loaded.w.officer)).exists()


def test_photos_of_a_tip_are_evidence_and_a_visit_is_a_source(loaded):
    lead = Lead.objects.get(source_key__startswith="tip:")
    assert [row.taken_from for row in lead.exhibits.all()] == ["群众举报"] and lead.exhibits.get().files.exists()
    assert Statement.objects.exclude(visit=None).count() == 1


@pytest.mark.parametrize("who", ["department", "discipline"])
def test_who_is_shown_of_a_station_and_of_discipline_handles_something_of_each_kind(loaded, who):
    user = User.objects.get(pk=getattr(loaded.w, who).pk)
    for model in (Lead, Accident, Tip, NameList, Export):
        assert model.objects.visible_to(user).exists(), model

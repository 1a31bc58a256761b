"""The demonstration's self-checks, over a small county."""

import random
from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.enums import Role
from checks import demo as loading
from checks import missed, record
from checks.models import Answer, Check, CheckLog, Draw, Inspection, InspectionPlan, SpotBulletin
from checks.services.planning import redone
from core import clock
from enterprises.codes import credit_code_fault
from enterprises.models import Enterprise
from evidence.models import Attachment
from hazards.models import Hazard, Mark
from incidents.models import Lead
from tests import factories
from tests.pouring import undone

pytestmark = pytest.mark.django_db


def county(w):
    today = clock.today()
    towns, villages = [w.town, w.other_town], {w.town.code: [w.village, w.village2], w.other_town.code: [w.other_village]}
    firms = {town.code: [] for town in towns}
    for number in range(60):
        sector = ("trade", "metals", "building")[number % 3]
        firms[w.town.code].append(factories.enterprise([w.village, w.village2][number % 2], sector_id=sector))
    every = [*firms[w.town.code], w.firm, w.firm2, w.other_firm]
    cadres = {place.code: factories.user("cadre", place) for rows in villages.values() for place in rows}
    people = {
        (town.code, Role.OFFICER): [officer] for town, officer in zip(towns, (w.officer, w.other_officer), strict=True)
    } | {
        (w.town.code, Role.SUPERVISOR): [w.supervisor],
        (w.town.code, Role.DEPARTMENT): [w.department],
        (w.town.code, Role.LIAISON): [w.liaison],
    }
    return SimpleNamespace(
        rng=random.Random(7), today=today, day=lambda n: today + timedelta(days=n), towns=towns, villages=villages,
        firms=firms, cadres=cadres, bosses={firm.pk: factories.user("enterprise", enterprise=firm) for firm in every},
        people=people, campaigns={town.code: [factories.campaign(town)] for town in towns},
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with undone(django_db_blocker):
        small = county(factories.world())
        loading.load(small)
        yield small


def test_checks_of_both_lists_are_in_every_state(told):
    states = set(Check.objects.values_list("version__checklist__key", "state"))
    assert {state for key, state in states if key == "fire-and-gas"} >= {"accepted", "submitted", "filling", "sent"}
    assert {state for key, state in states if key == "three-questions"} >= {"accepted", "submitted"}
    assert Check.objects.late().exists() and Check.objects.filter(zero_report=True).count() > 20
    assert Check.objects.filter(place__code__startswith=told.towns[1].prefix).exists()


def test_two_units_tell_of_a_death(told):
    assert Lead.objects.count() == 2
    assert set(Answer.objects.exclude(lead=None).values_list("check_row__state", flat=True)) == {"submitted"}


def test_every_bad_answer_has_its_hazard_and_its_photo(told):
    bad = Answer.objects.bad().filter(item__leads_to="hazard", check_row__submitted_at__isnull=False)
    assert bad.count() and not bad.filter(hazard=None).exists()
    assert Hazard.objects.exclude(source__in=["inspection", "village", "handed-down"]).count() == bad.count()
    for answer in bad.filter(check_row__paper_on=None)[:5]:
        assert Attachment.objects.of(answer).count() == 1 and Attachment.objects.of(answer.hazard).count() == 1


def test_what_was_handed_in_is_complete_and_signed(told):
    for check in Check.objects.filter(submitted_at__isnull=False)[:40]:
        assert check.signed_name and Attachment.objects.of(check).get().slot == "signature"
        assert check.answers.exclude(value="").count() == check.version.items.count()


def test_states_and_logs_agree_and_lie_in_the_past(told):
    for check in Check.objects.all():
        assert check.log.last().to_state == check.state
    assert not CheckLog.objects.filter(at__gt=clock.now()).exists()
    steps = [list(check.log.order_by("pk").values_list("at", flat=True)) for check in Check.objects.all()]
    assert all(moments == sorted(moments) for moments in steps)
    notes = set(CheckLog.objects.filter(action="send_back").values_list("note", flat=True))
    assert notes and all("（" not in note and "(" not in note for note in notes)


def test_inspections_stand_in_every_state_and_the_locked_ones_agree_with_their_record(told):
    states = set(Inspection.objects.values_list("state", flat=True))
    assert states == {"open", "signing", "signed", "cancelled"}
    signed = list(Inspection.objects.signed())
    assert len(signed) >= 8 and len({row.kind for row in signed}) >= 5 and all(record.is_whole(row) for row in signed)
    assert Inspection.objects.filter(first__isnull=False, state="signed").exists()
    assert not any(line.at > clock.now() for row in signed for line in row.log.all())


def test_plans_have_progress_and_draws_that_can_be_done_again(told):
    year, lots = InspectionPlan.objects.with_progress().order_by("quarter")
    assert year.wanted == 24 and 0 < year.checked < year.wanted
    assert [redone(draw)[0] for draw in Draw.objects.filter(plan=lots)] == [True, True]
    assert lots.draws.last().reason and lots.units.exclude(dropped_at=None).count() == 12


def test_a_bulletin_is_begun_with_named_units(told):
    row = SpotBulletin.objects.get()
    assert row.figures["visits"][0] >= 4 and row.named and row.paper.state == "draft"
    assert Attachment.objects.filter(slot="after", object_id=str(Hazard.objects.get(state="closed").pk)).exists()


def test_answers_that_say_nothing_wait_for_the_office(told):
    said = dict(Mark.objects.exclude(reason__in=("common", "photo", "like-photo")).values_list("text", "reason"))
    assert {"blank", "hollow", "copied"} <= set(said.values()) and set(said) >= {"同上", "已整改到位"}


def test_most_enterprises_hold_their_levels_and_few_marks_are_made(told):
    firms = Enterprise.objects.filter(pk__in=[firm.pk for firm in told.firms[told.towns[0].code]])
    for kind in ("principal", "team"):
        late = firms.filter(missed.lacking(kind, *missed.last_over(kind))).count()
        assert 0 < late < firms.count() / 3, kind
    assert 0 < Mark.objects.count() <= 20
    assert not Mark.objects.filter(reason="common").exists()


def test_households_without_an_account_answered_on_paper_or_still_owe_it(told):
    rows = Check.objects.filter(enterprise__scale="household", enterprise__seats=None)
    papers = rows.exclude(paper_on=None)
    assert sorted(papers.values_list("state", flat=True)) == ["accepted", "submitted"]
    assert {row.submitted_by.role for row in papers} == {Role.LIAISON} and papers.filter(zero_report=False).count() == 1
    owed = Check.objects.to_copy(told.people[(told.towns[0].code, Role.LIAISON)][0])
    assert set(owed.values_list("version__checklist__key", flat=True)) == {"fire-and-gas", "three-questions"}
    assert not [code for code in rows.values_list("enterprise__credit_code", flat=True) if credit_code_fault(code)]

"""Who may do what, rule by rule."""

import pytest

from core import clock
from hazards import rules, steps
from tests import factories

from .conftest import in_state, later

EVERYBODY = ["officer", "department", "leader", "liaison", "cadre", "boss", "discipline", "supervisor"]


def allowed(w, rule, row):
    return {who for who in EVERYBODY if not rule(getattr(w, who), row)}


def test_those_at_the_scene_register(w):
    assert allowed(w, rules.may_register, None) == {"officer", "department", "liaison", "cadre", "boss"}


def test_the_safety_office_and_the_offices_grade_and_accept(w):
    row = factories.hazard(w.village)
    assert allowed(w, rules.may_grade, row) == {"officer", "department"}
    assert allowed(w, rules.may_accept, row) == {"officer", "department"}
    assert allowed(w, rules.may_assign, row) == {"officer", "department"}


def test_an_enterprise_rectifies_its_own(w):
    row = factories.hazard(w.village, enterprise=w.firm)
    assert allowed(w, rules.may_rectify, row) == {"boss", "officer"}
    assert rules.may_rectify(w.cadre, row) == "由企业负责整改并上报"


def test_a_village_rectifies_places_without_enterprise(w):
    row = factories.hazard(w.village)
    assert allowed(w, rules.may_rectify, row) == {"cadre", "officer"}
    assert rules.may_rectify(w.boss, row) == "由村负责整改并上报"


@pytest.mark.parametrize("who, expected", [("officer", True), ("boss", False), ("cadre", False), ("department", False)])
def test_only_the_office_reports_for_others(w, who, expected):
    assert rules.on_behalf(getattr(w, who)) is expected


@pytest.mark.parametrize("state", ["draft", "reported", "closed", "cancelled"])
def test_what_waits_for_nobodys_mending_is_not_adjusted(w, state):
    assert "不能再调整" in rules.may_assign(w.officer, in_state(w, state))


@pytest.mark.parametrize(
    "grade, responsible, refused",
    [
        ("major", "季长河", False),
        ("major", " 季长河 ", False),
        ("major", "安全员", True),
        ("ordinary", "安全员", False),
        ("", "", False),
    ],
)
def test_the_principal_leads_only_major_ones(w, grade, responsible, refused):
    assert bool(rules.wrong_leader(grade, w.firm, responsible)) is refused
    assert rules.wrong_leader(grade, None, responsible) == ""


def test_limits_and_offices_must_make_sense(w):
    assert rules.wrong_limit(later(-1), clock.today())
    assert not rules.wrong_limit(clock.today(), clock.today())
    assert not rules.wrong_limit(None, clock.today())
    assert rules.foreign_office(w.other_office, w.village)
    assert not rules.foreign_office(w.office, w.village)
    assert not rules.foreign_office(None, w.village)


@pytest.mark.parametrize(
    "state, who, main",
    [
        ("draft", "officer", "confirm"), ("found", "officer", "grade"), ("planning", "boss", "submit_plan"),
        ("planning", "officer", None), ("rectifying", "boss", "report_done"), ("rectifying", "officer", None),
        ("reported", "officer", "accept"), ("reported", "boss", None), ("closed", "officer", None),
        ("cancelled", "officer", None), ("found", "leader", None),
    ],
)  # fmt: skip
def test_there_is_one_next_action_for_whom_it_concerns(w, state, who, main):
    hazard, user = in_state(w, state), getattr(w, who)
    mains = [offer.action for offer in steps.open_to(hazard, user) if steps.is_main(offer, user)]
    assert mains == ([main] if main else [])


def test_every_offer_has_a_form_and_says_what_happened():
    for offer in steps.OFFERS.values():
        assert offer.label and offer.told and issubclass(offer.form, steps.forms.StepForm)


def test_an_extension_that_is_not_there_cannot_be_decided(w):
    hazard = in_state(w, "rectifying")
    assert steps.refusal(hazard, "grant", w.officer) == "没有待审批的延期申请"

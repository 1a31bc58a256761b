"""Who may look after accounts, and the reasons of refusals."""

import pytest

from accounts import rules
from accounts.enums import Role
from accounts.models import User
from tests import factories

OTHERS = ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"]


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_safety_office_keeps_people(w, who):
    assert rules.may_keep_people(getattr(w, who)) == "人员和账号由乡镇应急办管理"
    assert rules.may_manage(getattr(w, who), w.cadre) and rules.may_give(getattr(w, who), Role.CADRE, w.village)


@pytest.mark.parametrize("who", [*OTHERS, "officer"])
def test_the_officer_manages_everyone_of_the_township_but_no_supervisor(w, who):
    reason = rules.may_manage(w.officer, getattr(w, who))
    assert bool(reason) == (who == "supervisor")


def test_a_supervisor_who_also_sits_in_the_township_is_not_the_officers(w):
    factories.seat(w.supervisor, Role.LEADER, w.town)
    assert "上级安委办" in rules.may_manage(w.officer, w.supervisor)


def test_a_person_whose_outside_seat_has_ended_is_the_officers_again(w):
    seat = factories.seat(w.cadre, Role.CADRE, w.other_village)
    assert rules.may_manage(w.officer, w.cadre)
    seat.ended_at, seat.ended_reason = seat.started_at, "调离"
    seat.save()
    assert rules.may_manage(w.officer, w.cadre) == ""


@pytest.mark.parametrize("role", Role.values)
def test_each_role_may_be_given_or_not(w, role):
    given = {"officer", "leader", "department", "liaison", "cadre", "discipline"}
    assert (rules.may_give(w.officer, role, w.town) == "") == (role in given)


@pytest.mark.parametrize("where", ["other_town", "other_village", "county"])
def test_no_seat_is_given_outside_the_township(w, where):
    assert rules.may_give(w.officer, Role.LEADER, getattr(w, where)) == "只能安排本乡镇的任职"


def test_a_person_without_seat_has_no_role_and_no_title(db):
    person = factories.user()
    assert (person.membership, person.role, person.title, person.has_role(Role.OFFICER)) == (None, "", "", False)


def test_the_title_names_unit_and_post(w):
    w.cadre.memberships.update(unit="石桥村", post="村主任")
    assert User.objects.get(pk=w.cadre.pk).title == "石桥村 村主任"
    assert str(w.department.membership) == "市场监督管理所 站所"


@pytest.mark.parametrize(("role", "phone"), [("cadre", True), ("boss", True), ("officer", False), ("liaison", False)])
def test_cadres_and_heads_get_the_pages_for_phones(w, role, phone):
    assert getattr(w, role).membership.on_phone == phone

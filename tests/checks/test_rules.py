"""Every role against every rule, for open and confidential checks of firms and villages."""

import pytest

from checks import rules

from .conftest import a_check, secret_check, shipped

ROLES = ("officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor")


def allowed(w, rule, *args):
    return {role for role in ROLES if not rule(getattr(w, role), *args)}


@pytest.mark.parametrize(
    ("make", "place", "who"),
    [
        (a_check, None, {"boss", "cadre"}),
        (a_check, "village", {"cadre", "liaison"}),
        (secret_check, None, {"boss"}),
        (secret_check, "village", {"cadre"}),
    ],
)
def test_who_fills_in(w, make, place, who):
    check = make(w, place=w.village) if place else make(w)
    assert allowed(w, rules.may_fill, check) == who


@pytest.mark.parametrize(("make", "who"), [(a_check, {"officer"}), (secret_check, {"officer", "leader"})])
def test_who_judges(w, make, who):
    assert allowed(w, rules.may_judge, make(w)) == who


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (rules.may_send, {"officer", "department"}),
        (rules.may_accept_many, {"officer"}),
        (rules.may_cancel, {"officer"}),
        (rules.may_urge, {"officer", "liaison"}),
        (rules.may_read_lists, {"officer", "leader", "department"}),
        (rules.may_keep_lists, {"officer", "department"}),
    ],
)
def test_who_does_the_offices_work(w, rule, who):
    args = (a_check(w),) if rule is rules.may_cancel else ()
    assert allowed(w, rule, *args) == who


def test_a_shipped_list_is_written_by_nobody(w):
    assert allowed(w, rules.may_keep_lists, shipped()) == set()
    assert "先复制" in rules.may_keep_lists(w.officer, shipped())


def test_every_refusal_says_who_does_it(w):
    check = secret_check(w)
    for rule in (rules.may_fill, rules.may_judge, rules.may_cancel):
        assert rule(w.discipline, check).startswith("由")


def test_a_confidential_check_is_taken_back_by_a_leader_alone(w):
    check = secret_check(w)
    assert "由乡镇领导取消" in rules.may_cancel(w.officer, check) and rules.may_cancel(w.leader, check) == ""

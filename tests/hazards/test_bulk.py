"""Many ticked rows changed at once, each by the rules of one."""

import pytest
from django.urls import reverse

from tests import factories

from .conftest import graded, in_state, later
from .test_views import as_user


def bulk(client, rows, query="", **values):
    return client.post(reverse("hazards:bulk") + query, {"ids": [row.pk for row in rows], "act": "assign"} | values)


def test_bulk_assignment_changes_what_the_rules_allow_and_names_the_rest(w):
    open_row, closed = in_state(w, "rectifying"), in_state(w, "closed")
    major = graded(w, grade="major", at_once=False)
    page = bulk(as_user(w.officer), [open_row, closed, major], responsible="副厂长", office=w.office.pk)
    text = page.content.decode()
    assert [row.pk for row in page.context["outcome"].done] == [open_row.pk]
    assert "“已销号”的隐患不能再调整" in text and "主要负责人领衔" in text
    open_row.refresh_from_db()
    assert (open_row.responsible, open_row.office) == ("副厂长", w.office)
    assert "责任人：副厂长" in open_row.log.last().note
    closed.refresh_from_db()
    assert closed.responsible == "季长河"


def test_bulk_over_all_matching_rows_follows_the_filter(w):
    one, two = in_state(w, "rectifying"), in_state(w, "planning")
    client = as_user(w.officer)
    client.post(reverse("hazards:bulk") + "?state=planning", {"all_matching": "1", "act": "assign", "due_on": later(9)})
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.due_on, two.due_on) == (later(), later(9))


def test_a_key_that_no_row_can_have_is_no_row(w):
    answer = as_user(w.officer).post(reverse("hazards:bulk"), {"ids": ["9" * 20], "act": "confirm"})
    assert answer.status_code == 200 and answer.context["outcome"].done == []


def test_bulk_never_touches_rows_out_of_sight(w):
    foreign = factories.hazard(w.other_village)
    page = bulk(as_user(w.officer), [foreign], responsible="某人")
    assert "没有选中隐患" in page.content.decode()
    foreign.refresh_from_db()
    assert foreign.responsible == ""


def test_bulk_confirms_drafts(w):
    draft, row = in_state(w, "draft"), in_state(w, "found")
    page = bulk(as_user(w.officer), [draft, row], act="confirm")
    assert [done.pk for done in page.context["outcome"].done] == [draft.pk]
    assert "待定级" in page.context["outcome"].skipped[0][1]


@pytest.mark.parametrize("values", [{}, {"due_on": "2020-01-01x"}])
def test_bulk_without_a_sensible_value_says_so(w, values):
    page = bulk(as_user(w.officer), [in_state(w, "found")], **values)
    assert page.status_code == 302


@pytest.mark.parametrize("who", ["boss", "cadre", "leader", "liaison", "supervisor", "discipline"])
def test_bulk_is_for_those_who_judge(w, who):
    assert bulk(as_user(getattr(w, who)), [in_state(w, "found")], responsible="某人").status_code == 403

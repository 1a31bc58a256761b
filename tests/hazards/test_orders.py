"""The rectification order drawn up from a hazard's page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from hazards import rules
from hazards.models import Hazard
from hazards.orders import set_limits
from notices.models import Paper
from reminders.models import Message
from tests import factories

from .conftest import found, graded, in_state, later, planned


def as_user(person):
    client = Client()
    client.force_login(person)
    return client


def post(w, hazard, role="officer", **fields):
    given = {"hazards": [hazard.pk], "due_on": "2099-01-01", "inspectors": "周文、李喆", "measures": "", "form_token": "t1"}
    return as_user(getattr(w, role)).post(reverse("hazards:order", args=[hazard.pk]), given | fields)


@pytest.mark.parametrize("state", ["found", "planning", "rectifying"])
def test_an_order_is_drafted_from_an_open_hazard(w, state):
    hazard = in_state(w, state)
    page = as_user(w.officer).get(reverse("hazards:detail", args=[hazard.pk])).content.decode()
    assert reverse("hazards:order", args=[hazard.pk]) in page
    answer = post(w, hazard, measures="停用冲床")
    paper = Paper.objects.get()
    assert answer.url == reverse("notices:detail", args=[paper.pk])
    own = f"（{hazard.due_on:%Y年%-m月%-d日}前完成）" if hazard.due_on else ""
    assert paper.content["hazards"] == [f"{hazard.location}：{hazard.description}{own}"]
    assert (paper.content["unit"], paper.content["measures"]) == (w.firm.name, "停用冲床")
    assert (paper.receipts.get().enterprise, paper.subject) == (w.firm, hazard)
    assert date.fromisoformat(paper.content["found_on"]) == hazard.found_on


@pytest.mark.parametrize("state", ["draft", "reported", "closed", "cancelled"])
def test_what_needs_no_mending_gets_no_order(w, state):
    hazard = in_state(w, state)
    answer = post(w, hazard)
    assert answer.status_code == 403 and "不能再写进指令书" in answer.content.decode()
    page = as_user(w.officer).get(reverse("hazards:detail", args=[hazard.pk])).content.decode()
    assert "制作责令限期整改指令书" not in page and not Paper.objects.exists()


def test_a_hazard_of_a_village_place_gets_no_order(w):
    hazard = found(w, enterprise=None)
    assert rules.may_order(w.officer, hazard) == "这条隐患不属于企业，不用指令书"
    assert post(w, hazard).status_code == 403


@pytest.mark.parametrize("role", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_only_the_safety_office_draws_up_orders(w, role):
    hazard = found(w)
    assert post(w, hazard, role=role).status_code in (403, 404) and not Paper.objects.exists()


def test_next_door_the_hazard_is_not_there(w):
    assert post(w, found(w), role="other_officer").status_code == 404


def test_one_order_lists_several_open_hazards_of_the_enterprise_and_no_others(w):
    first, second = found(w), graded(w, found(w, description="电线私拉"))
    closed = in_state(w, "closed")
    foreign = factories.hazard(w.village2, enterprise=w.firm2)
    page = as_user(w.officer).get(reverse("hazards:order", args=[first.pk]))
    assert [(row.pk, on) for row, on in page.context["rows"]] == [(first.pk, True), (second.pk, False)]
    post(w, first, hazards=[first.pk, second.pk, closed.pk, foreign.pk, "x"])
    assert Paper.objects.get().content["sources"] == [str(first.pk), str(second.pk)]


def test_hazards_found_on_different_days_name_no_day(w):
    first, second = found(w), found(w, found_on=clock.today() - timedelta(days=3))
    post(w, first, hazards=[first.pk, second.pk])
    assert Paper.objects.get().content["found_on"] is None


def test_the_same_form_sent_twice_drafts_one_order(w):
    hazard = found(w)
    assert post(w, hazard).url == post(w, hazard).url and Paper.objects.count() == 1
    post(w, hazard, form_token="t2")
    assert Paper.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"hazards": []}, "请至少选一条"), ({"due_on": "2020-01-01"}, "不能早于今天"),
        ({"inspectors": "周文"}, "不得少于两人"), ({"measures": "长" * 501}, "500"), ({"due_on": ""}, "请填写"),
    ],
)  # fmt: skip
def test_bad_input_is_said_and_drafts_nothing(w, fields, said):
    answer = post(w, found(w), **fields)
    assert answer.status_code == 200 and said in answer.content.decode() and not Paper.objects.exists()


def test_the_proposed_limit_is_the_hazards_own_while_it_lies_ahead(w):
    hazard = graded(w)
    form = as_user(w.officer).get(reverse("hazards:order", args=[hazard.pk])).context["form"]
    assert form["due_on"].value() == hazard.due_on and form["inspectors"].value() == f"{w.officer.name}、"
    fresh = found(w)
    form = as_user(w.officer).get(reverse("hazards:order", args=[fresh.pk])).context["form"]
    assert form["due_on"].value() == clock.today() + timedelta(days=15)


def test_the_hazard_shows_its_orders_and_the_enterprise_only_once_issued(w):
    from notices import services

    hazard = found(w)
    post(w, hazard)
    paper = Paper.objects.get()
    link = reverse("notices:detail", args=[paper.pk])
    page = lambda who: as_user(who).get(reverse("hazards:detail", args=[hazard.pk])).content.decode()  # noqa: E731
    assert link in page(w.officer) and link not in page(w.boss)
    services.review(paper=paper, by=w.officer)
    services.sign(paper=paper, by=w.leader)
    services.issue(paper=paper, by=w.officer)
    assert link in page(w.boss)


# what the issued order says is the limit


def ordered(w, *rows, due_on, issue=True):
    from notices import services

    post(w, rows[0], hazards=[row.pk for row in rows], due_on=due_on.isoformat())
    paper = Paper.objects.get()
    if issue:
        services.review(paper=paper, by=w.officer)
        services.sign(paper=paper, by=w.leader)
        services.issue(paper=paper, by=w.officer)
    [row.refresh_from_db() for row in rows]
    return Paper.objects.get()


def test_an_issued_order_sets_the_limit_of_what_it_lists(w):
    late, long, short = (graded(w, found(w, description=f"隐患{n}")) for n in range(3))
    Hazard.objects.filter(pk=late.pk).update(due_on=later(-2))
    Hazard.objects.filter(pk=short.pk).update(due_on=later(3))
    paper = ordered(w, late, long, short, due_on=later(10))
    assert [row.due_on for row in (late, long, short)] == [later(10), later(10), later(3)]
    words = {text.split("：")[1] for text in paper.content["hazards"]}
    assert words == {"隐患0", "隐患1", f"隐患2（{later(3):%Y年%-m月%-d日}前完成）"}
    line = late.log.last()
    assert line.action == "ordered" and paper.doc_number in line.note and f"原期限 {later(-2)}" in line.note


def test_a_draft_moves_no_limit(w):
    row = graded(w)
    ordered(w, row, due_on=later(10), issue=False)
    assert row.due_on == later(20)


def test_one_without_a_grade_takes_its_limit_with_that_and_the_judges_are_told(w):
    row = found(w, office=w.office)
    ordered(w, row, due_on=later(10))
    assert row.due_on is None and "还没有定级，期限在定级时填写" in row.log.last().note
    assert Message.objects.filter(recipient=w.department, title__contains="请定级并填写期限").count() == 1


def test_the_plan_goes_along_with_the_ordered_limit(w):
    row = planned(w, graded(w, at_once=False))
    ordered(w, row, due_on=later(10))
    assert Hazard.objects.get(pk=row.pk).plan.due_on == later(10) and row.earlier_plans.count() == 1


def test_what_was_closed_meanwhile_is_left_alone(w):
    row, other = graded(w), graded(w, found(w, description="另一条"))
    post(w, row, hazards=[row.pk, other.pk], due_on=later(10).isoformat())
    Hazard.objects.filter(pk=row.pk).update(state="cancelled")
    set_limits(paper=Paper.objects.get(), by=w.officer)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.due_on, other.due_on) == (later(20), later(10))

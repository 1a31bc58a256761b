"""The rectification order drawn up from a hazard's page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from hazards import rules
from notices.models import Paper
from tests import factories

from .conftest import found, graded, in_state


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
    assert paper.content["hazards"] == [f"{hazard.location}：{hazard.description}"]
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

"""重大隐患台账: which rows, what each says, its workbook and print, from the account of an enterprise and of the office."""

import pytest
from django.urls import reverse

from core import clock
from hazards import major
from hazards.models import Hazard
from hazards.services import submit_plan
from tests import factories

from .conftest import SIX_PARTS, accepted, found, graded, in_state, later, photo_ids, planned, reported, told_twice
from .test_exports import exported
from .test_views import as_user

URL, PDF = reverse("hazards:major"), reverse("hazards:major_pdf")


def of_firm(w, **values):
    values = {"photos": photo_ids(w.officer)} | values
    return graded(w, found(w, office=w.office, **values), grade="major", at_once=False, due_on=later(50))


@pytest.fixture
def rows(w):
    """A major one of each enterprise, an ordinary one, and one of the next township."""
    return {
        "own": of_firm(w, description="除尘器积灰"),
        "ordinary": graded(w),
        "beside": of_firm(w, village=w.village2, enterprise=w.firm2, description="气瓶无防倒"),
        "away": factories.hazard(
            w.other_village, enterprise=w.other_firm, description="丙处重大", grade="major", state="planning"
        ),
    }


def shown(user, **query):
    return {row.description for row in as_user(user).get(URL, query).context["page"]}


@pytest.mark.parametrize(
    "who, seen", [("boss", {"除尘器积灰"}), ("officer", {"除尘器积灰", "气瓶无防倒"}), ("other_officer", {"丙处重大"})]
)
def test_each_seat_finds_the_major_hazards_in_its_sight(w, rows, who, seen):
    user = getattr(w, who)
    assert shown(user) == seen
    assert {row[6] for row in exported(user, "major")} == seen


def test_the_enterprise_reaches_its_ledger_from_its_hazards(w):
    assert URL in as_user(w.boss).get(reverse("hazards:list")).content.decode()


def test_a_row_carries_the_hazard_from_finding_to_close_out(w):
    hazard = accepted(w, reported(w, planned(w, of_firm(w), money=1234567)))
    ((_, number, unit, *rest),) = exported(w.boss, "major")
    assert (number, unit) == (hazard.number, w.firm.name)
    for said in ("加装联锁防护罩", 1234567, "整改期间停用冲床，班前确认", "已加装防护罩", "周文、林一", "已销号"):
        assert said in rest
    page = as_user(w.officer).get(URL).content.decode()
    assert "1,234,567.00" in page and "向监管部门报告<br>向职工代表大会报告" in page and "周文、林一" in page


def test_filters_narrow_page_and_print_alike(w, rows, monkeypatch):
    printed = {}
    monkeypatch.setattr(
        "hazards.views_major.major.sheet", lambda title, rows: printed.update(title=title, rows=rows) or b"%PDF-"
    )
    assert shown(w.officer, q="气瓶") == {"气瓶无防倒"}
    as_user(w.officer).get(PDF, {"q": "气瓶"})
    assert [row.description for row in printed["rows"]] == ["气瓶无防倒"]
    as_user(w.boss).get(PDF)
    assert printed["title"] == f"{w.firm.name}重大事故隐患台账" and len(printed["rows"]) == 1


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_what_is_not_on_the_register_is_not_on_the_ledger(w, state):
    hazard = in_state(w, state)
    Hazard.objects.filter(pk=hazard.pk).update(grade="major")
    assert shown(w.officer) == set()


def test_it_prints_with_rows_and_without_any(w):
    client = as_user(w.boss)
    assert client.get(PDF).content[:5] == b"%PDF-"
    hazard = of_firm(w)
    told_twice(w, hazard)
    submit_plan(
        hazard=hazard,
        by=w.boss,
        responsible="季长河",
        measures="清灰",
        money=500,
        due_on=later(9),
        contingency="停机",
        **SIX_PARTS,
    )
    assert client.get(PDF).content[:5] == b"%PDF-"
    said = major._line(1, Hazard.objects.get())
    assert {"500.00", "清灰", "停机"} <= set(said)
    assert f"监管部门报告 {clock.today():%Y-%m-%d}；职工代表大会报告 {clock.today():%Y-%m-%d}" in said


def test_too_long_a_print_asks_to_be_narrowed(w, rows, monkeypatch):
    monkeypatch.setattr(major, "MOST", 1)
    assert "请先筛选" in as_user(w.officer).get(PDF).content.decode()


def test_query_count_does_not_grow_with_rows(w, django_assert_max_num_queries):
    client = as_user(w.officer)
    accepted(w, reported(w, planned(w, of_firm(w))))
    with django_assert_max_num_queries(20) as one:
        client.get(URL)
    of_firm(w)
    accepted(w, reported(w, planned(w, of_firm(w))))
    with django_assert_max_num_queries(20) as three:
        client.get(URL)
    assert len(one) == len(three)

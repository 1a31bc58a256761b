"""An item may name a criterion: a "no" makes a hazard that has its grade and clause already."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checks.models import Item
from checks.services import lists
from core import clock
from hazards.models import ClauseUse, Hazard, Standard
from tests import factories

from .conftest import a_check, a_list, submitted
from .visits import begun, signed


@pytest.fixture
def clause(w):
    return factories.clause(w.town, text="疏散门上锁", grade="major")


def with_clause(clause, **values):
    of = a_list("疏散门能打开")
    Item.objects.filter(version=of.current).update(clause=clause, grade=clause.grade, basis=clause.cite, **values)
    return of


def test_a_no_in_a_self_check_makes_a_graded_draft_with_its_clause(w, clause):
    submitted(w, a_check(w, with_clause(clause)), value="no")
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.grade, hazard.grade_basis) == ("draft", "major", clause.cite)
    assert ClauseUse.objects.get().clause == clause


def test_a_no_on_the_spot_makes_a_graded_hazard_with_its_clause(w, clause):
    signed(begun(w, checklist=with_clause(clause).current), w.officer, "no")
    assert Hazard.objects.get().grade == "major" and ClauseUse.objects.get().hazard == Hazard.objects.get()


def test_a_clause_that_ran_out_meanwhile_proposes_nothing(w, clause):
    of = with_clause(clause)
    Standard.objects.filter(pk=clause.standard_id).update(valid_to=clock.today() - timedelta(days=1))
    submitted(w, a_check(w, of), value="no")
    assert (Hazard.objects.get().grade, ClauseUse.objects.count()) == ("", 0)


def test_an_item_without_a_clause_proposes_its_own_grade(w):
    of = a_list("通道畅通", grade="ordinary", basis="本镇规定")
    submitted(w, a_check(w, of), value="no")
    assert (Hazard.objects.get().grade, Hazard.objects.get().grade_basis) == ("ordinary", "本镇规定")


def test_the_editor_finds_a_clause_and_it_sets_the_grade(client, w, clause):
    row = lists.new_list(name="疏散检查表", audience="both", confidential=False, by=w.officer)
    client.force_login(w.officer)
    url = reverse("checks:item_add", args=[row.draft.pk])
    assert reverse("hazards:criteria_options") in client.get(url).content.decode()
    given = {"text": "疏散门能打开", "kind": "yes-no", "bad_answer": "no", "leads_to": "hazard"}
    client.post(url, given | {"clause": clause.pk, "clause_words": clause.label, "grade": "ordinary"})
    item = row.draft.items.get()
    assert (item.clause, item.grade, item.basis) == (clause, "major", clause.cite)
    page = client.get(reverse("checks:item", args=[item.pk])).content.decode()
    assert clause.text in page and clause.cite in client.get(reverse("checks:version", args=[row.draft.pk])).content.decode()


def test_words_without_a_chosen_clause_are_said_so(client, w):
    row = lists.new_list(name="疏散检查表", audience="both", confidential=False, by=w.officer)
    client.force_login(w.officer)
    given = {"text": "疏散门能打开", "kind": "yes-no", "bad_answer": "no", "leads_to": "hazard", "clause_words": "出口"}
    page = client.post(reverse("checks:item_add", args=[row.draft.pk]), given).content.decode()
    assert "请从提示中选择条款" in page and not row.draft.items.exists()


def test_a_copy_and_a_new_version_keep_the_clause(w, clause):
    of = with_clause(clause)
    copy = lists.copy_list(checklist=of, by=w.officer)
    assert copy.draft.items.get().clause == clause


def test_an_item_that_leads_to_nothing_names_no_clause(w, clause):
    row = lists.new_list(name="登记表", audience="both", confidential=False, by=w.officer)
    item = lists.add_item(version=row.draft, text="人数", kind="number", clause=clause, grade="", by=w.officer)
    assert item.clause is None and item.grade == ""

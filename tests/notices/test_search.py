"""A paper is found by what it says now: number, title, recipients, every word of its text, and only by who may see it."""

import pytest
from django.urls import reverse

from notices import services

from .conftest import BODY, as_user, circular, issued


def found(person, words):
    page = as_user(person).get(reverse("notices:list"), {"q": words})
    return list(page.context["page"])


@pytest.mark.parametrize("form", ["〔{}〕", "[{}]", "（{}）", " {} "])
def test_a_number_finds_its_paper_however_its_brackets_are_typed(w, form):
    draft, paper = circular(w), issued(w)
    assert found(w.officer, paper.doc_number.replace(f"〔{paper.year}〕", form.format(paper.year))) == [paper]
    assert draft in found(w.officer, "取暖")


def test_words_may_stand_in_title_text_and_recipients_apart(w):
    paper = circular(w)
    assert found(w.officer, f"取暖 煤炉 {w.village.name}") == [paper]
    assert found(w.officer, f"取暖 煤炉 {w.village2.name}") == []


def test_a_changed_text_is_found_by_its_new_words_alone(w):
    paper = circular(w)
    body = BODY.replace("煤炉", "锅炉")
    services.revise(paper=paper, title=paper.title, content=paper.content | {"body": body}, by=w.officer)
    assert found(w.officer, "锅炉") == [paper] and found(w.officer, "煤炉") == []


def test_recipients_are_found_once_they_are_named_and_until_they_are_taken_off(w):
    paper = circular(w, units=[w.village])
    assert found(w.officer, w.firm.name) == []
    services.address(paper=paper, units=[w.firm], by=w.officer)
    assert found(w.officer, w.firm.name) == [paper]
    services.unaddress(paper=paper, receipt=paper.receipts.get(enterprise=w.firm), by=w.officer)
    assert found(w.officer, w.firm.name) == []


def test_nobody_finds_what_is_out_of_sight(w):
    paper = issued(w, circular(w, units=[w.village]))
    circular(w)
    assert found(w.cadre, "取暖") == [paper]
    assert found(w.other_officer, "取暖") == found(w.other_cadre, "取暖") == []

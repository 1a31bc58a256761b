"""The editable copy of a paper."""

import io

import pytest
from django.urls import reverse
from docx import Document

from notices import typeset

from .conftest import as_user, circular, issued


def get(w, paper, role="officer"):
    return as_user(getattr(w, role)).get(reverse("notices:word", args=[paper.pk]))


def words(data):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def test_the_officer_takes_an_issued_paper_along_as_word(w):
    paper = issued(w)
    answer = get(w, paper)
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith(".docx")
    assert paper.doc_number in words(answer.content) and paper.title in words(answer.content).replace("\n", "")


def test_a_draft_has_no_number_in_its_copy(w):
    paper = circular(w)
    assert "〕" not in words(get(w, paper).content).split(paper.title[:6])[0]


@pytest.mark.parametrize(("role", "status"), [("leader", 403), ("cadre", 403), ("other_officer", 404)])
def test_others_are_refused_or_do_not_see_it(w, role, status):
    assert get(w, issued(w), role).status_code == status


def test_a_character_no_face_has_is_told_on_the_page(w, monkeypatch):
    paper = circular(w)

    def refuse(*_):
        raise typeset.Untypable("公文字体里没有这些字")

    monkeypatch.setattr(typeset, "word", refuse)
    answer = get(w, paper)
    assert answer.status_code == 403 and "公文字体里没有这些字" in answer.content.decode()


def test_the_page_offers_it_to_the_drafter_only(w):
    paper = issued(w)
    offer = reverse("notices:word", args=[paper.pk])
    pages = {
        r: as_user(getattr(w, r)).get(reverse("notices:detail", args=[paper.pk])).content.decode()
        for r in ("officer", "leader")
    }
    assert offer in pages["officer"] and offer not in pages["leader"]

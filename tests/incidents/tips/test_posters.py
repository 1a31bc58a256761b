"""Posters: one sheet each in both sizes, with a code that leads to the form of the place."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from incidents.tips.settings import keep_settings, settings_of
from tests.enterprises import rows

from ..conftest import as_user


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_a_poster_is_one_sheet_even_with_the_longest_ways_to_reach_the_office(w, size, millimetres):
    keep_settings(
        w.town.pk,
        settings_of(w.town.pk) | {"email": "anquan-jubao@qinghe.example.gov.cn", "office": "云溪镇便民服务中心一楼应急窗口"},
    )
    answer = as_user(w.officer).get(reverse("tips:poster", args=[w.village.pk]), {"size": size})
    pages = PdfReader(io.BytesIO(answer.content)).pages
    box = pages[0].mediabox
    assert len(pages) == 1 and (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == millimetres
    text = pages[0].extract_text()
    assert w.village.name in text and "12350" in text and "anquan-jubao" in text


def test_an_enterprises_poster_is_for_those_who_see_it(w):
    board = rows.make("boards", w.firm, leader="季长河")
    to = reverse("tips:poster_firm", args=[board.pk])
    assert as_user(w.officer).get(to)["Content-Type"] == "application/pdf"
    assert as_user(w.other_officer).get(to).status_code == 404
    assert as_user(w.other_officer).get(reverse("tips:poster", args=[w.village.pk])).status_code == 404
    assert as_user(w.boss).get(to).status_code == 403

"""The search for a clause and the offer of earlier hazards, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hazards import services
from tests import factories

from .conftest import found, graded, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(transactional_db):
    return factories.world()


def test_a_chosen_clause_fills_grade_and_basis_beside_the_rest_of_the_form(open_as, live_server, w):
    hazard = found(w)
    page = open_as(w.officer)
    page.goto(live_server.url + reverse("hazards:detail", args=[hazard.pk]))
    page.fill("#id_responsible", "季长河")
    page.fill("#id_clause_words", "积尘")
    page.click(".options button")
    expect(page.locator(".clause-chosen")).to_contain_text("第十一条（十）")
    expect(page.locator("#id_grade")).to_have_value("major")
    expect(page.locator("#id_grade_basis")).to_have_value(
        "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第十一条（十）"
    )
    expect(page.locator("#id_responsible")).to_have_value("季长河")
    assert page.faults == []


def test_the_like_of_what_is_being_written_is_offered_on_the_phone(open_as, live_server, w):
    earlier = services.accept(hazard=reported(w, graded(w, found(w))), by=w.officer, no_before="登记时没有拍照")
    page = open_as(w.boss, phone=True)
    page.goto(live_server.url + reverse("hazards:new"))
    page.fill("#id_description", "冲床防护罩又缺失了")
    page.fill("#id_location", "二号车间")
    expect(page.locator(".similar")).to_contain_text(earlier.number)
    page.tap(f".similar input[value='{earlier.pk}']")
    page.tap(".submit-bar .btn")
    expect(page.locator(".hazard-head")).to_contain_text("第 2 次发现")
    assert page.faults == []

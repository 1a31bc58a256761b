"""A field with suggestions, and the review of a circular, worked with the keyboard alone."""

import pytest
from django.urls import reverse

from campaigns.services import circulars
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "云溪镇人民政府关于开展冬季防火检查的通知\n各村：\n一、重点任务\n1.清理草垛。各村12月10日前完成。\n2.检查水源。各村12月20日前完成。\n"


@pytest.fixture
def w(transactional_db):
    return factories.world()


@pytest.fixture
def field(open_as, live_server, w):
    """The enterprise of a new hazard, with two suggestions open."""
    factories.enterprise(w.village, name="云溪顺达木器厂")
    factories.enterprise(w.village, name="云溪顺达纸箱厂")
    page = open_as(w.officer)
    page.goto(live_server.url + reverse("hazards:new"))
    page.locator("#id_enterprise_name").press_sequentially("顺达")
    page.locator(".options button").nth(1).wait_for()
    return page


def marked(page):
    return page.locator(".options .is-active").all_inner_texts()


def test_arrows_walk_round_and_enter_takes_the_marked_one(field):
    first, last = field.locator(".options button").all_inner_texts()
    walk = [("ArrowDown", first), ("ArrowDown", last), ("ArrowDown", first), ("ArrowUp", last)]
    for key, name in walk:
        field.keyboard.press(key)
        assert marked(field) == [name]
    field.keyboard.press("Enter")
    assert field.input_value("#id_enterprise_name") == last and field.input_value("#id_enterprise")
    assert field.url.endswith(reverse("hazards:new")) and field.faults == []


def test_escape_puts_the_suggestions_away_and_keeps_the_words(field):
    field.keyboard.press("ArrowUp")
    field.keyboard.press("Escape")
    assert field.locator(".options button").count() == 0 and field.input_value("#id_enterprise_name") == "顺达"


def test_in_the_review_the_hand_stays_where_it_worked(open_as, live_server, w):
    row = circulars.add_circular(text=TEXT, source_name="", by=w.officer)
    first, second = (task["id"] for task in row.review["tasks"])
    page = open_as(w.officer)
    page.goto(live_server.url + reverse("campaigns:review", args=[row.pk]))
    page.locator(f"#{first}-down").press("Enter")
    page.locator(f"#item-{second} + #item-{first}").wait_for()
    page.locator(f"#{first}-down:focus").wait_for()
    page.locator(f"#{first}-remove").press("Enter")
    page.locator("[data-take-focus]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator(f"#item-{first}:focus").wait_for()
    page.locator("#add-tasks").press("Enter")
    page.locator("#id_tasks_title:focus").wait_for()
    assert page.faults == []

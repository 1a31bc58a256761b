"""Every shell on a phone of 360 px: nothing sideways, thumbs hit, words legible; in a real browser."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("dashboard:home", "checks:list", "hazards:list", "hazards:new", "accounts:me", "accounts:password",
         "reminders:inbox", "campaigns:duties", "notices:list", "enterprises:list")  # fmt: skip
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
    .filter((node) => node.checkVisibility() && !node.matches(".skip-link, .form-check-input"))
    .filter((node) => !node.closest("details:not([open]) > :not(summary)"))
    .map((node) => [node.getBoundingClientRect(), node])
    .filter(([box]) => box.width && (box.width < 43.5 || box.height < 43.5))
    .map(([box, node]) => `${Math.round(box.width)}x${Math.round(box.height)} ${node.outerHTML.slice(0, 80)}`)"""
FAINT = """() => [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility() && [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((node) => !node.matches(".badge-count, .visually-hidden, script, option, .skip-link"))
    .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 14)
    .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.fixture
def w(transactional_db):
    w = factories.world()
    running = factories.campaign(w.town, name="名称很长的专项行动" * 6)
    factories.assignment(factories.task(running, title="任务名称很长" * 12), w.village)
    factories.hazard(w.village, description="没有空格的长描述" * 120, location="位置" * 50)
    factories.hazard(w.village, enterprise=w.firm, state="planning", grade="major")
    return w


@pytest.mark.parametrize("role", ["cadre", "boss"])
def test_on_a_phone_nothing_scrolls_sideways_thumbs_hit_and_words_are_legible(open_as, live_server, w, role):
    page, faults = open_as(getattr(w, role), phone=True), []
    for name in PAGES:
        page.goto(live_server.url + reverse(name))
        faults += [(name, "sideways")] if page.evaluate("document.documentElement.scrollWidth") > 360 else []
        faults += [(name, small) for small in page.evaluate(SMALL)] + [(name, faint) for faint in page.evaluate(FAINT)]
    assert faults == [] and page.faults == [] and page.foreign == []


@pytest.mark.parametrize(("role", "bar"), [
    ("liaison", ["今日", "检查", "隐患", "更多"]), ("leader", ["今日", "隐患", "统计", "更多"]),
    ("supervisor", ["今日", "隐患", "统计", "更多"]),
])  # fmt: skip
def test_an_office_on_a_phone_has_a_bar_of_four_and_reaches_all_else_by_the_last(open_as, live_server, w, role, bar):
    page = open_as(getattr(w, role), phone=True)
    for name, here in (("hazards:list", "隐患"), ("enterprises:list", "更多"), ("dashboard:home", "今日")):
        page.goto(live_server.url + reverse(name))
        assert page.locator(".phone-bar a").all_inner_texts() == bar and not page.locator(".side").is_visible()
        assert page.inner_text(".phone-bar .is-active") == here
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.tap(".phone-bar >> text=更多")
    page.tap(".links >> text=企业")
    page.wait_for_url("**" + reverse("enterprises:list"))
    assert page.faults == []


def test_rows_of_an_office_list_are_cards_on_a_phone_and_filters_are_folded(open_as, live_server, w):
    page = open_as(w.liaison, phone=True)
    page.goto(live_server.url + reverse("hazards:list"))
    card = page.locator("tbody tr").first
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    label = "node => getComputedStyle(node, '::before').content"
    assert {cell.evaluate(label) for cell in card.locator("td:visible").all()} >= {'"状态"', '"发现日期"'}
    assert not page.locator("[name=q]").last.is_visible()
    page.tap(".filters > summary")
    page.fill(".filter-bar [name=q]", "长描述")
    page.tap("text=筛选 >> nth=-1")
    page.wait_for_url("**q=**")
    assert page.locator(".filter-bar [name=q]").is_visible()


def test_a_card_says_what_stands_above_its_columns_in_both_rows_of_the_head(open_as, live_server, w):
    page = open_as(w.leader, phone=True)
    page.goto(live_server.url + reverse("dashboard:home"))
    page.evaluate("""() => {
        const part = document.createElement("div");
        part.innerHTML = `<table class="table table-list"><thead><tr><th rowspan="2">村</th><th colspan="2">重大</th></tr>
            <tr><th>排查</th><th>销号</th></tr></thead><tbody><tr><td>石桥村</td><td>3</td><td>1</td></tr></tbody></table>`;
        document.querySelector("main").append(part);
        document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: part } }));
    }""")
    cells = page.locator("main table tbody td").all()[-3:]
    assert [cell.get_attribute("data-label") for cell in cells] == ["村", "重大 排查", "重大 销号"]


def test_the_same_list_is_a_table_with_open_filters_on_a_desk(open_as, live_server, w):
    page = open_as(w.liaison)
    page.goto(live_server.url + reverse("hazards:list"))
    assert page.locator("thead").is_visible() and page.locator(".filter-bar [name=q]").is_visible()
    assert not page.locator(".phone-bar").is_visible() and not page.locator(".filters > summary").is_visible()


def test_the_head_of_an_enterprise_reaches_its_own_page_from_what_is_theirs(open_as, live_server, w):
    page = open_as(w.boss, phone=True)
    page.tap(".phone-bar >> text=我的")
    page.tap("text=本企业资料和证照")
    page.tap(".card-line")
    page.wait_for_url("**" + reverse("enterprises:detail", args=[w.firm.pk]))

"""The leader's screen in a real browser: charts, switch, one screen, one page of paper; the search key; phone targets."""

import io
import re
from datetime import timedelta
from unicodedata import normalize

import pypdfium2
import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from tests import factories

from .conftest import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A4 = (595, 842)  # points


def crowded():
    """A county of forty villages, ten campaigns and every trade, all late."""
    w = factories.world()
    late = clock.today() - timedelta(days=2)
    villages = [factories.place(f"9901011003{n:02d}", f"多村{n}村") for n in range(40)]
    for n in range(10):
        campaign = factories.campaign(w.town, name=f"第{n}次冬春季安全生产集中整治和隐患排查行动")
        phase = campaign.phases.create(name="集中整治阶段", starts_on=late, order=n)
        for village in villages[n * 4 : n * 4 + 4]:
            factories.assignment(factories.task(campaign, phase=phase), village, due_on=late)
    sectors = list(factories.Sector.objects.all())
    for n, village in enumerate(villages):
        factories.hazard(village, sector=sectors[n % len(sectors)], state="rectifying", grade="major", due_on=late)
    return w


def usual():
    w = factories.world()
    fill(w, w.town, w.village, w.firm, w.office)
    return w


def stats(open_as, live_server, person, **options):
    page = open_as(person, **options)
    page.goto(live_server.url + reverse("dashboard:leader"))
    page.wait_for_selector("[data-chart=trend] canvas, [data-chart=trend] .figures-empty")
    return page


def ink(page, chart):
    """The number of dark or coloured points of a chart's canvas."""
    return page.evaluate(
        """(name) => { const c = document.querySelector(`[data-chart=${name}] canvas`);
        const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let n = 0;
        for (let i = 0; i < d.length; i += 4) n += d[i + 3] > 0 && d[i] + d[i + 1] + d[i + 2] < 600; return n; }""",
        chart,
    )


def test_the_charts_are_drawn_without_asking_another_host(open_as, live_server):
    page = stats(open_as, live_server, usual().officer)
    assert all(ink(page, chart) > 500 for chart in ("trend", "areas", "sectors"))
    assert page.foreign == [] and page.faults == []


@pytest.mark.parametrize("world", [usual, crowded])
def test_the_screen_needs_no_scrolling_at_an_office_screen(open_as, live_server, world):
    page = stats(open_as, live_server, world().leader)
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [1366, 768]


def test_a_button_shows_the_table_in_place_of_the_chart_and_back(open_as, live_server):
    page = stats(open_as, live_server, usual().officer)
    panel = page.locator("[data-figure=areas]")
    assert not panel.locator("table").is_visible()
    height = panel.bounding_box()["height"]
    panel.get_by_role("button", name="看表").click()
    assert panel.locator("table").is_visible() and not panel.locator("canvas").is_visible()
    assert panel.bounding_box()["height"] == height
    panel.get_by_role("button", name="看图").click()
    assert panel.locator("canvas").is_visible()


def test_a_bar_opens_its_rows(open_as, live_server):
    page = stats(open_as, live_server, usual().officer)
    box = page.locator("[data-chart=areas]").bounding_box()
    page.mouse.click(box["x"] + 100, box["y"] + 38)
    page.wait_for_url(re.compile(r"/campaigns/register/\?.*late=1"))
    assert "共 1 条" in page.locator(".list-count").inner_text()


def test_charts_follow_the_width_of_the_window(open_as, live_server):
    page = stats(open_as, live_server, usual().officer)
    page.set_viewport_size({"width": 1000, "height": 768})
    page.wait_for_function(
        "() => { const b = document.querySelector('[data-chart=trend]');"
        " return b.querySelector('canvas').offsetWidth === b.offsetWidth; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 1000


@pytest.mark.parametrize("seat", ["leader", "supervisor"])
@pytest.mark.parametrize("world", [usual, crowded, factories.world])
def test_it_prints_to_one_page_of_a4(open_as, live_server, world, seat):
    page = stats(open_as, live_server, getattr(world(), seat))
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    assert len(sheets) == 1
    assert tuple(round(float(side)) for side in sheets[0].mediabox[2:]) == A4


def painted(data):
    """The number of points of the first page in the blue, red and green of bars, at 72 a inch."""
    picture = pypdfium2.PdfDocument(data)[0].render().to_pil().convert("RGB")
    return sum(count for count, (r, g, b) in picture.getcolors(2**24) if max(r, g, b) - min(r, g, b) > 60)


def test_charts_and_tables_are_on_the_paper_whichever_was_shown(open_as, live_server):
    page = stats(open_as, live_server, usual().officer)
    page.locator("[data-figure=areas]").get_by_role("button", name="看表").click()
    data = page.pdf(prefer_css_page_size=True, print_background=True)
    text = normalize("NFKC", PdfReader(io.BytesIO(data)).pages[0].extract_text()).replace(" ", "")
    assert all(drawn in text for drawn in (f"{clock.today().month}月", "其中重大", "镇直单位"))
    assert painted(data) > 2000
    assert "石桥村" in text and "逾期任务" in text and "统计至" in text
    assert "看表" not in text and "打印" not in text


def test_the_screen_is_as_before_after_printing(open_as, live_server):
    page = stats(open_as, live_server, usual().officer)
    before = page.locator("[data-chart=trend] canvas").bounding_box()
    page.pdf(prefer_css_page_size=True)
    assert page.locator("[data-chart=trend] canvas").bounding_box() == before


def test_a_slash_leads_to_the_search_except_where_one_types(open_as, live_server):
    w = usual()
    page = open_as(w.officer)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "top-q"
    page.keyboard.type("a/b")
    assert page.input_value("#top-q") == "a/b"
    page.fill("#top-q", w.firm.credit_code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/enterprises/\d+/"))


@pytest.mark.parametrize("seat", ["cadre", "boss"])
def test_what_waits_is_large_enough_for_a_thumb(open_as, live_server, seat):
    w = usual()
    page = open_as(getattr(w, seat), phone=True)
    heights = page.eval_on_selector_all(
        ".box a, .jumps a, .phone-bar a", "found => found.map(a => a.getBoundingClientRect().height)"
    )
    assert heights and min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".phone-bar a").count() == 4

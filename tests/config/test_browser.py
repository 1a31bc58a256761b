"""The front end in a real browser: nothing from elsewhere, nothing the policy refuses."""

import pytest

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/", "/campaigns/", "/hazards/", "/enterprises/", "/papers/", "/checks/", "/stats/", "/inbox/", "/accounts/me/")


def test_no_page_asks_another_host_or_breaks_the_policy(open_as, live_server):
    w = factories.world()
    page = open_as(w.officer)
    for path in PAGES:
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
    assert page.foreign == [] and page.faults == []


@pytest.mark.parametrize("path", ["/", "/hazards/", "/checks/", "/accounts/me/"])
def test_a_phone_page_never_scrolls_sideways(open_as, live_server, path):
    w = factories.world()
    factories.hazard(w.village, description="配电箱前堆放杂物" * 12)
    page = open_as(w.cadre, phone=True)
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

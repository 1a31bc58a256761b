"""A stranger's phone: the form is filled in, sent, the code read, asked by."""

import pytest
from django.urls import reverse

from incidents.models import Tip
from incidents.tips import services
from tests import factories

from .conftest import answer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_tells_and_asks_without_script(open_as, live_server):
    w = factories.world()
    page = open_as(phone=True, java_script_enabled=False)
    page.goto(live_server.url + reverse("tips:new", args=[w.village.pk]))
    page.click("button")
    assert page.locator(".summary li").count() >= 4
    page.faults.clear()  # the console tells of the 400
    page.check("[name=kind][value=hazard]")
    page.fill("[name=text]", "仓库安全出口用货物堵死")
    page.fill("[name=where]", "3 号库")
    page.fill("[name=happened]", "一直这样")
    page.fill("[name=answer]", answer_of(page.get_attribute("[name=puzzle]", "value")))
    page.click("button")
    code = page.inner_text(".code")
    services.accept(tip=Tip.objects.get(), by=w.officer)
    page.click("text=查询举报进展")
    page.fill("[name=code]", code.lower())
    page.click("button")
    assert "已受理" in page.inner_text("main") and not page.foreign and not page.faults

"""A visit from its beginning on a phone, by fingers, to the locked record and its print; in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from checks.models import Inspection
from hazards.models import Hazard
from tests import factories

from .conftest import a_list
from .test_browser_fill import draw
from .visits import begun, presented, sign_next

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(transactional_db):
    return factories.world()


def one_list():
    row = a_list("通道是否畅通", "灭火器是否有效")
    row.name = "村级排查表"
    row.save()
    return row


def test_a_village_inspects_on_a_phone_and_everybody_signs_by_finger(open_as, live_server, w):
    items = list(one_list().current.items.all())
    page = open_as(w.cadre, phone=True)
    page.goto(live_server.url + reverse("checks:inspection_new"))
    page.select_option("#id_checklist", label="村级排查表")
    page.fill("#id_enterprise_name", w.firm.name)
    page.fill("#id_location", "一号车间")
    page.fill("#id_others", "鲍国良 党员志愿者")
    page.click(".submit-bar button")
    page.wait_for_url("**/checks/inspections/*/")
    row = Inspection.objects.get()
    assert row.kind == "village" and row.enterprise == w.firm

    page.tap("text=填检查表")
    page.check(f"#v-{items[0].pk}-yes")
    page.check(f"#v-{items[1].pk}-no")
    expect(page.locator(f"#item-{items[1].pk} [data-saved]")).to_contain_text("已保存")
    page.goto(live_server.url + reverse("checks:finding_new", args=[row.pk]))
    page.fill("#id_description", "地沟没有盖板，已放警示牌")
    page.click(".submit-bar button")
    page.wait_for_url(f"**/checks/inspections/{row.pk}/")
    page.fill("#id_ended", "23:59")
    page.click("text=填完，开始签名")

    for name in (w.cadre.name, "鲍国良", w.firm.principal):
        page.wait_for_selector("[data-sign-canvas]")
        expect(page.locator("#sign-name")).to_have_value(name)
        draw(page)
        page.click(".check-bar button")
        page.wait_for_load_state()
    page.wait_for_url(f"**/checks/inspections/{row.pk}/")
    expect(page.locator(".check-head")).to_contain_text("已签名锁定")
    row.refresh_from_db()
    assert row.state == "signed" and row.signatures.standing().count() == 3 and Hazard.objects.count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 and page.faults == []
    printed = page.context.request.get(live_server.url + reverse("checks:inspection_pdf", args=[row.pk])).body()
    assert printed.startswith(b"%PDF") and len(printed) > 20_000


def test_a_blank_canvas_signs_nothing_and_the_unit_may_refuse(open_as, live_server, w):

    row = sign_next(presented(begun(w, w.cadre, kind="village", checklist=None, office=None), w.cadre), w.cadre)
    page = open_as(w.cadre, phone=True)
    page.goto(live_server.url + reverse("checks:inspection_sign", args=[row.pk]))
    page.click(".check-bar button")
    expect(page.locator("[data-sign-note]")).to_contain_text("签")
    assert row.signatures.count() == 1
    page.click("text=被检查单位拒绝签名")
    page.fill("#id_reason", "不认可检查结果")
    page.fill("#id_witness", "尚文斌")
    page.click("text=记录拒签")
    page.wait_for_load_state()
    expect(page.locator("#sign-name")).to_have_value("尚文斌")
    draw(page)
    page.click(".check-bar button")
    page.wait_for_url(f"**/checks/inspections/{row.pk}/")
    expect(page.locator(".check-head")).to_contain_text("拒绝签名")

"""A boss fills in a check on a phone that loses its signal, in a real browser."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from checks.models import Answer
from evidence.models import Attachment
from hazards.models import Hazard
from tests import factories

from .conftest import a_check, fresh, item_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = "[data-group]:not([hidden])"


@pytest.fixture
def w(transactional_db):
    return factories.world()


def two_groups():
    """Four items in two groups; a "no" needs a photo."""
    of = factories.checklist("通道畅通", "灭火器有效", "电线没有裸露", "气瓶没有过期")
    for item, group in zip(of.current.items.all(), ("消防", "消防", "用电", "用电"), strict=True):
        item.group = group
        item.save()
    return of


@pytest.fixture
def sheet(open_as, live_server, w):
    """The page of a fresh check on the boss's phone."""
    w.check = a_check(w, two_groups())
    page = open_as(w.boss, phone=True)
    page.goto(live_server.url + reverse("checks:fill", args=[w.check.pk]))
    return page


def choose(page, check, number, value):
    page.check(f"#v-{item_of(check, number).pk}-{value}")


def saved(page, check, number):
    return page.locator(f"#item-{item_of(check, number).pk} [data-saved]")


def value_of(check, number):
    return Answer.objects.filter(check_row=check, item=item_of(check, number)).values_list("value", flat=True).first()


def kept(page):
    """Keys of the answers the phone still holds."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('check-answer:'))")


def go(page, where):
    page.click(f"{SHOWN} [data-go='{where}']")


def photo():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "tan").save(out, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def draw(page):
    box = page.locator("[data-sign-canvas]").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + step * 22, box["y"] + 40 + (step % 3) * 30)
    page.mouse.up()


def test_each_answer_is_saved_at_once_and_shown_after_a_reload(sheet, w):
    choose(sheet, w.check, 1, "yes")
    expect(saved(sheet, w.check, 1)).to_contain_text("已保存")
    assert value_of(w.check, 1) == "yes"
    assert sheet.locator(".check-progress b").inner_text().replace("\n", "") == "1 / 4"
    sheet.reload()
    assert sheet.is_checked(f"#v-{item_of(w.check).pk}-yes") and "已保存" in saved(sheet, w.check, 1).inner_text()
    assert sheet.faults == []


def test_targets_are_big_enough_for_a_thumb_and_nothing_scrolls_sideways(sheet, w):
    for box in sheet.eval_on_selector_all(
        f"{SHOWN} .check-reply, {SHOWN} summary, {SHOWN} .btn:not([hidden])",
        "nodes => nodes.filter(n => n.offsetParent).map(n => [n.offsetWidth, n.offsetHeight])",
    ):
        assert box[0] >= 44 and box[1] >= 44
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_a_signal_answers_wait_in_the_phone_and_groups_still_change(sheet, w):
    sheet.context.set_offline(True)
    choose(sheet, w.check, 1, "yes")
    choose(sheet, w.check, 2, "na")
    go(sheet, 2)
    assert sheet.locator(f"{SHOWN} h2").inner_text() == "用电"
    choose(sheet, w.check, 3, "yes")
    line = sheet.locator("[data-outbox]")
    line.wait_for(state="visible")
    expect(line).to_contain_text("3 条待发送")
    expect(saved(sheet, w.check, 3)).to_contain_text("已存在手机里，待发送")
    go(sheet, "finish")
    expect(line).to_contain_text("有信号后再核对签名")
    assert "/fill/" in sheet.url
    assert not Answer.objects.filter(check_row=w.check).exists()

    sheet.context.set_offline(False)
    expect(line).to_be_hidden()
    expect(saved(sheet, w.check, 3)).to_contain_text("已保存")
    assert [value_of(w.check, n) for n in (1, 2, 3)] == ["yes", "na", "yes"]


def test_answers_of_several_checks_are_sent_from_whichever_page_is_opened_next(sheet, live_server, w):
    sheet.context.set_offline(True)
    choose(sheet, w.check, 1, "no")
    expect(sheet.locator("[data-outbox]")).to_contain_text("1 条待发送")
    sheet.context.set_offline(False)
    other = a_check(w, two_groups())
    sheet.goto(live_server.url + reverse("checks:fill", args=[other.pk]))
    expect(sheet.locator("[data-outbox]")).to_be_hidden()
    sheet.wait_for_load_state("networkidle")
    assert kept(sheet) == []
    assert value_of(w.check, 1) == "no"


def test_an_answer_of_another_person_on_the_same_phone_is_not_sent(sheet, w):
    key = f"check-answer:999999:{w.check.pk}:{item_of(w.check).pk}"
    stored = f"{{value:'no',note:'',photos:[],dropped:[],at:1,url:'{item_of(w.check).pk}'}}"
    sheet.evaluate(f"localStorage.setItem('{key}', JSON.stringify({stored}))")
    choose(sheet, w.check, 1, "yes")
    expect(saved(sheet, w.check, 1)).to_contain_text("已保存")
    assert value_of(w.check, 1) == "yes" and kept(sheet) == [key]


def test_from_the_first_answer_to_the_signature(sheet, w):
    choose(sheet, w.check, 1, "yes")
    choose(sheet, w.check, 2, "no")
    item = sheet.locator(f"#item-{item_of(w.check, 2).pk}")
    assert item.locator("[data-must]").is_visible()
    item.locator("[data-photos-plain]").set_input_files(photo())
    item.locator("[name=photos]").wait_for(state="attached")
    expect(item.locator("[data-must]")).to_be_hidden()
    item.locator("textarea").fill("压力在红区")
    go(sheet, 2)
    choose(sheet, w.check, 3, "yes")
    choose(sheet, w.check, 4, "na")
    go(sheet, "finish")
    sheet.wait_for_selector("[data-sign]")
    assert "发现 1 个问题" in sheet.inner_text("main")
    sheet.click("[data-sign] button.btn-primary")
    assert sheet.inner_text("[data-sign-note]") == "还没有签名，请用手指写上姓名"
    draw(sheet)
    sheet.click("[data-sign] button.btn-primary")
    sheet.wait_for_url("**" + reverse("checks:detail", args=[w.check.pk]))
    row = fresh(w.check)
    assert row.state == "submitted" and Attachment.objects.of(row).get().slot == "signature"
    hazard = Hazard.objects.get(enterprise=w.firm)
    assert "压力在红区" in hazard.description and Attachment.objects.of(hazard).count() == 1
    assert sheet.faults == []


def test_a_check_handed_in_on_the_other_phone_refuses_this_ones_answers(sheet, w):
    from .conftest import fill, hand_in

    sheet.wait_for_load_state("networkidle")  # the test works on the same connection as the page
    fill(w.check, w.boss)
    hand_in(w.check, w.boss)
    choose(sheet, w.check, 1, "no")
    expect(saved(sheet, w.check, 1)).to_contain_text("没有保存")
    assert "签名提交，不能再改" in saved(sheet, w.check, 1).inner_text() and value_of(w.check, 1) == "yes"


def test_back_to_the_group_before_without_a_signal(sheet, w):
    sheet.context.set_offline(True)
    go(sheet, 2)
    go(sheet, 1)
    assert sheet.locator(f"{SHOWN} h2").inner_text() == "消防" and "/fill/" in sheet.url


def test_the_list_sends_what_the_phone_still_holds(sheet, live_server, w):
    sheet.context.set_offline(True)
    choose(sheet, w.check, 2, "na")
    expect(sheet.locator("[data-outbox]")).to_contain_text("1 条待发送")
    sheet.context.set_offline(False)
    sheet.goto(live_server.url + reverse("checks:list"))
    sheet.wait_for_load_state("networkidle")
    assert kept(sheet) == [] and value_of(w.check, 2) == "na"


def test_an_older_answer_kept_in_the_phone_gives_way_to_a_newer_one(sheet, w):
    from checks import services

    sheet.context.set_offline(True)
    choose(sheet, w.check, 1, "no")
    expect(sheet.locator("[data-outbox]")).to_contain_text("1 条待发送")
    services.reply(check=w.check, item=item_of(w.check), value="yes", by=w.cadre)
    sheet.context.set_offline(False)
    expect(saved(sheet, w.check, 1)).to_contain_text("另一部手机已改为更新的答案")
    assert value_of(w.check, 1) == "yes" and sheet.is_checked(f"#v-{item_of(w.check).pk}-yes")


def test_without_a_signal_nothing_is_signed_away(open_as, live_server, w):
    from .conftest import fill

    check = fill(a_check(w, two_groups()), w.boss)
    page = open_as(w.boss, phone=True)
    page.goto(live_server.url + reverse("checks:finish", args=[check.pk]))
    draw(page)
    page.context.set_offline(True)
    page.click("[data-sign] button.btn-primary")
    assert page.inner_text("[data-sign-note]") == "现在没有信号，请在有信号后提交"
    page.context.set_offline(False)
    page.click("[data-sign-clear]")
    page.click("[data-sign] button.btn-primary")
    assert page.inner_text("[data-sign-note]") == "还没有签名，请用手指写上姓名"
    draw(page)
    page.click("[data-sign] button.btn-primary")
    page.wait_for_url("**" + reverse("checks:detail", args=[check.pk]))
    assert fresh(check).state == "submitted"


@pytest.mark.parametrize("path", ["checks:list", "checks:detail", "checks:fill", "checks:finish"])
def test_no_page_of_the_phone_scrolls_sideways_or_complains(open_as, live_server, w, path):
    check = a_check(w, two_groups())
    page = open_as(w.boss, phone=True)
    page.goto(live_server.url + reverse(path, args=[] if path == "checks:list" else [check.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.faults == [] and page.foreign == []

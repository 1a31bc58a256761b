"""A sheet once opened can be opened again without a signal, and is gone with its person; in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from checks import services
from checks.models import Answer, Checklist
from tests import factories
from tests.conftest import session_cookie

from .conftest import a_check, fill, fresh, hand_in, item_of
from .test_browser_fill import choose, photo, saved, two_groups, value_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(transactional_db):
    return factories.world()


@pytest.fixture
def phone(open_as, live_server, w):
    """The boss's phone after the home page: the worker runs."""
    w.check = a_check(w, two_groups())
    page = open_as(w.boss, phone=True)
    page.home = live_server.url
    page.sheet = page.home + reverse("checks:fill", args=[w.check.pk])
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def sheets(page):
    """Addresses of the sheets the phone keeps."""
    return page.evaluate("""async () => {
        const found = [];
        for (const name of (await caches.keys()).filter((one) => one.startsWith("sheets-")))
            for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
        return found;
    }""")


def wait_for_sheets(page, count):
    for _ in range(50):
        if len(sheets(page)) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{sheets(page)}, not {count}")


def opened(page):
    """The sheet opened with a signal, then none."""
    page.goto(page.sheet)
    wait_for_sheets(page, 1)
    page.context.set_offline(True)


def test_a_sheet_opened_before_is_filled_in_without_a_signal_and_sent_later(phone, w):
    opened(phone)
    phone.goto(phone.home + "/hazards/")
    assert phone.inner_text("h1") == "没有信号"
    phone.tap("[data-sheets] a")
    phone.wait_for_url(phone.sheet)
    choose(phone, w.check, 1, "yes")
    expect(saved(phone, w.check, 1)).to_contain_text("已存在手机里，待发送")
    assert not Answer.objects.filter(check_row=w.check).exists()
    phone.context.set_offline(False)
    expect(saved(phone, w.check, 1)).to_contain_text("已保存")
    assert value_of(w.check, 1) == "yes"


def test_a_photo_taken_without_a_signal_survives_a_closed_page_and_goes_to_its_own_item(phone, w):
    opened(phone)
    choose(phone, w.check, 2, "no")
    phone.locator(f"#item-{item_of(w.check, 2).pk} [data-photos-plain]").set_input_files(photo())
    expect(phone.locator("[data-photos-item] [data-photos-state]")).to_have_text("没有信号，已存在手机里")
    phone.reload()
    expect(phone.locator("[data-photos-item]")).to_have_count(1)
    phone.context.set_offline(False)
    expect(phone.locator(f"#item-{item_of(w.check, 2).pk} [data-photos-item].is-sent")).to_have_count(1)
    phone.reload()
    expect(phone.locator("[data-photos-item]")).to_have_count(1)
    expect(saved(phone, w.check, 2)).to_contain_text("已保存")


def test_answers_the_portal_has_are_in_the_copy_too(phone, w):
    phone.goto(phone.sheet)
    wait_for_sheets(phone, 1)
    choose(phone, w.check, 1, "yes")
    expect(saved(phone, w.check, 1)).to_contain_text("已保存")
    phone.wait_for_timeout(5000)
    phone.context.set_offline(True)
    phone.reload()
    assert phone.locator("[data-group]:not([hidden]) input[value=yes]:checked").count() == 1


def test_after_logging_out_nothing_of_the_person_is_left(phone):
    phone.goto(phone.sheet)
    wait_for_sheets(phone, 1)
    phone.goto(phone.home + reverse("accounts:me"))
    phone.tap("text=退出登录")
    phone.wait_for_url("**/login/")
    wait_for_sheets(phone, 0)
    phone.context.set_offline(True)
    phone.goto(phone.sheet)
    assert phone.inner_text("h1") == "没有信号" and phone.locator("[data-sheets]").is_hidden()


def test_the_next_person_on_the_phone_finds_no_sheet_of_the_one_before(phone, live_server, w):
    phone.goto(phone.sheet)
    wait_for_sheets(phone, 1)
    phone.context.add_cookies([session_cookie(w.cadre, live_server.url)])
    phone.goto(phone.home)
    wait_for_sheets(phone, 0)


def test_a_sheet_handed_in_leaves_the_phone(phone, w):
    phone.goto(phone.sheet)
    wait_for_sheets(phone, 1)
    fill(w.check, w.boss)
    hand_in(w.check, w.boss)
    phone.goto(phone.sheet)
    wait_for_sheets(phone, 0)
    assert fresh(w.check).state == "submitted"


def test_no_other_page_is_kept(phone):
    for page in ("hazards:list", "checks:list", "accounts:me"):
        phone.goto(phone.home + reverse(page))
    paths = phone.evaluate("""async () => {
        const found = [];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
        return found;
    }""")
    assert [path for path in paths if not path.startswith("/static/")] == ["/offline/"]


def test_a_check_out_of_sight_is_never_kept(phone, w):
    other = a_check(w, two_groups(), firm=w.other_firm)
    phone.goto(phone.home + reverse("checks:fill", args=[other.pk]))
    phone.wait_for_timeout(300)
    assert sheets(phone) == []


def test_a_browser_without_a_worker_works_as_before(open_as, live_server, w):
    check = a_check(w, two_groups())
    page = open_as(w.boss, phone=True, service_workers="block")
    page.goto(live_server.url + reverse("checks:fill", args=[check.pk]))
    choose(page, check, 1, "yes")
    expect(saved(page, check, 1)).to_contain_text("已保存")
    assert [fault for fault in page.faults if "Service Worker" not in fault] == []


def test_a_list_published_anew_while_the_old_one_is_filled_without_a_signal(phone, w):
    old = w.check.version
    Checklist.objects.filter(pk=old.checklist_id).update(township=w.town)
    old.checklist.refresh_from_db()
    opened(phone)
    choose(phone, w.check, 1, "yes")
    draft = services.new_draft(checklist=old.checklist, by=w.officer)
    services.add_item(version=draft, text="监控有人值守", by=w.officer)
    published = services.publish(version=draft, by=w.officer)
    phone.reload()
    expect(phone.locator("[data-group]").first).to_contain_text("通道畅通")
    choose(phone, w.check, 2, "yes")
    phone.context.set_offline(False)
    expect(saved(phone, w.check, 2)).to_contain_text("已保存")
    fill(w.check, w.boss)
    hand_in(w.check, w.boss)
    done = services.accept(check=fresh(w.check), by=w.officer)
    assert (done.version, done.state) == (old, "accepted") and published.number == old.number + 1
    assert done.answers.count() == old.items.count() == 4

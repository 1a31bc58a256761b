"""What is typed on a phone survives a lost signal, an ended session, a closed page; in a real browser."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from hazards.models import Hazard
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE, DETAIL = "[data-draft-note]", re.compile(r"/hazards/\d+/$")
TEXT = "液化气瓶与明火同室"


@pytest.fixture
def w(transactional_db):
    return factories.world()


@pytest.fixture
def phone(open_as, live_server, w):
    """The form for a new hazard on the cadre's phone."""
    page = open_as(w.cadre, phone=True)
    page.home = live_server.url
    page.goto(page.home + reverse("hazards:new"))
    return page


@pytest.fixture
def plan(open_as, live_server, w):
    """The form for a plan on the boss's phone."""
    row = factories.hazard(w.village, enterprise=w.firm, state="planning", grade="ordinary", responsible="凌小川")
    page = open_as(w.boss, phone=True)
    page.goto(live_server.url + reverse("hazards:detail", args=[row.pk]))
    return page


def write(page, text=TEXT):
    page.fill("[name=description]", text)
    page.fill("[name=location]", "后厨")


def send(page):
    page.tap(".submit-bar .btn")


def log_in(page, person):
    page.wait_for_url("**/login/**")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", factories.PASSWORD)
    page.tap("form .btn-primary")


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")


def written(page):
    return page.input_value("[name=description]")


def test_what_was_typed_comes_back_when_the_page_is_opened_again(phone):
    write(phone)
    phone.goto(phone.home)
    phone.goto(phone.home + reverse("hazards:new"))
    expect(phone.locator(NOTE)).to_contain_text("已恢复上次没有提交的内容")
    assert written(phone) == TEXT and phone.faults == []


def test_what_came_back_can_be_thrown_away(phone):
    write(phone)
    phone.reload()
    phone.tap(f"{NOTE} button")
    assert written(phone) == "" and drafts(phone) == []
    phone.reload()
    expect(phone.locator(NOTE)).to_be_hidden()


def test_without_a_signal_nothing_is_sent_and_the_form_says_where_the_text_is(phone):
    write(phone)
    phone.context.set_offline(True)
    send(phone)
    assert phone.inner_text(NOTE) == "现在没有信号，填写的内容已存在手机里，有信号后再提交"
    phone.context.set_offline(False)
    expect(phone.locator(NOTE)).to_have_text("信号恢复了，可以提交")
    send(phone)
    phone.wait_for_url(DETAIL)
    assert Hazard.objects.get().description == TEXT and drafts(phone) == []


def lose(page, *, arrives):
    """Send the form; the answer never comes back, whether the request `arrives` at the portal or not."""

    def on_the_way(route):
        if route.request.method != "POST":
            return route.continue_()
        if arrives:
            route.fetch(max_redirects=0)
        return route.abort()

    page.route("**/hazards/new/", on_the_way)
    with page.expect_event("requestfailed"):
        send(page)
    page.unroute("**/hazards/new/")
    page.context.clear_cookies(name="messages")
    page.wait_for_timeout(300)
    page.goto(page.home + reverse("hazards:new"))


def test_a_request_that_gets_lost_leaves_the_draft(phone):
    write(phone)
    lose(phone, arrives=False)
    assert written(phone) == TEXT and not Hazard.objects.exists()


def test_an_answer_lost_on_the_way_registers_no_second_hazard(phone):
    write(phone)
    lose(phone, arrives=True)
    assert written(phone) == TEXT and Hazard.objects.count() == 1
    send(phone)
    phone.wait_for_url(DETAIL)
    assert Hazard.objects.count() == 1


def test_other_words_after_a_lost_answer_register_a_second_hazard(phone):
    write(phone)
    lose(phone, arrives=True)
    write(phone, "安全出口上锁")
    send(phone)
    phone.wait_for_url(DETAIL)
    assert sorted(Hazard.objects.values_list("description", flat=True)) == sorted([TEXT, "安全出口上锁"])


def end_session(phone):
    """Once the page asks for nothing more: an answer on its way would bring the cookie back."""
    phone.locator("#id_description").blur()
    phone.wait_for_load_state("networkidle")
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_an_ended_session_leads_back_to_the_form_with_its_text(phone, w):
    write(phone)
    end_session(phone)
    send(phone)
    log_in(phone, w.cadre)
    phone.wait_for_url("**" + reverse("hazards:new"))
    expect(phone.locator(NOTE)).to_contain_text("已恢复上次没有提交的内容")
    send(phone)
    phone.wait_for_url(DETAIL)
    assert Hazard.objects.get().description == TEXT


def test_the_next_person_on_the_phone_is_offered_nothing(phone, open_as, w):
    write(phone)
    end_session(phone)
    send(phone)
    log_in(phone, w.boss)
    phone.wait_for_url("**" + reverse("hazards:new"))
    assert written(phone) == "" and len(drafts(phone)) == 1


def test_a_double_tap_registers_once(phone):
    write(phone)
    phone.locator(".submit-bar .btn").dblclick()
    phone.wait_for_url(DETAIL)
    assert Hazard.objects.count() == 1


def test_a_step_in_place_tells_what_happened_and_forgets_the_draft(plan):
    fill_plan(plan)
    assert len(drafts(plan)) == 1
    plan.locator(".hazard-next .btn-primary").dblclick()
    plan.wait_for_selector("#toasts >> text=整改方案已报送")
    assert plan.locator("#toasts .toast-line").count() == 1
    assert drafts(plan) == [] and Hazard.objects.get().state == "rectifying"


def fill_plan(page, money="1500"):
    for name, value in (
        ("measures", "更换防爆开关"),
        ("money", money),
        ("contingency", "停用喷漆房"),
        ("due_on", "2030-01-15"),
    ):
        page.fill(f"[name={name}]", value)


def test_a_plan_with_faults_keeps_its_draft_through_a_reload(plan):
    fill_plan(plan, money="-5")
    plan.tap(".hazard-next .btn-primary")
    plan.wait_for_selector(".hazard-next .is-invalid")
    plan.fill("[name=money]", "1500")
    plan.reload()
    assert plan.input_value("[name=money]") == "1500" and plan.input_value("[name=contingency]") == "停用喷漆房"


def test_what_was_typed_for_a_step_that_somebody_took_first_stands_on_the_page(plan):
    fill_plan(plan)
    Hazard.objects.update(state="rectifying")
    plan.tap(".hazard-next .btn-primary")
    expect(plan.locator(".draft-stranded")).to_contain_text("更换防爆开关")
    expect(plan.locator("#toasts")).to_contain_text("当前状态是“整改中”，不能报送整改方案")
    assert plan.locator("form[data-draft$=submit_plan]").count() == 0
    plan.tap(".draft-stranded button")
    assert drafts(plan) == [] and plan.locator(".draft-stranded").count() == 0 and plan.faults == []


def test_an_ended_session_in_a_step_in_place_opens_the_login_not_a_login_inside_the_page(plan, w):
    here = plan.url
    fill_plan(plan)
    plan.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    plan.tap(".hazard-next .btn-primary")
    log_in(plan, w.boss)
    plan.wait_for_url(here)
    assert plan.input_value("[name=measures]") == "更换防爆开关"


def test_a_step_in_place_without_an_answer_says_so(plan):
    fill_plan(plan)
    plan.route("**/submit_plan/", lambda route: route.abort())
    plan.tap(".hazard-next .btn-primary")
    plan.wait_for_selector("#toasts >> text=没有信号，没有成功，请稍后重试")
    assert plan.input_value("[name=measures]") == "更换防爆开关"

"""Answering a duty on a phone: the words come back, also after the answer was returned; in a real browser."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import Submission
from campaigns.services import duties
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE, TEXT = "[data-draft-note]", "在村部召开安全例会，村两委和网格员共 12 人参加，通报隐患 3 条。"


@pytest.fixture
def w(transactional_db):
    return factories.world()


@pytest.fixture
def phone(open_as, live_server, w):
    """The page of an open duty on the cadre's phone."""
    w.duty = factories.assignment(factories.task(factories.campaign(w.town), title="召开安全例会"), w.village)
    page = open_as(w.cadre, phone=True)
    page.duty = live_server.url + reverse("campaigns:assignment", args=[w.duty.pk])
    page.goto(page.duty)
    return page


def write(page):
    page.fill("[name=text]", TEXT)
    page.fill("[name=held_on]", "2020-01-15")
    page.fill("[name=headcount]", "12")


def send(page):
    page.tap(".submit-bar .btn")


def test_an_ended_session_leads_back_to_the_duty_with_its_words(phone, w):
    write(phone)
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    send(phone)
    phone.wait_for_url("**/login/**")
    phone.fill("[name=username]", w.cadre.username)
    phone.fill("[name=password]", factories.PASSWORD)
    phone.tap("form .btn-primary")
    phone.wait_for_url(phone.duty)
    expect(phone.locator(NOTE)).to_contain_text("已恢复上次没有提交的内容")
    send(phone)
    phone.wait_for_url("**" + reverse("campaigns:duties"))
    assert Submission.objects.get().text == TEXT
    assert phone.inner_text("#toasts") == "已上报，等应急办审核"


def test_a_returned_duty_starts_empty_when_its_first_answer_was_taken(phone, w):
    write(phone)
    send(phone)
    phone.wait_for_url("**" + reverse("campaigns:duties"))
    w.duty.refresh_from_db()
    duties.send_back(assignment=w.duty, note="请补充照片", by=w.officer)
    phone.goto(phone.duty)
    assert "请补充照片" in phone.inner_text("main")
    assert phone.input_value("[name=text]") == "" and not phone.is_visible(NOTE)


def test_without_a_signal_the_answer_waits_in_the_phone(phone):
    write(phone)
    phone.context.set_offline(True)
    send(phone)
    assert "现在没有信号，填写的内容已存在手机里" in phone.inner_text(NOTE)
    assert not Submission.objects.exists()
    phone.context.set_offline(False)
    phone.reload()
    assert phone.input_value("[name=text]") == TEXT and phone.input_value("[name=headcount]") == "12"


def test_the_button_stays_above_the_bottom_bar(phone):
    button, bar = phone.locator(".submit-bar .btn").bounding_box(), phone.locator(".phone-bar").bounding_box()
    assert button["height"] >= 44 and button["y"] + button["height"] <= bar["y"]

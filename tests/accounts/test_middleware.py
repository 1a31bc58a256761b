"""Whose session has ended: to the login, and from there back to the page one was on."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from hazards.models import Hazard
from tests import factories

pytestmark = pytest.mark.django_db
HERE, NEW = "http://testserver", "/hazards/new/?from=bell"


def next_of(url):
    """The page a login leads on to."""
    return parse_qs(urlsplit(url).query)["next"][0]


def test_a_page_is_asked_for_again_after_the_login(client):
    assert next_of(client.get(NEW).url) == NEW


def test_a_form_sent_too_late_leads_back_to_its_page_and_does_nothing(client, w):
    answer = client.post(reverse("hazards:new"), {"description": "气瓶与明火同室"}, headers={"Referer": HERE + NEW})
    assert next_of(answer.url) == NEW and not Hazard.objects.exists()


def test_an_address_that_only_takes_forms_is_never_where_the_login_leads(client, w):
    hazard = factories.hazard(w.village, enterprise=w.firm)
    step = reverse("hazards:step", args=[hazard.pk, "report_done"])
    page = reverse("hazards:detail", args=[hazard.pk])
    assert next_of(client.post(step, headers={"Referer": HERE + page}).url) == page
    assert next_of(client.post(step).url) == "/"


def test_a_page_elsewhere_is_never_where_the_login_leads(client):
    answer = client.post(reverse("hazards:new"), headers={"Referer": "https://elsewhere.example/hazards/new/"})
    assert next_of(answer.url) == "/"


def test_a_fragment_sends_the_whole_page_to_the_login(client):
    answer = client.get(reverse("hazards:list"), headers={"HX-Request": "true", "HX-Current-URL": HERE + NEW})
    assert answer.status_code == 200 and next_of(answer["HX-Redirect"]) == NEW
    assert answer.content == b""

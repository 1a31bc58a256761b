"""The worker at the root and the page without a signal: open to all, about nobody."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from dashboard import offline
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(db):
    return factories.world()


def test_the_worker_is_served_from_the_root_and_asked_for_anew_each_time(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    text = answer.content.decode()
    assert text.startswith("const VERSION = ") and "addEventListener" in text


def test_every_file_fetched_at_once_exists(client):
    assert [name for name in offline.SHELL if not finders.find(name)] == []
    assert all(settings.STATIC_URL + name in client.get("/sw.js").content.decode() for name in offline.SHELL)


def test_the_store_of_the_phone_is_named_anew_with_the_files(monkeypatch):
    before = offline.version()
    monkeypatch.setattr(offline, "source", lambda: "other")
    assert offline.version() != before


def test_the_version_is_that_of_all_files_where_they_are_numbered(monkeypatch):
    monkeypatch.setattr(offline, "staticfiles_storage", type("Numbered", (), {"manifest_hash": "abc123"}))
    assert offline.version() == "abc123"


def test_the_page_without_a_signal_needs_no_login(client):
    assert "没有信号" in client.get(reverse("dashboard:offline")).content.decode()


def test_every_page_says_whose_seat_it_is_so_that_the_next_person_finds_nothing(client, w):
    assert 'data-seat=""' in client.get(reverse("accounts:login")).content.decode()
    client.force_login(w.cadre, backend="accounts.backends.SeatedBackend")
    assert f'data-seat="{w.cadre.pk}-{w.cadre.membership.pk}"' in client.get("/").content.decode()

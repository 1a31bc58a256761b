"""A step in place tells its outcome with its own answer."""

import json

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def hazard(client, w):
    client.force_login(w.officer, backend="accounts.backends.SeatedBackend")
    return factories.hazard(w.village)


def cancel(client, hazard, note="重复登记", **kwargs):
    return client.post(reverse("hazards:step", args=[hazard.pk, "cancel"]), {"note": note}, **kwargs)


def test_a_step_in_place_says_what_happened_at_once_and_once(client, hazard):
    answer = cancel(client, hazard, headers=IN_PLACE)
    assert json.loads(answer["HX-Trigger"]) == {"told": {"lines": [{"level": "success", "text": "已取消，记录保留"}]}}
    assert "已取消，记录保留" not in client.get("/").content.decode()


def test_a_step_with_a_page_of_its_own_says_it_on_the_next_page(client, hazard):
    answer = cancel(client, hazard, follow=True)
    assert "HX-Trigger" not in answer and "已取消，记录保留" in answer.content.decode()


def test_a_form_with_faults_tells_nothing(client, hazard):
    assert "HX-Trigger" not in cancel(client, hazard, note="", headers=IN_PLACE)

"""Each address of the room × each role, for a check of the first firm: seen, refused or unknown."""

import pytest
from django.urls import reverse

from checks.models import Answer, Check
from tests import factories

from .conftest import a_check, item_of, secret_check, shipped

STAFF_SEES = {"officer": 200, "leader": 200, "discipline": 200, "supervisor": 200, "liaison": 200, "cadre": 200, "boss": 200}
OUT = {"department": 404, "other_officer": 404, "other_cadre": 404}
FILLERS = {"officer": 403, "leader": 403, "discipline": 403, "supervisor": 403, "liaison": 403, "cadre": 200, "boss": 200}
STRANGERS = ("department", "liaison", "cadre", "discipline", "supervisor", "other_officer", "other_cadre")
OFFICER_ONLY = dict.fromkeys(("leader", "discipline", "department", "liaison", "cadre", "boss", "supervisor"), 403)
READERS = OFFICER_ONLY | {"officer": 200, "leader": 200, "department": 200, "other_officer": 200, "other_cadre": 403}
GET = {
    "detail": STAFF_SEES | OUT,
    "fill": FILLERS | OUT,
    "finish": FILLERS | OUT,
    "send": OFFICER_ONLY | {"officer": 200, "department": 200},
    "lists": READERS,
    "list_new": OFFICER_ONLY | {"officer": 200, "department": 200},
    "version": READERS | {"department": 404},  # the shipped list of three questions is confidential
}
CASES = [(name, role, status) for name, table in GET.items() for role, status in table.items()]


def arguments(w, name, check):
    return {"detail": [check.pk], "fill": [check.pk], "finish": [check.pk], "version": [shipped().current.pk]}.get(name, [])


@pytest.mark.parametrize(("name", "role", "status"), CASES)
def test_looking(client, w, name, role, status):
    check = a_check(w)
    client.force_login(getattr(w, role))
    answer = client.get(reverse(f"checks:{name}", args=arguments(w, name, check)))
    assert answer.status_code == status
    if status == 403:
        assert "由" in answer.content.decode() or "管理" in answer.content.decode()


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("name", ["detail", "fill", "finish"])
def test_a_confidential_check_is_unknown_at_every_address(client, w, role, name):
    check = secret_check(w)
    client.force_login(getattr(w, role))
    assert client.get(reverse(f"checks:{name}", args=[check.pk])).status_code == 404


@pytest.mark.parametrize("role", STRANGERS)
def test_a_confidential_check_takes_no_answer_from_others(client, w, role):
    check = secret_check(w)
    client.force_login(getattr(w, role))
    answer = client.post(reverse("checks:answer", args=[check.pk, item_of(check).pk]), {"value": "yes"})
    assert answer.status_code == 404 and not Answer.objects.exists()


@pytest.mark.parametrize("name", ["bulk", "list_copy", "list_draft", "publish", "item_act", "act"])
def test_what_changes_something_is_posted(client, w, name):
    check = a_check(w)
    args = {
        "list_copy": [shipped().pk], "list_draft": [shipped().pk], "publish": [shipped().current.pk],
        "item_act": [shipped().current.items.first().pk, "up"], "act": [check.pk, "cancel"],
    }.get(name, [])  # fmt: skip
    client.force_login(w.officer)
    assert client.get(reverse(f"checks:{name}", args=args)).status_code == 405
    assert Check.objects.get().state == "sent"


@pytest.mark.parametrize("name", ["list", "send", "lists", "list_new"])
def test_a_stranger_logs_in_first(client, db, name):
    factories.reference.load_all()
    assert client.get(reverse(f"checks:{name}")).url.startswith("/accounts/login/")


def test_a_person_without_a_seat_is_told_so_and_breaks_nothing(client, w):
    client.force_login(factories.user())
    for name in ("list", "send", "lists"):
        assert client.get(reverse(f"checks:{name}")).status_code == 403

"""The pages of the register and of one check."""

import pytest
from django.urls import reverse

from checks.models import Check
from reminders.models import Message

from .conftest import a_check, a_list, fresh, in_state, later, secret_check, submitted

STAFF = ("officer", "leader", "discipline")


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"checks:{name}", args=args), query)


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("role", [*STAFF, "department", "liaison", "cadre", "boss", "supervisor"])
def test_every_role_has_a_list(client, w, role):
    a_check(w)
    assert page(client, getattr(w, role), "list").status_code == 200


def test_the_list_names_unit_list_and_state(client, w):
    check = a_check(w)
    shown = text_of(page(client, w.officer, "list"))
    assert w.firm.name in shown and check.version.checklist.name in shown and "待自查" in shown


def test_queries_of_the_register_do_not_grow_with_its_rows(client, w, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    of = a_list()
    a_check(w, of)
    page(client, w.officer, "list")
    with CaptureQueriesContext(connection, ) as one:
        page(client, w.officer, "list")
    submitted(w, a_check(w, of, firm=w.firm2), by=w.boss)
    a_check(w, of, place=w.village)
    with CaptureQueriesContext(connection) as three:
        page(client, w.officer, "list")
    assert len(one) == len(three)


@pytest.mark.parametrize("role", ["officer", "boss"])
def test_queries_of_the_register_on_a_phone_too(client, w, role):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_check(w)
    page(client, getattr(w, role), "list")
    with CaptureQueriesContext(connection) as one:
        page(client, getattr(w, role), "list")
    for _ in range(2):
        a_check(w)
    with CaptureQueriesContext(connection) as three:
        page(client, getattr(w, role), "list")
    assert len(one) == len(three)

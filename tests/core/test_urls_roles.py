"""Every address × every role, with rows of another village, township and enterprise present."""

import uuid

import pytest
from django.urls import URLPattern, get_resolver

from tests import factories

ROLES = (
    "officer leader department liaison cadre boss discipline supervisor other_officer other_cadre"
).split()
# what an address names, by its parameter; others get an id that no row has
OWN = {
    "firm_id": lambda w: w.firm.pk, "enterprise_id": lambda w: w.firm.pk, "office_id": lambda w: w.office.pk,
    "person_id": lambda w: w.cadre.pk, "seat_id": lambda w: w.cadre.membership.pk,
    "hazard_id": lambda w: factories.hazard(w.village).pk, "campaign_id": lambda w: factories.campaign(w.town).pk,
}  # fmt: skip
SAMPLES = {"UUIDConverter": uuid.UUID(int=1), "IntConverter": 999999, "SlugConverter": "none", "StringConverter": "none"}


def patterns(resolver=None, prefix="", app=""):
    """(view name, address with parameters, converters, view) of the whole table."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{app}:{entry.name}", prefix + str(entry.pattern), entry.pattern.converters, entry.callback
        else:
            yield from patterns(entry, prefix + str(entry.pattern), entry.app_name or app)


TABLE = list(patterns())


def address(route, converters, w):
    for name, converter in converters.items():
        kind = type(converter).__name__
        value = OWN[name](w) if name in OWN else SAMPLES[kind]
        shown = f"<{route.split('<', 1)[1].split('>', 1)[0]}>"
        route = route.replace(shown, str(value), 1)
    return f"/{route}"


@pytest.fixture
def w(db):
    return factories.world()


@pytest.mark.parametrize(("name", "route", "converters", "view"), TABLE, ids=[row[0] for row in TABLE])
def test_a_stranger_is_sent_to_log_in_unless_the_page_is_public(client, w, name, route, converters, view):
    answer = client.get(address(route, converters, w))
    if getattr(view, "is_public", False):
        assert answer.status_code < 500
    else:
        assert answer.status_code == 302 and answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", ROLES)
def test_no_address_breaks_or_names_rows_out_of_sight(client, w, role):
    person = getattr(w, role)
    client.raise_request_exception = False
    foreign = [w.firm.name, w.firm2.name] if role.startswith("other") else [w.other_firm.name]
    faults = []
    for name, route, converters, _ in TABLE:
        client.force_login(person)
        answer = client.get(address(route, converters, w))
        body = b"" if answer.streaming else answer.content
        if answer.status_code >= 500:
            faults.append(f"{name}: {answer.status_code}")
        if role != "supervisor" and any(word.encode() in body for word in foreign):
            faults.append(f"{name}: names a row out of sight")
    assert faults == []

"""Who has not answered, by village and by liaison cadre."""

import pytest
from django.urls import reverse

from checks import unheard
from reminders.models import Message
from tests import factories

from .conftest import a_check, a_list, in_state, secret_check

PAGE, URGE = reverse("checks:unheard"), reverse("checks:unheard_urge")


@pytest.fixture
def out(w):
    """The first village owes one of two, the second one of one."""
    in_state(w, "accepted")
    a_check(w)
    return factories.check(a_list(), w.village2, enterprise=w.firm2)


def lines(page):
    return {row["place__name"]: (row["sent"], row["waiting"]) for row in page.context["villages"]}


def test_villages_and_cadres_with_their_numbers(client, w, out):
    client.force_login(w.officer)
    page = client.get(PAGE)
    assert lines(page) == {w.village.name: (2, 1), w.village2.name: (1, 1)}
    named = {line.name: (line.codes, line.waiting) for line in page.context["liaisons"]}
    assert named == {w.liaison.name: ([w.village.pk], 1), "没有包村干部的村": ([w.village2.pk], 1)}
    assert page.context["sums"].sent == 3 and page.context["sums"].heard == 1
    assert client.get(PAGE, {"export": "xlsx"}).status_code == 200


def test_a_cancelled_check_and_one_of_another_township_do_not_count(client, w, out):
    type(out).objects.filter(pk=out.pk).update(state="cancelled")
    factories.check(a_list(), w.other_firm.village, enterprise=w.other_firm)
    client.force_login(w.officer)
    assert lines(client.get(PAGE)) == {w.village.name: (2, 1)}


def test_urging_reaches_the_firm_and_the_cadre_once_a_day(client, w, out):
    client.force_login(w.officer)
    for _ in range(2):
        client.post(URGE, {"villages": [w.village.pk]})
    told = Message.objects.filter(title__contains="没有上报自查")
    assert [(one.recipient, w.village.name in one.title) for one in told] == [(w.liaison, True)]
    assert Message.objects.filter(recipient=w.boss, title__startswith="催办").count() == 1


def test_the_filter_of_the_address_holds_for_urging_too(client, w, out):
    client.force_login(w.officer)
    other = factories.campaign(w.town)
    client.post(f"{URGE}?campaign={other.pk}", {"villages": [w.village.pk, w.village2.pk]})
    assert not Message.objects.filter(title__startswith="催办").exists()


def test_a_cadre_is_not_shown_a_confidential_list(client, w):
    secret_check(w, firm=w.firm)
    client.force_login(w.officer)
    assert lines(client.get(PAGE)) == {w.village.name: (1, 1)}
    client.force_login(w.liaison)
    assert lines(client.get(PAGE)) == {}


@pytest.mark.parametrize("who", ["cadre", "boss", "department", "discipline", "supervisor"])
def test_others_do_not_open_it(client, w, who):
    client.force_login(getattr(w, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(URGE, {"villages": [w.village.pk]}).status_code == 403


def test_those_who_owe_most_come_first(w):
    found = unheard.by_liaison(
        [
            {"place_id": "1", "sent": 3, "waiting": 1, "late": 0, "submitted": 0, "accepted": 2, "paper": 0},
            {"place_id": "2", "sent": 3, "waiting": 3, "late": 1, "submitted": 0, "accepted": 0, "paper": 0},
        ],
        {"1": [w.liaison], "2": [w.cadre]},
    )
    assert [(line.name, line.waiting, line.late) for line in found] == [(w.cadre.name, 3, 1), (w.liaison.name, 1, 0)]

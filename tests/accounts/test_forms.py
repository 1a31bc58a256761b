"""What is asked for a person and a seat, and how numbers are read."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.forms import PersonForm, SeatForm, clean_phone
from accounts.models import Membership, User
from tests import factories


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+8613812345678",
        "8613812345678",
        "１３８１２３４５６７８",
        " 13812345678 ",
    ],
)
def test_a_number_is_read_in_the_spellings_people_use(text):
    assert clean_phone(text) == "13812345678"


@pytest.mark.parametrize("text", ["", None, "  "])
def test_no_number_is_no_number(text):
    assert clean_phone(text) == ""


@pytest.mark.parametrize("text", ["1381234567", "138123456789", "12812345678", "0551-1234567", "手机", "13812345678、139"])
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(ValidationError, match="11 位数字"):
        clean_phone(text)


def person_form(**values):
    return PersonForm({"username": "jichunsheng", "name": "季春生", "phone": ""} | values)


@pytest.mark.parametrize("username", ["ab", "季春生", "a b c", "a" * 41, "a@b", ""])
def test_a_login_name_has_letters_and_digits(db, username):
    assert "username" in person_form(username=username).errors


def test_a_login_name_in_use_is_named_whatever_its_case(w):
    form = person_form(username=w.cadre.username.upper())
    assert "已有人使用" in form.errors["username"][0]


def seat_form(w, **values):
    return SeatForm(values, user=w.officer)


NEEDS = [
    ({"role": "department"}, "office"),
    ({"role": "cadre"}, "villages"),
    ({"role": "liaison"}, "villages"),
]


@pytest.mark.parametrize(("values", "field"), NEEDS)
def test_each_role_asks_for_what_it_needs(w, values, field):
    assert field in seat_form(w, **values).errors


def test_a_cadre_has_one_village(w):
    both = [w.village.pk, w.village2.pk]
    assert "villages" in seat_form(w, role="cadre", villages=both).errors
    assert seat_form(w, role="liaison", villages=both).is_valid()


def test_villages_and_offices_of_next_door_are_no_choice(w):
    assert "villages" in seat_form(w, role="cadre", villages=[w.other_village.pk]).errors
    assert "office" in seat_form(w, role="department", office=w.other_office.pk).errors


def test_the_seat_holds_only_what_belongs_to_the_role(w):
    form = seat_form(w, role="leader", post="镇长", office=w.office.pk, villages=[w.village.pk])
    assert form.is_valid()
    seat = form.seat()
    assert (seat["place"], seat["office"], seat["villages"], seat["post"]) == (w.town, None, [], "镇长")


def test_a_cadres_seat_is_in_the_village(w):
    form = seat_form(w, role="cadre", villages=[w.village.pk])
    assert form.is_valid() and form.seat()["place"] == w.village


def test_a_further_seat_is_given_on_the_page_once(client, w):
    client.force_login(w.officer)
    address = reverse("accounts:person", args=[w.cadre.pk])
    for _ in range(2):
        client.post(address, {"role": "liaison", "villages": [w.village2.pk]})
    seats = Membership.objects.current().filter(user=w.cadre, role="liaison")
    assert seats.count() == 1 and list(seats.get().villages.all()) == [w.village2]


def test_a_faulty_new_person_leaves_nothing_behind(client, w):
    client.force_login(w.officer)
    before = User.objects.count()
    page = client.post(reverse("accounts:person_new"), {"username": "jcs", "name": "季春生", "role": "cadre"})
    assert "村干部要选定一个村" in page.content.decode() and User.objects.count() == before


def test_own_data_are_checked_and_kept_in_one_form(client, w):
    client.force_login(w.cadre)
    page = client.post(reverse("accounts:me"), {"phone": "123", "email": "不是邮箱"})
    assert "11 位数字" in page.content.decode() and set(page.context["form"].errors) == {"phone", "email"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "石桥"}, set()),
        ({"role": "leader"}, {"leader"}),
        ({"role": "enterprise"}, {"boss"}),
        ({"active": "0"}, {"liaison"}),
        ({"role": "cadre", "active": "0"}, set()),
    ],
)
def test_the_filter_narrows_the_people(client, w, query, found):
    User.objects.filter(pk=w.liaison.pk).update(is_active=False)
    client.force_login(w.officer)
    rows = {row.pk for row in client.get(reverse("accounts:people"), query).context["page"]}
    assert rows == {getattr(w, name).pk for name in found}


def test_a_person_is_found_by_name_login_and_unit(client, w):
    User.objects.filter(pk=w.cadre.pk).update(name="季春生")
    w.cadre.memberships.update(unit="石桥村")
    client.force_login(w.officer)
    for text in ("春生", w.cadre.username, "石桥"):
        rows = client.get(reverse("accounts:people"), {"q": text}).context["page"]
        assert w.cadre.pk in {row.pk for row in rows}


def test_the_list_of_people_costs_the_same_for_one_and_for_three(client, w, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(w.officer)
    address = reverse("accounts:people") + "?role=leader"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    factories.user("leader", w.town)
    factories.user("leader", w.town)
    with django_assert_num_queries(len(one)):
        assert client.get(address).context["total"] == 3

"""The person behind a session comes with his seats, by one query."""

import pytest
from django.contrib.auth import authenticate

from accounts.backends import SeatedBackend
from accounts.models import User

pytestmark = pytest.mark.django_db


def test_one_query_tells_the_person_the_seats_and_their_places(w, django_assert_num_queries):
    with django_assert_num_queries(1):
        person = SeatedBackend().get_user(w.officer.pk)
        names = [(seat.place.name, seat.role) for seat in person.memberships_for_switch]
        assert person.membership.place == w.town
    assert names == [(w.town.name, "officer")]
    assert person == w.officer and person.name == w.officer.name


def test_an_ended_seat_is_not_brought_along_and_a_person_without_a_seat_still_is_one(w):
    w.officer.memberships.update(ended_at=w.officer.created_at)
    person = SeatedBackend().get_user(w.officer.pk)
    assert person == w.officer and person.membership is None


@pytest.mark.parametrize("seated", [True, False])
def test_who_is_barred_is_nobody_with_and_without_a_seat(w, seated):
    User.objects.filter(pk=w.officer.pk).update(is_active=False)
    if not seated:
        w.officer.memberships.update(ended_at=w.officer.created_at)
    assert SeatedBackend().get_user(w.officer.pk) is None


def test_a_key_that_no_person_has_is_nobody(w):
    assert SeatedBackend().get_user(10**9) is None


def test_the_password_opens_as_before(w, rf):
    w.officer.set_password("Abcd-4321")
    w.officer.save()
    request = rf.post("/login/")
    assert authenticate(request, username=w.officer.username, password="Abcd-4321") == w.officer
    assert authenticate(request, username=w.officer.username, password="wrong") is None

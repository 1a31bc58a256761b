"""Logging in, seats, and the officer's page of people."""

import pytest
from django.urls import reverse

from accounts import services
from accounts.models import User
from core.errors import Refused
from tests import factories


@pytest.fixture
def officer(client, w):
    client.force_login(w.officer)
    return client


def to(name, *args):
    return reverse(f"accounts:{name}", args=args)


def test_one_logs_in_with_name_and_password(client, w):
    page = client.post(to("login"), {"username": w.cadre.username, "password": "wrong"})
    assert "登录名或密码不对" in page.content.decode()
    answer = client.post(to("login"), {"username": w.cadre.username, "password": factories.PASSWORD})
    assert answer.status_code == 302 and client.session["_auth_user_id"] == str(w.cadre.pk)


def test_five_wrong_passwords_lock_and_a_reset_unlocks(client, w, settings):
    settings.AXES_ENABLED = True
    given = {"username": w.cadre.username, "password": "wrong"}
    for _ in range(5):
        page = client.post(to("login"), given)
    assert page.status_code == 429 and "15 分钟后再试" in page.content.decode()
    word = services.reset_password(person=w.cadre, by=w.officer)
    assert client.post(to("login"), given | {"password": word}).status_code == 302


def test_an_initial_password_must_be_changed_before_anything_else(client, w):
    w.cadre.must_change_password = True
    w.cadre.save()
    client.force_login(w.cadre)
    assert client.get(to("me")).url == to("password")
    same = {"old_password": factories.PASSWORD, "new_password1": factories.PASSWORD, "new_password2": factories.PASSWORD}
    assert "不能与现在的密码相同" in client.post(to("password"), same).content.decode()
    client.post(to("password"), same | {"new_password1": "Liuwan-77-x", "new_password2": "Liuwan-77-x"})
    assert client.get(to("me")).status_code == 200


def test_a_seat_of_ones_own_is_taken_and_no_other(client, w):
    second = factories.seat(w.department, "liaison", w.town, villages=[w.village])
    client.force_login(w.department)
    client.post(to("switch"), {"membership": second.pk})
    assert client.get(to("me")).context["user"].role == "liaison"
    for foreign in (w.leader.membership.pk, "x", ""):
        assert client.post(to("switch"), {"membership": foreign}).status_code == 404


def test_the_officer_sees_people_of_the_own_township_only(officer, w):
    body = officer.get(to("people")).content.decode()
    assert f">{w.cadre.name}<" in body and f">{w.other_cadre.name}<" not in body and f">{w.supervisor.name}<" not in body
    assert officer.get(to("person", w.other_cadre.pk)).status_code == 404
    assert officer.post(to("person_reset", w.supervisor.pk)).status_code == 404


def test_nobody_else_may_open_the_page(client, w):
    for person in (w.leader, w.department, w.liaison, w.cadre, w.boss, w.discipline, w.supervisor):
        client.force_login(person)
        assert client.get(to("people")).status_code == 403


def test_a_new_person_gets_an_initial_password_shown_once(officer, w):
    given = {"username": "xiaoji", "name": "季春生", "phone": "+86 138 1234 5678", "role": "cadre"}
    given["villages"] = [w.village.pk]
    page = officer.post(to("person_new"), given)
    person = User.objects.get(username="xiaoji")
    assert page.context["word"] in page.content.decode() and person.check_password(page.context["word"])
    assert person.must_change_password and person.phone == "13812345678" and person.membership.place == w.village
    assert "138****5678" in officer.get(to("person", person.pk)).content.decode()
    assert officer.post(to("person_phone", person.pk)).content.decode() == "13812345678"


@pytest.mark.parametrize("role", ["supervisor", "enterprise"])
def test_some_roles_are_never_given(officer, w, role):
    given = {"username": "xiaoji", "name": "季春生", "role": role}
    assert officer.post(to("person_new"), given).context["seat_form"].errors["role"]
    with pytest.raises(Refused, match="不能授予"):
        services.give_seat(person=w.cadre, role=role, place=w.town, by=w.officer)


def test_a_seat_next_door_is_not_given(w):
    with pytest.raises(Refused, match="本乡镇"):
        services.give_seat(person=w.cadre, role="cadre", place=w.other_village, by=w.officer)


def test_a_person_with_a_seat_elsewhere_is_not_the_officers_to_reset(w):
    factories.seat(w.cadre, "cadre", w.other_village)
    with pytest.raises(Refused, match="以外的任职"):
        services.reset_password(person=w.cadre, by=w.officer)


def test_a_seat_ends_with_a_reason(officer, w):
    seat = w.cadre.membership
    officer.post(to("seat_end", w.cadre.pk, seat.pk), {"note": " "})
    assert w.cadre.memberships.current().exists()
    officer.post(to("seat_end", w.cadre.pk, seat.pk), {"note": "换届"})
    assert not w.cadre.memberships.current().exists() and w.cadre.memberships.get().ended_reason == "换届"


def test_a_successor_takes_the_seat_with_its_villages(officer, w):
    seat = w.liaison.membership
    officer.post(to("seat_hand_over", w.liaison.pk, seat.pk), {"successor": w.leader.pk})
    taken = w.leader.memberships.current().get(role="liaison")
    assert list(taken.villages.all()) == [w.village] and not w.liaison.memberships.current().exists()


def test_a_locked_account_is_out_at_once_and_nobody_locks_themselves(client, w):
    client.force_login(w.cadre)
    services.set_active(person=w.cadre, active=False, by=w.officer)
    assert client.get(to("me")).status_code == 302
    with pytest.raises(Refused, match="自己"):
        services.set_active(person=w.officer, active=False, by=w.officer)


def test_each_act_on_a_person_says_what_it_did(officer, w):
    seat = w.liaison.memberships.get()
    acts = [
        (to("seat_hand_over", w.liaison.pk, seat.pk), {"successor": w.leader.pk}, f"已移交给{w.leader.name}"),
        (to("person_active", w.liaison.pk), {"active": "0"}, f"已停用账号，{w.liaison.name}不能再登录"),
        (to("person_active", w.liaison.pk), {"active": "1"}, f"已恢复账号，{w.liaison.name}可以登录"),
    ]
    for address, data, words in acts:
        assert words in officer.post(address, data, follow=True).content.decode()

"""What keeps an account safe: lock-out, sessions that end, seats that end, numbers that stay hidden."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts import services
from accounts.models import User
from core.errors import Refused
from hazards.models import Hazard
from tests import factories

PHONE = "13812345678"


def to(name, *args):
    return reverse(f"accounts:{name}", args=args)


def try_in(client, person, word):
    return client.post(to("login"), {"username": person.username, "password": word})


@pytest.fixture
def axes(settings):
    settings.AXES_ENABLED = True


def test_four_wrong_passwords_still_let_the_right_one_in(client, w, axes):
    for _ in range(4):
        assert "登录名或密码不对" in try_in(client, w.cadre, "wrong").content.decode()
    assert try_in(client, w.cadre, factories.PASSWORD).status_code == 302


def test_after_five_even_the_right_password_is_refused_in_chinese(client, w, axes):
    for _ in range(5):
        try_in(client, w.cadre, "wrong")
    page = try_in(client, w.cadre, factories.PASSWORD)
    body = page.content.decode()
    assert page.status_code == 429 and "登录已暂停" in body and "联系乡镇应急办" in body
    assert "_auth_user_id" not in client.session


def test_one_locked_name_does_not_lock_another(client, w, axes):
    for _ in range(6):
        try_in(client, w.cadre, "wrong")
    assert try_in(client, w.leader, factories.PASSWORD).status_code == 302


def test_the_officers_reset_on_the_page_lifts_the_lockout(client, w, axes):
    for _ in range(6):
        try_in(client, w.cadre, "wrong")
    client.force_login(w.officer, backend="accounts.backends.SeatedBackend")
    word = client.post(to("person_reset", w.cadre.pk)).context["word"]
    client.logout()
    assert try_in(client, w.cadre, word).status_code == 302
    assert client.get("/").url == to("password")


def plain_addresses(resolver=None, prefix=""):
    """Every address without parameters that wants a login."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from plain_addresses(entry, route)
        elif "<" not in route and not getattr(entry.callback, "is_public", False):
            yield f"/{route}"


def test_with_an_initial_password_every_other_page_leads_to_the_change(client, w):
    User.objects.filter(pk=w.officer.pk).update(must_change_password=True)
    client.force_login(w.officer)
    open_pages = {to("password"), to("logout")}
    others = [address for address in plain_addresses() if address not in open_pages]
    assert len(others) > 30
    for address in others:
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer.headers.get("Location")) == (302, to("password")), address
    assert "请先修改初始密码" in client.get(to("password")).content.decode()


@pytest.mark.parametrize("new", ["12345678", "short1", "13812345678"])
def test_a_weak_new_password_is_refused(client, w, new):
    User.objects.filter(pk=w.cadre.pk).update(must_change_password=True, phone=PHONE)
    client.force_login(w.cadre)
    given = {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(to("password"), given).status_code == 200
    assert User.objects.get(pk=w.cadre.pk).must_change_password


def test_a_session_ends_when_nobody_clicks_for_the_set_time(client, w, settings):
    client.force_login(w.cadre)
    assert client.get(to("me")).status_code == 200
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE - 60) < left <= timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(to("me")).url == f"{to('login')}?next={to('me')}"


def test_each_click_extends_the_session(client, w):
    client.force_login(w.cadre)
    soon = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    client.get(to("me"))
    assert Session.objects.get().expire_date > soon


def test_a_reset_password_ends_open_sessions(client, w):
    client.force_login(w.cadre)
    services.reset_password(person=w.cadre, by=w.officer)
    assert client.get(to("me")).status_code == 302


def rows_seen(client):
    return {row.pk for row in client.get(reverse("hazards:list")).context["page"]}


def test_switching_the_seat_in_the_header_changes_what_is_seen(client, w):
    second = factories.seat(w.cadre, "leader", w.other_town)
    here, there = factories.hazard(w.village), factories.hazard(w.other_village)
    client.force_login(w.cadre)
    assert rows_seen(client) == {here.pk}
    client.post(to("switch"), {"membership": second.pk})
    assert rows_seen(client) == {there.pk}
    page = client.get(reverse("hazards:list")).content.decode()
    assert f'<option value="{second.pk}" selected>' in page
    assert client.get(reverse("hazards:detail", args=[here.pk])).status_code == 404


def test_a_person_with_one_seat_has_nothing_to_switch(client, w):
    client.force_login(w.officer)
    assert 'class="seat-switch"' not in client.get(to("people")).content.decode()


def test_an_ended_seat_sees_nothing_from_the_next_click_on(client, w):
    hazard = factories.hazard(w.village)
    client.force_login(w.cadre)
    assert client.get(reverse("hazards:detail", args=[hazard.pk])).status_code == 200
    services.end_seat(seat=w.cadre.membership, reason="换届", by=w.officer)
    assert client.get(reverse("hazards:detail", args=[hazard.pk])).status_code == 404
    assert not Hazard.objects.visible_to(User.objects.get(pk=w.cadre.pk)).exists()


def test_when_the_chosen_seat_ends_the_person_acts_in_the_other(client, w):
    second = factories.seat(w.department, "liaison", w.town, villages=[w.village])
    client.force_login(w.department)
    client.post(to("switch"), {"membership": second.pk})
    services.end_seat(seat=second, reason="调整", by=w.officer)
    assert client.get(to("me")).context["user"].role == "department"
    assert client.post(to("switch"), {"membership": second.pk}).status_code == 404


MANAGED = [("person_reset", {}), ("person_active", {"active": "0"}), ("person_phone", {})]


@pytest.mark.parametrize(("name", "values"), MANAGED)
def test_an_officer_of_another_township_manages_nobody_here(client, w, name, values):
    before = User.objects.get(pk=w.cadre.pk)
    client.force_login(w.other_officer)
    assert client.post(to(name, w.cadre.pk), values).status_code == 404
    after = User.objects.get(pk=w.cadre.pk)
    assert (before.password, before.is_active) == (after.password, after.is_active)


def test_an_officer_of_another_township_moves_no_seat_here(client, w):
    seat = w.cadre.membership
    client.force_login(w.other_officer)
    assert client.post(to("seat_end", w.cadre.pk, seat.pk), {"note": "换届"}).status_code == 404
    given = {"successor": w.other_cadre.pk}
    assert client.post(to("seat_hand_over", w.cadre.pk, seat.pk), given).status_code == 404
    assert client.post(to("person", w.cadre.pk), {"role": "leader"}).status_code == 404
    assert list(w.cadre.memberships.current()) == [seat]
    with pytest.raises(Refused, match="以外的任职"):
        services.end_seat(seat=seat, reason="换届", by=w.other_officer)


def test_a_seat_here_is_not_handed_to_somebody_next_door(client, w):
    client.force_login(w.officer)
    seat = w.cadre.membership
    assert client.post(to("seat_hand_over", w.cadre.pk, seat.pk), {"successor": w.other_cadre.pk}).status_code == 404
    assert w.cadre.memberships.current().exists()


def test_numbers_are_masked_until_asked_for_and_the_asking_alone_is_logged(client, w, caplog):
    caplog.set_level("INFO")
    User.objects.filter(pk=w.cadre.pk).update(phone=PHONE)
    client.force_login(w.officer)
    for address in (to("people"), to("person", w.cadre.pk), f"{to('people')}?export=xlsx"):
        answer = client.get(address)
        assert PHONE.encode() not in answer.content
    assert "138****5678" in client.get(to("people")).content.decode()
    assert client.post(to("person_phone", w.cadre.pk)).content.decode() == PHONE
    assert f"phone of user {w.cadre.pk} shown to user {w.officer.pk}" in caplog.text
    assert PHONE not in caplog.text


def test_a_number_is_not_shown_by_a_mere_link(client, w):
    client.force_login(w.officer)
    assert client.get(to("person_phone", w.cadre.pk)).status_code == 405


def test_saving_ones_own_number_leaves_no_trace_of_it_in_the_log(client, w, caplog):
    caplog.set_level("DEBUG")
    client.force_login(w.cadre)
    client.post(to("me"), {"phone": PHONE, "email": ""})
    assert User.objects.get(pk=w.cadre.pk).phone == PHONE and PHONE not in caplog.text


SETTINGS = [
    "accounts:people",
    "places:villages",
    "places:offices",
    "places:aliases",
    "places:holidays",
    "reminders:ladders",
]


@pytest.mark.parametrize("page", SETTINGS)
def test_each_page_of_settings_leads_to_all_others(client, w, page):
    client.force_login(w.officer)
    body = client.get(reverse(page)).content.decode()
    assert all(f'href="{reverse(other)}"' in body for other in SETTINGS)
    assert f'href="{reverse(page)}" class="is-active"' in body

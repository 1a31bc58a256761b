"""Who is told: units, officers, many at once."""

from django.urls import reverse

from checks.services.people import People, tell_many, tell_officers, tell_unit
from reminders.models import Message
from tests import factories

from .conftest import a_check, a_list, secret_check


def told(person):
    return list(Message.objects.filter(recipient=person).values_list("title", flat=True))


def test_a_message_leads_to_the_check_and_names_its_sender(w):
    check = a_check(w)
    tell_unit(check, "step", "请重填", by=w.officer, body="第 2 项")
    message = Message.objects.get(recipient=w.boss)
    assert message.link == reverse("checks:detail", args=[check.pk])
    assert (message.sender, message.body, message.about) == (w.officer, "第 2 项", check)


def test_the_same_step_of_the_same_version_is_told_once(w):
    check = a_check(w)
    for _ in range(2):
        tell_unit(check, "step", "请重填", by=w.officer)
    assert told(w.boss) == ["请重填"]
    check.row_version += 1
    tell_unit(check, "step", "请再重填", by=w.officer)
    assert len(told(w.boss)) == 2


def test_nobody_is_told_what_they_did(w):
    tell_unit(a_check(w), "step", "已填", by=w.boss)
    tell_officers(a_check(w), "step", "已审", by=w.officer)
    assert not Message.objects.exists()


def test_officers_of_the_own_township_only(w):
    tell_officers(a_check(w), "step", "有问题", by=w.boss)
    assert told(w.officer) == ["有问题"] and told(w.other_officer) == []


def test_a_person_without_account_and_a_seat_that_ended_are_not_told(w):
    seat = w.boss.membership
    seat.ended_at = factories.timezone.now()
    seat.save()
    assert People([secret_check(w)]).of(secret_check(w, firm=w.firm2)) == []
    assert People([check := secret_check(w, place=w.village)]).of(check) == [w.cadre]


def test_many_are_told_at_once_and_the_reached_are_reported(w, django_assert_max_num_queries):
    of, second = a_list(), factories.user("enterprise", w.village, enterprise=w.firm)
    rows = [a_check(w, of), a_check(w, of, place=w.village), a_check(w, of, firm=w.firm2)]
    with django_assert_max_num_queries(20):
        reached = tell_many(rows, step="round", title=lambda check: f"自查：{check.unit_name}", by=w.officer)
    assert set(reached[rows[0].pk]) == {w.boss, second} and reached[rows[1].pk] == [w.cadre] and reached[rows[2].pk] == []
    assert told(w.boss) == [f"自查：{w.firm.name}"]
    tell_many(rows, step="round", title=lambda check: "再说一遍", by=w.officer)
    assert len(told(w.boss)) == 1


def test_a_long_title_is_cut_not_refused(w):
    tell_many([a_check(w)], step="round", title=lambda check: "长" * 300, by=w.officer)
    assert len(told(w.boss)[0]) == 120

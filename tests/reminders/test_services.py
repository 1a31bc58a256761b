import pytest
from django.core import mail

from reminders import channels, services
from reminders.models import Delivery, Message
from tests import factories


def tell(people, key="k", **extra):
    return services.tell(people=people, title="请签收公文", key=key, link="/papers/1/", **extra)


def test_each_person_gets_one_message_per_key(w):
    assert tell([w.cadre, w.boss, w.cadre]) == 2
    assert tell([w.cadre, w.boss]) == 0
    assert tell([w.cadre], key="other") == 1


def test_messages_name_what_they_are_about(w):
    hazard = factories.hazard(w.village)
    tell([w.cadre], about=hazard, by=w.officer)
    row = Message.objects.about(hazard).get()
    assert (row.about, row.sender) == (hazard, w.officer)


def test_nothing_leaves_the_portal_until_a_channel_is_configured(w):
    w.cadre.email = "cadre@example.org"
    tell([w.cadre])
    assert not Delivery.objects.exists()


def test_an_e_mail_goes_to_those_with_an_address(w, settings):
    settings.EMAIL_ENABLED = True
    w.cadre.email = "cadre@example.org"
    w.cadre.save()
    tell([w.cadre, w.boss])
    assert services.deliver_waiting() == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["cadre@example.org"]
    assert "/papers/1/" in message.body
    assert services.deliver_waiting() == (0, 0)


def test_a_robot_that_refuses_is_tried_five_times_and_stops_nobody_else(w, settings, monkeypatch):
    settings.ROBOT_URLS = ["json://localhost:9/"]

    def refuse(message):
        raise ConnectionError

    monkeypatch.setitem(channels.SENDERS, "robot", refuse)
    tell([w.cadre, w.boss])
    results = [services.deliver_waiting() for _ in range(6)]
    assert results == [(0, 2)] * 5 + [(0, 0)]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed"}


@pytest.mark.django_db
def test_a_delivery_claimed_by_another_worker_is_left_alone(settings):
    settings.ROBOT_URLS = ["json://localhost:9/"]
    person = factories.user()
    tell([person])
    row = Delivery.objects.get()
    Delivery.objects.update(attempts=1)
    assert services._claim(row) is False


def test_reading_marks_only_ones_own_messages(w):
    tell([w.cadre, w.boss])
    assert services.mark_read(messages=Message.objects.all(), by=w.cadre) == 1
    assert Message.objects.unread().get().recipient == w.boss

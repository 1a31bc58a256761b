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


def test_a_failed_delivery_is_tried_again_and_succeeds(w, settings, monkeypatch):
    settings.EMAIL_ENABLED = True
    w.cadre.email = "cadre@example.org"
    w.cadre.save()
    tell([w.cadre])
    down = {"is": True}

    def post(message):
        if down["is"]:
            raise OSError("connection refused for cadre@example.org")
        channels.email(message)

    monkeypatch.setitem(channels.SENDERS, "email", post)
    assert services.deliver_waiting() == (0, 1)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.error) == ("waiting", 1, "OSError")
    down["is"] = False
    assert services.deliver_waiting() == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.error, len(mail.outbox)) == ("sent", "", 1) and row.sent_at


# apprise imports a module that Python has announced to drop
old_imports = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@old_imports
def test_the_robot_posts_for_which_seat_and_what_with_a_link_and_no_name(w, settings, monkeypatch):
    import apprise

    settings.ROBOT_URLS, settings.SITE_URL = ["json://localhost:9/"], "https://portal.example"
    posted = []
    monkeypatch.setattr(apprise.Apprise, "notify", lambda self, **words: posted.append((len(self), words)) or True)
    tell([w.cadre])
    assert services.deliver_waiting() == (1, 0)
    ((channels_added, words),) = posted
    assert channels_added == 1
    assert words["body"] == f"{w.cadre.title}：请签收公文\nhttps://portal.example/papers/1/"
    assert w.cadre.name not in str(words)


@pytest.mark.parametrize("link", ["/incidents/1/", "/tips/list/1/", ""])
def test_a_message_into_a_closed_room_or_to_nowhere_stays_out_of_the_group(w, settings, link):
    settings.ROBOT_URLS, settings.EMAIL_ENABLED = ["json://localhost:9/"], True
    w.cadre.email = "cadre@example.org"
    w.cadre.save()
    services.tell(people=[w.cadre], title="请于12月3日09:00到村委会谈话", key="k", link=link)
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["email"]


@pytest.mark.parametrize("confidential", [True, False])
def test_a_message_about_a_confidential_row_stays_out_of_the_group(w, settings, confidential):
    settings.ROBOT_URLS = ["json://localhost:9/"]
    rows = factories.checklist("是否发生过死亡事故")
    rows.confidential = confidential
    rows.save()
    tell([w.cadre], about=factories.check(rows, w.village))
    assert Delivery.objects.exists() is not confidential


@old_imports
def test_a_robot_that_says_no_is_a_failure(w, settings, monkeypatch):
    import apprise

    settings.ROBOT_URLS = ["json://localhost:9/"]
    monkeypatch.setattr(apprise.Apprise, "notify", lambda self, **words: False)
    tell([w.cadre])
    assert services.deliver_waiting() == (0, 1)
    assert Delivery.objects.get().error == "ConnectionError"


def test_a_broker_that_is_down_leaves_the_delivery_waiting(w, settings, monkeypatch, django_capture_on_commit_callbacks):
    from reminders.tasks import deliver

    def down(*args, **words):
        raise ConnectionError

    monkeypatch.setattr(deliver, "delay", down)
    settings.ROBOT_URLS = ["json://localhost:9/"]
    with django_capture_on_commit_callbacks(execute=True):
        tell([w.cadre])
    assert Delivery.objects.get().state == "waiting"


def test_many_messages_are_written_in_slices(w, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(services, "SLICE", 2)
    people = [factories.user() for _ in range(5)]
    assert tell(people) == 5 and tell([*people, w.cadre]) == 1


def test_a_title_longer_than_its_column_is_cut(w):
    services.tell(people=[w.cadre], title="长" * 300, key="long")
    assert len(Message.objects.get().title) == 120


def late(count, to):
    for number in range(count):
        services.tell(
            people=[to], title=f"逾期 {number + 1} 天：第 {number + 1} 项任务", key=f"late:{number}", link="/tasks/"
        )


def test_many_messages_of_a_scan_reach_a_person_as_one_mail(w, settings):
    settings.EMAIL_ENABLED, settings.SITE_URL = True, "https://portal.example"
    w.cadre.email = "cadre@example.org"
    w.cadre.save()
    late(35, w.cadre)
    assert services.deliver_waiting() == (35, 0)
    (message,) = mail.outbox
    assert message.subject == "【安全生产】35 条提醒，最早：逾期 1 天：第 1 项任务"
    assert "30. 逾期 30 天：第 30 项任务\n……另有 5 条" in message.body and "https://portal.example/inbox/" in message.body


@old_imports
def test_many_messages_of_a_scan_reach_the_group_as_one_post(w, settings, monkeypatch):
    import apprise

    settings.ROBOT_URLS = ["json://localhost:9/"]
    posted = []
    monkeypatch.setattr(apprise.Apprise, "notify", lambda self, **words: posted.append(words["body"]) or True)
    late(3, w.cadre)
    late(1, w.boss)
    assert services.deliver_waiting() == (4, 0)
    assert len(posted) == 2 and posted[0].startswith(f"{w.cadre.title}：3 条提醒\n1. 逾期 1 天")


def test_one_failed_mail_leaves_each_of_its_messages_to_be_tried_again(w, settings, monkeypatch):
    settings.EMAIL_ENABLED = True
    w.cadre.email = "cadre@example.org"
    w.cadre.save()

    def down(messages):
        raise OSError

    monkeypatch.setitem(channels.SENDERS, "email", down)
    late(2, w.cadre)
    assert services.deliver_waiting() == (0, 2)
    assert list(Delivery.objects.values_list("state", "attempts", "error")) == [("waiting", 1, "OSError")] * 2

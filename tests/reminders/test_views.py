"""The inbox of each person and the officer's ladders."""

import pytest
from django.urls import reverse

from core.models import Holiday
from reminders.forms import LadderForm
from reminders.models import Ladder, Message
from tests import factories

INBOX, LADDERS = reverse("reminders:inbox"), reverse("reminders:ladders")


def edit(name="hazard"):
    return reverse("reminders:ladder_edit", args=[name])


def test_everybody_reads_only_ones_own_inbox(client, w):
    factories.message(w.cadre, title="给村里的")
    factories.message(w.officer, title="给应急办的")
    client.force_login(w.cadre)
    body = client.get(INBOX).content.decode()
    assert "给村里的" in body and "给应急办的" not in body


def test_unread_messages_are_counted_and_found(client, w):
    factories.message(w.cadre, title="旧消息", read_at="2026-01-01T00:00Z")
    factories.message(w.cadre, title="新消息")
    client.force_login(w.cadre)
    assert '<span class="badge-count">1</span>' in client.get(INBOX).content.decode()
    for value, shown in (("1", ["新消息"]), ("0", ["旧消息"]), ("", ["新消息", "旧消息"])):
        assert [m.title for m in client.get(INBOX, {"unread": value}).context["page"]] == shown


def test_the_filter_speaks_of_read_and_unread(client, w):
    client.force_login(w.cadre)
    body = client.get(INBOX).content.decode()
    assert "未读" in body and "已读" in body and "未知" not in body


def test_opening_a_message_marks_it_and_leads_to_its_row(client, w):
    message = factories.message(w.cadre, link="/hazards/")
    client.force_login(w.cadre)
    assert client.post(reverse("reminders:read", args=[message.pk])).url == "/hazards/"
    message.refresh_from_db()
    assert message.read_at is not None


def test_the_message_of_somebody_else_is_neither_opened_nor_marked(client, w):
    message = factories.message(w.boss)
    client.force_login(w.cadre)
    assert client.post(reverse("reminders:read", args=[message.pk])).status_code == 404
    assert Message.objects.unread().count() == 1


def test_all_are_marked_at_once_and_it_says_how_many(client, w):
    for _ in range(3):
        factories.message(w.cadre)
    factories.message(w.boss)
    client.force_login(w.cadre)
    page = client.post(reverse("reminders:read_all"), follow=True)
    assert "已将 3 条消息标为已读" in page.content.decode()
    assert Message.objects.unread().get().recipient == w.boss


def test_an_empty_inbox_says_what_will_come(client, w):
    client.force_login(w.boss)
    assert "没有消息" in client.get(INBOX).content.decode()


def test_the_officer_sees_and_changes_the_ladder_of_a_kind(client, w):
    client.force_login(w.officer)
    assert "隐患整改" in client.get(LADDERS).content.decode()
    client.post(edit(), {"before": "5，2、0", "after": "1", "is_active": "on"})
    row = Ladder.objects.get(source="hazard")
    assert (row.before, row.after, row.is_active) == ([0, 2, 5], [1], True)
    body = client.get(LADDERS).content.decode()
    assert "5、2" in body or "0、2、5" in body


def test_an_emptied_side_says_that_nobody_is_reminded(client, w):
    client.force_login(w.officer)
    client.post(edit(), {"before": "", "after": "1", "is_active": "on"})
    assert "不提醒" in client.get(LADDERS).content.decode()


def test_a_ladder_switched_off_says_so_and_keeps_its_days(client, w):
    client.force_login(w.officer)
    client.post(edit(), {"before": "3", "after": "1"})
    assert "已停用" in client.get(LADDERS).content.decode()
    assert Ladder.objects.get().before == [3]


@pytest.mark.parametrize("days", ["三", "1;2", "-1", "61", "1.5", "9" * 30])
def test_senseless_days_are_explained(days):
    form = LadderForm({"before": days, "after": "1"})
    assert not form.is_valid() and any("一" <= c <= "鿿" for c in form.errors["before"][0])


def test_an_unknown_kind_is_refused(client, w):
    client.force_login(w.officer)
    page = client.get(edit("nothing"))
    assert page.status_code == 403 and "没有这一类期限" in page.content.decode()


@pytest.mark.parametrize("role", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_only_the_officer_keeps_the_ladders(client, w, role):
    client.force_login(getattr(w, role))
    for to in (LADDERS, edit()):
        page = client.get(to)
        assert page.status_code == 403 and "只有应急办可以设置提醒天数" in page.content.decode()


def test_a_year_without_holidays_is_pointed_out(client, w):
    client.force_login(w.officer)
    Holiday.objects.all().delete()
    assert "年的节假日还没有录入" in client.get(LADDERS).content.decode()

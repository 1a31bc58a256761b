"""The record's pages for leaders: whole or broken, month by month, signed for once; what leaves a line."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import clock
from core.errors import Refused
from dashboard.today import WAITING, boxes
from incidents import access
from incidents.enums import AccessAction
from incidents.guard import reviews
from incidents.models import AccessChain, AccessLog, AccessReview
from reminders.models import Message
from reminders.scan import scan

from ..conftest import as_user, opened, text_of, url

pytestmark = pytest.mark.django_db
MONTH = reviews.last_month()


def at(day, hour):
    return clock.at(timezone.make_aware(datetime(MONTH.year, MONTH.month, day, hour, 30)))


@pytest.fixture
def record(w):
    """Last month: the leader by day, the officer by night and through many leads, somebody refused."""
    leads = [opened(w) for _ in range(reviews.MANY)]
    workday = next(day for day in range(1, 15) if datetime(MONTH.year, MONTH.month, day).weekday() == 2)
    with at(workday, 10):
        access.log(lead=leads[0], by=w.leader, action=AccessAction.VIEW)
        access.log(lead=leads[0], by=w.second, action=AccessAction.REFUSED, detail="不是经办人")
    with at(workday, 23):
        access.log_many(leads=leads, by=w.officer, action=AccessAction.HIT, detail="台账筛选")
    return AccessChain.objects.get(pk=w.town.pk)


def test_a_month_is_counted_by_person_with_what_stands_out(w, record):
    rows = {row.user: row for row in reviews.people_of(record, MONTH)}
    assert rows[w.leader].marks == [] and rows[w.leader].looks == 1
    assert rows[w.second].marks == ["被拒绝 1 次"]
    assert rows[w.officer].marks == [f"非工作时间 {reviews.MANY} 次", f"一天查阅 {reviews.MANY} 条线索"]
    page = text_of(as_user(w.leader).get(url("review"), {"month": f"{MONTH:%Y-%m}"}))
    assert f"非工作时间 {reviews.MANY} 次" in page and "（本人）" in page


def test_a_leader_signs_a_month_once_and_the_other_is_told(w, record):
    client, month = as_user(w.leader), f"{MONTH:%Y-%m}"
    assert "请填写" in text_of(client.post(url("review"), {"month": month, "note": ""}))
    assert client.post(url("review"), {"month": month, "note": "未见异常"}).url == url("reviews")
    late = text_of(as_user(w.leader2).post(url("review"), {"month": month, "note": "我的意见还在"}))
    assert "审阅过这个月，您的意见没有记录" in late
    row = AccessReview.objects.get()
    assert (row.by, row.note, row.length) == (w.leader, "未见异常", record.length) and row.looks == record.length
    assert "未见异常" in text_of(client.get(url("reviews")))


def test_what_was_signed_for_still_stands(w, record):
    reviews.sign(chain=record, month=MONTH, note="未见异常", by=w.leader)
    AccessReview.objects.update(sha256="0" * 64)
    page = text_of(as_user(w.leader).get(url("reviews")))
    assert "有改动" in page and f"与 {MONTH:%Y 年 %m 月}审阅时的记录不符" in page


@pytest.mark.parametrize("who,why", [("officer", "由本乡镇领导审阅"), ("other_leader", "由本乡镇领导审阅")])
def test_nobody_else_signs(w, record, who, why):
    with pytest.raises(Refused, match=why):
        reviews.sign(chain=record, month=MONTH, note="未见异常", by=getattr(w, who))


def test_the_running_month_is_not_signed(w, record):
    with pytest.raises(Refused, match="还没有过完"):
        reviews.sign(chain=record, month=clock.today().replace(day=1), note="未见异常", by=w.leader)


def test_leaders_find_the_month_among_what_waits_and_are_reminded_until_it_is_signed(w, record):
    def waiting():
        return [box.title for box in boxes(WAITING, w.leader)]

    due_on = reviews.month_after(MONTH).replace(day=reviews.DUE_DAY)
    with clock.at(timezone.make_aware(datetime.combine(due_on, datetime.min.time()) + timedelta(hours=8))):
        scan(on=due_on)
        told = Message.objects.filter(key__startswith="access-review")
        assert {row.recipient for row in told} == {w.leader, w.leader2} and "待审阅查阅记录" in waiting()
        reviews.sign(chain=record, month=MONTH, note="未见异常", by=w.leader)
        assert "待审阅查阅记录" not in waiting() and list(reviews.due_reviews(due_on, due_on)) == []


def test_the_command_names_the_place(w, record):
    out = StringIO()
    call_command("check_accesses", stdout=out)
    assert "首尾相接" in out.getvalue()
    AccessLog.objects.filter(number=2).update(detail="改")
    with pytest.raises(CommandError):
        call_command("check_accesses", stdout=out)
    assert "第 2 条的内容被改动过" in out.getvalue()
    assert "第 2 条的内容被改动过" in text_of(as_user(w.leader).get(url("reviews")))


def test_a_search_leaves_a_line_per_hit_without_what_was_typed(w):
    mine, _ = opened(w), opened(w, village=w.other_village, by=w.other_officer)
    client = as_user(w.officer)
    client.get(url("list"))
    client.get(url("list"), {"village": "石桥村", "number": ""})
    client.get(url("list"), {"village": "北岭"})
    assert [(row.lead, row.action, row.detail) for row in AccessLog.objects.exclude(lead=None)] == [
        (mine, "hit", "台账筛选")
    ]


def test_the_door_and_a_guessed_address_leave_a_line_without_a_lead(w):
    as_user(w.cadre).get(url("list"))
    as_user(w.officer).get(f"{url('list')}00000000-0000-0000-0000-000000000001/")
    assert [(row.user, row.lead, row.action) for row in AccessLog.objects.order_by("pk")] == [
        (w.cadre, None, "refused"), (w.officer, None, "refused"),
    ]  # fmt: skip


def test_printing_a_page_leaves_a_line(w):
    lead = opened(w)
    assert as_user(w.officer).post(url("printed", lead)).status_code == 204
    assert as_user(w.second).post(url("printed", lead)).status_code == 404
    assert list(lead.accesses.order_by("pk").values_list("user", "action")) == [
        (w.officer.pk, "print"), (w.second.pk, "refused"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["reviews", "review"])
@pytest.mark.parametrize("who", ["officer", "discipline", "cadre", "supervisor"])
def test_the_pages_are_the_leaders(w, name, who):
    assert as_user(getattr(w, who)).get(url(name)).status_code == 403


def test_an_empty_record_says_so(w):
    assert "还没有人查阅过" in text_of(as_user(w.leader).get(url("reviews")))
    assert "这个月没有人查阅" in text_of(as_user(w.leader).get(url("review"), {"month": "x"}))

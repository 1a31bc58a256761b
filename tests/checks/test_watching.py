"""Enterprises under watch: listed once, somebody there each day, lifted with a reason; the enterprise never sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from checks import watch_sheet
from checks.deadlines import due_shifts
from checks.models import Watch
from checks.services import watching
from circulars import layout
from core import clock
from core.errors import Refused
from tests import factories

from .visits import begun, signed


def a_watch(w, **values):
    given = {"enterprise": w.firm, "reason": "两次复查不合格", "weekly": 2, "by": w.officer}
    return watching.watch_over(**(given | values))


def day(back=0):
    return clock.today() - timedelta(days=back)


def test_one_enterprise_is_watched_once_at_a_time(w):
    row = a_watch(w)
    with pytest.raises(Refused, match="已在盯守"):
        a_watch(w)
    watching.lift(watch=row, note="复查合格", by=w.officer)
    assert a_watch(w).state == "standing" and Watch.objects.count() == 2


def test_lifting_needs_a_reason_and_ends_the_days(w):
    row = a_watch(w)
    with pytest.raises(Refused):
        watching.lift(watch=row, note=" ", by=w.officer)
    row = watching.lift(watch=row, note="复查合格", by=w.officer)
    assert row.state == "lifted" and row.lifted_at and row.log.last().note == "复查合格"
    for act in (
        lambda: watching.shift(watch=row, on=day(), name="柏志勇", by=w.cadre),
        lambda: watching.lift(watch=row, note="再来", by=w.officer),
    ):
        with pytest.raises(Refused, match="解除"):
            act()


@pytest.mark.parametrize(("on", "name", "said", "why"), [
    (0, " ", "", "盯守人"), (-40, "柏志勇", "", "最多提前"), (-1, "柏志勇", "正常", "当天再填"),
])  # fmt: skip
def test_what_a_day_needs(w, on, name, said, why):
    with pytest.raises(Refused, match=why):
        watching.shift(watch=a_watch(w), on=day(on), name=name, said=said, by=w.officer)


def test_a_person_is_written_down_once_a_day(w):
    row = a_watch(w)
    watching.shift(watch=row, on=day(), name="柏志勇", by=w.cadre)
    with pytest.raises(Refused, match="已经登记"):
        watching.shift(watch=row, on=day(), name="柏志勇", by=w.officer)
    watching.shift(watch=row, on=day(), name="褚金火", by=w.officer)
    assert row.shifts.count() == 2


def test_the_week_counts_signed_inspections_and_todays_watcher(w):
    row = a_watch(w)
    signed(begun(w), w.officer)
    signed(begun(w, held_on=day(7)), w.officer)
    watching.shift(watch=row, on=day(1), name="柏志勇", by=w.officer)
    found = Watch.objects.with_week().get()
    assert (found.visits, found.watched) == (1, False)
    watching.shift(watch=row, on=day(), name="柏志勇", by=w.officer)
    assert Watch.objects.with_week().get().watched


def test_visits_and_reports_of_a_week_do_not_multiply(w):
    with clock.at(clock.now() - timedelta(days=9)):
        row = a_watch(w)
    signed(begun(w), w.officer)
    signed(begun(w, held_on=day(1)), w.officer)
    for back, name in ((1, "柏志勇"), (1, "褚金火"), (2, "柏志勇"), (8, "柏志勇")):
        watching.shift(watch=row, on=day(back), name=name, said="正常", by=w.officer)
    found = Watch.objects.with_week()
    assert [(one.visits, one.reported, one.missed) for one in found] == [(2, 2, 5)]
    assert not found.query.alias_map.keys() & {"checks_inspection", "checks_watchshift"}


@pytest.mark.parametrize(("role", "status"), [
    ("officer", 200), ("leader", 200), ("cadre", 200), ("supervisor", 200), ("boss", 403), ("other_officer", 404),
])  # fmt: skip
def test_who_sees_it(client, w, role, status):
    row = a_watch(w)
    client.force_login(getattr(w, role))
    assert client.get(reverse("checks:watch", args=[row.pk])).status_code == status


def test_listing_writing_and_lifting_on_the_pages(client, w):
    client.force_login(w.officer)
    sent = {"enterprise_name": "没有这家", "reason": "两次复查不合格", "weekly": 2}
    page = client.post(reverse("checks:watch_new"), sent).content.decode()
    assert "没有找到这家在营企业" in page and "两次复查不合格" in page
    client.post(reverse("checks:watch_new"), sent | {"enterprise_name": w.firm.name})
    row = Watch.objects.get()
    url = reverse("checks:watch", args=[row.pk])
    client.force_login(w.cadre)
    client.post(url, {"on": day().isoformat(), "name": "柏志勇", "said": "全天没有动火"})
    assert "全天没有动火" in client.get(url).content.decode()
    assert client.post(reverse("checks:watch_lift", args=[row.pk]), {"note": "合格"}).status_code == 403
    client.force_login(w.officer)
    assert client.get(url, {"export": "xlsx"}).status_code == 200
    client.post(reverse("checks:watch_lift", args=[row.pk]), {"note": "复查合格"})
    assert "已解除" in client.get(reverse("checks:watches")).content.decode()
    assert client.post(url, {"on": day().isoformat(), "name": "褚金火"}).status_code == 403


def test_the_roster_takes_turns_and_leaves_taken_days_alone(w):
    row = a_watch(w)
    watching.shift(watch=row, on=day(-1), name="所长", by=w.officer)
    assert watching.plan(watch=row, names=["柏志勇", " ", "褚金火"], first=day(), last=day(-3), by=w.officer) == 3
    assert [shift.name for shift in row.shifts.order_by("on")] == ["柏志勇", "所长", "柏志勇", "褚金火"]
    for first, last, why in ((day(1), day(), "今天或以后"), (day(), day(-40), "最多提前")):
        with pytest.raises(Refused, match=why):
            watching.plan(watch=row, names=["柏志勇"], first=first, last=last, by=w.officer)
    with pytest.raises(Refused, match="监管站所"):
        watching.plan(watch=row, names=["柏志勇"], first=day(), last=day(), by=w.cadre)


def test_a_day_nobody_reported_is_missed_and_a_planned_one_is_reported_once(w):
    with clock.at(clock.now() - timedelta(days=3)):
        row = a_watch(w)
        watching.plan(watch=row, names=["柏志勇"], first=clock.today(), last=clock.today() + timedelta(days=1), by=w.officer)
        watching.shift(watch=row, on=clock.today(), name="柏志勇", said="没有动火", by=w.cadre)
        with pytest.raises(Refused, match="已经登记"):
            watching.shift(watch=row, on=clock.today(), name="柏志勇", said="再写", by=w.cadre)
    words = [(found.on, found.word) for found in watching.days_of(row, ahead=0)]
    assert words == [(day(), "还没有排班"), (day(1), "没有人盯守"), (day(2), "排了班没有登记"), (day(3), "已登记")]
    assert Watch.objects.with_week().get().missed == 2
    assert [line[4] for line in watch_sheet.lines(row)] == ["", "缺班", "缺班", ""]


def test_the_roster_of_a_lifted_watch_stays(client, w):
    with clock.at(clock.now() - timedelta(days=32)):
        row = a_watch(w)
        watching.shift(watch=row, on=clock.today(), name="柏志勇", said="没有动火", by=w.cadre)
    with clock.at(clock.now() - timedelta(days=30)):
        watching.shift(watch=row, on=clock.today(), name="褚金火", said="停产", by=w.cadre)
        row = watching.lift(watch=row, note="复查合格", by=w.officer)
    assert [found.on for found in watching.days_of(row)] == [day(30), day(31), day(32)]
    assert [line[1] for line in watch_sheet.lines(row)] == ["柏志勇", "", "褚金火"]
    client.force_login(w.officer)
    page = client.get(reverse("checks:watch", args=[row.pk])).content.decode()
    assert "停产" in page and "解除前两周" in page
    row.shifts.filter(name="褚金火").update(said="")  # lifted before they could say anything
    assert [found.word for found in watching.days_of(row)] == ["已排班", "没有人盯守", "已登记"]
    row.shifts.get(name="褚金火").delete()
    assert [found.on for found in watching.days_of(row)] == [day(31), day(32)]


def test_the_printed_day_of_lifting_is_the_offices(w, monkeypatch):
    row = a_watch(w)
    with clock.at(datetime(2026, 9, 10, 17, tzinfo=UTC)):  # one in the night of the 11th
        row = watching.lift(watch=row, note="复查合格", by=w.officer)
    printed = []
    monkeypatch.setattr(layout, "register", lambda title, table, *rest, **more: (printed.extend(table), 1))
    watch_sheet.pdf(row)
    assert printed[-1][4] == "2026-09-11"


def test_today_is_due_until_it_is_reported(w):
    row = a_watch(w)
    found = list(due_shifts(day(), day()))
    assert [due.obj for due in found] == [row] and w.cadre in found[0].people
    watching.plan(watch=row, names=["柏志勇"], first=day(), last=day(), by=w.officer)
    assert list(due_shifts(day(), day()))
    watching.shift(watch=row, on=day(), name="柏志勇", said="正常", by=w.cadre)
    assert not list(due_shifts(day(), day())) and not list(due_shifts(day(2), day(1)))


def test_the_plan_says_which_firm_is_inspected_more_often(client, w):
    a_watch(w)
    plan = factories.inspection_plan(w.town, w.firm)
    client.force_login(w.officer)
    assert "盯守加频：每周 2 次，近七天 0 次" in client.get(reverse("checks:plan", args=[plan.pk])).content.decode()


def test_roster_and_sheet_on_the_pages(client, w):
    row = a_watch(w)
    client.force_login(w.officer)
    sent = {"first": day().isoformat(), "last": day(-1).isoformat(), "names": "柏志勇\n褚金火"}
    client.post(reverse("checks:watch_roster", args=[row.pk]), sent)
    watching.lift(watch=row, note="复查合格", by=w.officer)
    page = client.get(reverse("checks:watch", args=[row.pk])).content.decode()
    assert row.shifts.count() == 2 and "解除原因" in page
    assert client.get(reverse("checks:watch_pdf", args=[row.pk])).content[:5] == b"%PDF-"

"""Enterprises under watch: listed once, somebody there each day, lifted with a reason; the enterprise never sees it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checks.models import Watch
from checks.services import watching
from core import clock
from core.errors import Refused

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

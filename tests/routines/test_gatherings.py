"""A gathering: people are asked, sign in, and it counts as held with somebody there and photos of it."""

import io
from datetime import time, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from checks.models import Inspection
from core import clock
from core.errors import Refused
from enterprises.models import Enterprise
from reminders.models import Message
from routines.models import Attendee, Gathering
from routines.services import gatherings as services
from tests import factories
from tests.checks.conftest import picture

from .conftest import a_demand, a_gathering

LIST, NEW = reverse("routines:gatherings"), reverse("routines:gathering_new")


def planned(w, guests=(), **values):
    return services.plan(gathering=a_gathering(w, **values), guests=guests, by=w.officer)


def sent(w, **values):
    given = {
        "form": "meeting",
        "title": "警示教育会",
        "held_on": clock.today().isoformat(),
        "where": "会议室",
        "content": "观看警示片",
    }
    return given | values


def test_heads_are_asked_and_told_and_sign_in_on_the_day(client, w):
    row = planned(w, services.heads(w.town))
    assert {one.enterprise for one in row.attendees.all()} == {w.firm, w.firm2}
    assert Message.objects.filter(recipient=w.boss, title__contains="通知参加").count() == 1
    client.force_login(w.boss)
    page = client.get(reverse("routines:gathering", args=[row.pk])).content.decode()
    assert "我到会了" in page and w.firm2.name not in page
    client.post(reverse("routines:gathering_sign_in", args=[row.pk]))
    assert row.attendees.there().get().enterprise == w.firm and row.attendees.there().get().marked_by == w.boss


def test_nobody_signs_in_before_the_day_or_uninvited(w):
    row = planned(w, services.heads(w.town), held_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="当天才能签到"):
        services.sign_in(gathering=row, by=w.boss)
    with pytest.raises(Refused, match="不在通知参加"):
        services.sign_in(gathering=row, by=w.cadre)


def test_held_needs_somebody_there_photos_and_its_day(w):
    row = planned(w, services.guests_of("季长河 镇长\n温晓岚"))
    for why in ("还没有人签到", "请上传签到照片"):
        with pytest.raises(Refused, match=why):
            services.hold(gathering=row, by=w.officer)
        services.mark(gathering=row, ids=row.attendees.values_list("pk", flat=True), presence="signed", by=w.officer)
    factories.photo(row, by=w.officer)
    assert services.hold(gathering=row, by=w.officer).state == "held"
    with pytest.raises(Refused, match="不能再改"):
        services.mark(gathering=row, ids=[], presence="absent", by=w.officer)
    ahead = planned(w, held_on=clock.today() + timedelta(days=2))
    with pytest.raises(Refused, match="还没到召开"):
        services.hold(gathering=ahead, by=w.officer)


def test_leave_needs_its_reason(w):
    row = planned(w, services.guests_of("季长河 镇长"))
    ids = row.attendees.values_list("pk", flat=True)
    with pytest.raises(Refused, match="请假原因"):
        services.mark(gathering=row, ids=ids, presence="excused", by=w.officer)
    services.mark(gathering=row, ids=ids, presence="excused", note="在县里开会", by=w.officer)
    assert row.attendees.get().note == "在县里开会"


def test_an_enterprise_writes_down_its_own_on_the_phone(client, w):
    demand = a_demand(w, holder="enterprises", form="warning", every="year", name="全员警示教育")
    client.force_login(w.boss)
    given = sent(w, demand=demand.pk, form="warning", act="hold", names=f"{w.firm.principal} 主要负责人\n温家兴 电工")
    page = client.post(NEW, given).content.decode()
    assert "请上传签到照片" in page and "温家兴" in page and not Gathering.objects.exists()
    client.post(NEW, given | {"files": [picture()]})
    row = Gathering.objects.get()
    assert (row.state, row.enterprise, row.place) == ("held", w.firm, w.village)
    assert list(row.attendees.there().values_list("name", "is_head")) == [(w.firm.principal, True), ("温家兴", False)]
    blank = client.get(NEW).context["form"]
    assert "invite" not in blank.fields and blank["held_on"].value() == clock.today()
    client.force_login(w.cadre2 if hasattr(w, "cadre2") else factories.user("cadre", w.village2))
    assert client.get(reverse("routines:gathering", args=[row.pk])).status_code == 404


def test_a_leader_writes_down_a_visit_without_photos(client, w):
    demand = a_demand(w, holder="leaders", form="visit", name="下基层")
    client.force_login(w.leader)
    client.post(NEW, sent(w, demand=demand.pk, form="visit", act="hold", title="到石桥村查看"))
    row = Gathering.objects.get()
    assert (row.leader, row.state, row.is_townships) == (w.leader, "held", True)
    assert Inspection.objects.count() == 0


@pytest.mark.parametrize(("values", "why"), [
    ({"form": "training", "demand": "own"}, "要求的形式是会议"), ({"form": "visit"}, "请选下基层的领导"), ({"title": ""}, "请填写"),
])  # fmt: skip
def test_what_the_form_refuses(client, w, values, why):
    if values.get("demand"):
        values = values | {"demand": a_demand(w).pk}
    client.force_login(w.officer)
    assert why in client.post(NEW, sent(w, act="plan", **values)).content.decode()
    assert not Gathering.objects.exists()


def test_the_sheet_has_the_names_and_a_column_to_sign(client, w):
    row = planned(w, services.guests_of("季长河 镇长"))
    client.force_login(w.officer)
    answer = client.get(reverse("routines:gathering_sheet", args=[row.pk]))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert all(word in text for word in ("会议签到表", "季长河", "手写签名", "二楼会议室"))


def test_officer_marks_the_ticked_and_calls_off(client, w):
    row = planned(w, services.heads(w.town))
    client.force_login(w.officer)
    first = row.attendees.first()
    client.post(reverse("routines:gathering_mark", args=[row.pk]), {"ids": [first.pk], "presence": "absent"})
    assert Attendee.objects.get(pk=first.pk).presence == "absent"
    step = reverse("routines:gathering_step", args=[row.pk, "drop"])
    assert "请填写原因" in client.post(step, {"note": ""}).content.decode()
    client.post(step, {"note": "改为视频会"})
    row.refresh_from_db()
    assert row.state == "dropped" and Message.objects.filter(recipient=w.boss, title__startswith="取消").exists()


def test_only_those_of_the_unit_and_the_asked_see_it(w):
    row = planned(w, services.cadres(w.town))
    seen = {name: Gathering.objects.visible_to(getattr(w, name)).filter(pk=row.pk).exists() for name in
            ("officer", "leader", "cadre", "boss", "liaison", "department", "supervisor", "other_officer", "other_cadre")}  # fmt: skip
    assert [name for name, there in seen.items() if there] == ["officer", "leader", "cadre", "supervisor"]


def test_groups_by_trade_and_risk(w):
    Enterprise.objects.filter(pk=w.firm2.pk).update(high_risk=True)
    assert [one.enterprise for one in services.heads(w.town, high_risk=True)] == [w.firm2]


LONG = "镇政府西侧办公楼三层东头多功能大会议室（原党员活动室）"  # longer than any key would hold of it


def told(w, word):
    return Message.objects.filter(recipient=w.boss, title__startswith=word).count()


def test_every_change_of_when_and_where_is_told_back_and_forth_and_its_end(w):
    row = planned(w, services.heads(w.town), where=LONG, held_on=clock.today() + timedelta(days=2), begins=time(9))
    for number, values in enumerate(
        ({"begins": time(14)}, {"begins": time(9)}, {"where": LONG + "北门"}, {"where": LONG}), 1
    ):
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1  # as its form does
        services.change(gathering=row, by=w.officer)
        assert told(w, "时间地点有变") == number
    row.title, row.version = "改名的会", row.version + 1
    services.change(gathering=row, by=w.officer)
    assert told(w, "时间地点有变") == 4
    services.drop(gathering=row, note="改为视频会", by=w.officer)
    assert (told(w, "取消"), told(w, "通知参加")) == (1, 1)
    assert Gathering.objects.get().where == row.where == LONG


def test_what_was_held_today_invites_nobody_who_is_written_down(w):
    row = a_gathering(w, form="visit", leader=w.leader)
    services.record(gathering=row, guests=services.heads(w.town), by=w.officer)
    assert row.state == "held" and not Message.objects.exists()


def test_calling_off_what_somebody_else_just_held_tells_nobody(w):
    row = planned(w, services.heads(w.town))
    stale = Gathering.objects.get(pk=row.pk)
    Gathering.objects.filter(pk=row.pk).update(state="held")
    services.drop(gathering=stale, note="登记错了", by=w.officer)
    assert told(w, "取消") == 0


def test_a_key_that_no_row_can_have_marks_nobody(client, w):
    row = planned(w, services.heads(w.town))
    client.force_login(w.officer)
    given = {"ids": ["9" * 20, "x"], "presence": "signed"}
    page = client.post(reverse("routines:gathering_mark", args=[row.pk]), given, follow=True).content.decode()
    assert "请先勾选人员" in page and not row.attendees.there().exists()

"""Periods with a lamp: done, missed, behind, not due; who owes it is told; a limit before the document's date blames nobody."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from reminders.models import Message
from routines import frequency, periods
from routines.deadlines import due_gatherings
from routines.models import Attendee, Demand
from tests import factories

from .conftest import a_demand, held

TABLE = reverse("routines:frequency")


def tones(w, demand, year=2026):
    return {line.who: [cell.tone for cell in line.cells] for line in frequency.table(w.town, year) if line.demand == demand}


@pytest.mark.parametrize(("every", "labels"), [
    ("month", 12), ("quarter", 4), ("half", 2), ("year", 1),
])  # fmt: skip
def test_periods_fill_the_year(w, every, labels):
    rows = periods.of_year(a_demand(w, every=every), 2026)
    assert len(rows) == labels and rows[0].first == date(2026, 1, 1) and rows[-1].last == date(2026, 12, 31)
    assert sum(row.months for row in rows) == 12


def test_a_quarterly_meeting_is_done_missed_and_open(w):
    demand = a_demand(w, every="quarter", since=date(2026, 4, 1))
    held(w, demand=demand, held_on=date(2026, 8, 3))
    assert tones(w, demand) == {w.town.name: ["none", "missing", "done", "open"]}
    assert [(row.name, period.label) for row, period in frequency.late(w.town)] == []
    held(w, demand=demand, held_on=date(2026, 10, 8), title="四季度")
    assert tones(w, demand)[w.town.name][3] == "done"


def test_called_off_or_undemanded_does_not_count(w):
    demand = a_demand(w, every="quarter")
    held(w, held_on=date(2026, 8, 3))
    assert tones(w, demand)[w.town.name][2] == "missing"
    assert [row for row, _ in frequency.late(w.town)] == [demand]


def test_two_trainings_a_year_are_behind_by_the_time_that_passed(w):
    demand = a_demand(w, form="training", every="year", times=2, name="网格员专项培训")
    assert tones(w, demand)[w.town.name] == ["behind"]
    held(w, demand=demand, held_on=date(2026, 3, 2))
    assert tones(w, demand)[w.town.name] == ["open"]


def test_a_signed_inspection_of_a_leader_is_a_visit(w):
    demand = a_demand(w, form="visit", holder="leaders")
    factories.inspection(w.village, w.leader, held_on=date(2026, 10, 9))
    assert tones(w, demand)[w.leader.name][9] == "missing"
    kept = {"state": "signed", "sha256": "1" * 64, "record": "{}", "ended": "10:00", "signed_at": clock.now()}
    factories.inspection(w.village, w.leader, held_on=date(2026, 10, 9), **kept)
    held(w, demand=demand, leader=w.leader, held_on=date(2026, 9, 1), form="visit")
    assert tones(w, demand)[w.leader.name][8:11] == ["done", "done", "open"]


def test_a_head_counts_by_coming_in_person(w):
    demand = a_demand(w, form="warning", holder="enterprises", every="year")
    row = held(w, demand=demand, form="warning")
    for firm, presence in ((w.firm, "signed"), (w.firm2, "absent")):
        Attendee.objects.create(
            gathering=row, name=firm.principal, unit=firm.name, enterprise=firm, is_head=True, presence=presence
        )
    now, _ = periods.around(demand, date(2026, 11, 25))
    assert list(frequency.held_in([(demand, now)]).short(demand, now)) == [w.firm2.pk]
    Attendee.objects.create(gathering=row, name="代表", unit="副厂长", enterprise=w.firm2, presence="signed")
    assert list(frequency.held_in([(demand, now)]).short(demand, now)) == [w.firm2.pk]


def test_a_limit_before_the_documents_date_blames_nobody_until_it_is_settled(client, w):
    demand = a_demand(
        w, form="warning", holder="enterprises", every="once", due_on=date(2026, 6, 15), issued_on=date(2026, 9, 20)
    )
    assert demand.is_inverted and demand.often == "期限待核定" and frequency.late(w.town) == []
    assert list(due_gatherings(date(2026, 1, 1), date(2026, 12, 31))) == []
    client.force_login(w.officer)
    assert "核定实际期限以前不算逾期" in client.get(reverse("routines:demands")).content.decode()
    page = client.post(
        reverse("routines:demand_edit", args=[demand.pk]), said(demand, settled_on="2026-09-01")
    ).content.decode()
    assert "不能早于文件日期" in page
    client.post(reverse("routines:demand_edit", args=[demand.pk]), said(demand, settled_on="2026-11-20"))
    demand.refresh_from_db()
    assert not demand.is_inverted and [row for row, _ in frequency.late(w.town)] == [demand]
    assert [due.due_on for due in due_gatherings(date(2026, 11, 1), date(2026, 12, 31))] == [date(2026, 11, 20)]


def said(demand, **values):
    names = ("name", "form", "holder", "every", "times", "due_on", "issued_on", "basis", "since")
    given = {name: str(getattr(demand, name)) for name in names if getattr(demand, name) is not None}
    return given | {"row_version": demand.version} | values


def test_who_owes_is_reminded_and_the_others_are_not(w):
    boss2 = factories.user("enterprise", w.village2, enterprise=w.firm2)
    demand = a_demand(w, form="warning", holder="enterprises", every="month", since=date(2026, 11, 1))
    row = held(w, demand=demand, form="warning", held_on=date(2026, 11, 3))
    Attendee.objects.create(gathering=row, name="甲", enterprise=w.firm, is_head=True, presence="signed")
    [due] = due_gatherings(date(2026, 11, 1), date(2026, 12, 31))
    assert (due.due_on, due.people) == (date(2026, 11, 30), [boss2]) and due.ladder == [[w.officer], [w.leader]]


def test_the_scan_asks_as_often_for_many_demands_as_for_one_of_each(w, django_assert_num_queries):
    """Of 30 demands and their two periods each, whoever owes them."""

    def dues():
        return list(due_gatherings(date(2026, 1, 1), date(2026, 12, 31)))

    def demanded():
        for holder, form in (
            ("township", "meeting"),
            ("leaders", "visit"),
            ("villages", "meeting"),
            ("enterprises", "warning"),
        ):
            a_demand(w, holder=holder, form=form)

    demanded()
    dues()
    with CaptureQueriesContext(connection) as once:
        assert len(dues()) == 8
    for _ in range(7):
        demanded()
    with django_assert_num_queries(len(once)):
        assert len(dues()) == 64


def test_what_one_unit_owes_is_asked_of_its_own_rows_only(w, django_assert_num_queries):
    """The demands, its gatherings, itself."""
    a_demand(w, holder="villages")
    a_demand(w, holder="enterprises", form="warning", every="year")
    for user in (w.cadre, w.boss):
        assert user.membership.role != "enterprise" or user.membership.seat
        with django_assert_num_queries(3):
            assert len(frequency.owed(user)) == 1


def test_nobody_is_urged_about_what_ended_or_is_in_doubt(client, w):
    ended = a_demand(w, holder="villages", withdrawn_at=clock.now(), withdrawn_reason="文件废止")
    inverted = a_demand(
        w, form="warning", holder="enterprises", every="once", due_on=date(2026, 6, 15), issued_on=date(2026, 9, 20)
    )
    client.force_login(w.officer)
    for demand, why in ((ended, "已经停止"), (inverted, "先核定期限"), (a_demand(w), "不用催办")):
        page = reverse("routines:demand", args=[demand.pk])
        assert "催办未完成的" not in client.get(page).content.decode()
        assert why in client.post(reverse("routines:demand_urge", args=[demand.pk]), follow=True).content.decode()
    assert not Message.objects.exists()


def test_a_liaison_urges_own_villages_but_no_leader(client, w):
    other = factories.user("cadre", w.village2)
    client.force_login(w.liaison)
    client.post(reverse("routines:demand_urge", args=[a_demand(w, holder="villages").pk]))
    told = set(Message.objects.values_list("recipient", flat=True))
    assert w.cadre.pk in told and other.pk not in told
    leaders = reverse("routines:demand_urge", args=[a_demand(w, holder="leaders", form="visit").pk])
    assert client.post(leaders).status_code == 403


def test_the_page_lists_exports_urges_and_prints(client, w):
    demand = a_demand(w, form="warning", holder="enterprises", every="month")
    client.force_login(w.officer)
    page = reverse("routines:demand", args=[demand.pk])
    assert all(word in client.get(page).content.decode() for word in (w.firm.name, "催办未完成的"))
    assert client.get(page, {"export": "xlsx"}).status_code == 200
    for _ in range(2):
        client.post(reverse("routines:demand_urge", args=[demand.pk]))
    assert Message.objects.filter(recipient=w.boss, title__startswith="催办").count() == 1
    assert client.get(TABLE, {"export": "xlsx"}).status_code == 200
    text = PdfReader(io.BytesIO(client.get(reverse("routines:frequency_pdf")).content)).pages[0].extract_text()
    assert demand.name in text and "缺" in text


def test_the_table_asks_as_often_for_three_demands_as_for_one(client, w, django_assert_num_queries):
    client.force_login(w.officer)
    a_demand(w)
    a_demand(w, name="各企业", holder="enterprises")
    client.get(TABLE)
    with CaptureQueriesContext(connection) as one:
        client.get(TABLE)
    a_demand(w, name="第二项")
    a_demand(w, name="第三项", every="quarter")
    a_demand(w, name="第四项", holder="enterprises")
    with django_assert_num_queries(len(one)):
        client.get(TABLE)


def test_what_ended_is_no_longer_demanded(client, w):
    demand = a_demand(w)
    client.force_login(w.officer)
    client.post(reverse("routines:demand_end", args=[demand.pk]), {"note": "文件废止"})
    assert Demand.objects.standing().count() == 0 and frequency.table(w.town, 2026) == []


def test_a_unit_owes_until_it_has_held_its_own(w):
    """As 今日 asks, whatever the number of demands."""
    village, firm = a_demand(w, holder="villages"), a_demand(w, holder="enterprises", form="warning", every="year")
    visit = a_demand(w, holder="leaders", form="visit")
    assert [frequency.owed(person) for person in (w.cadre, w.boss, w.leader, w.officer)] == [[village], [firm], [visit], []]
    held(w, demand=village, place=w.village)
    row = held(w, demand=firm, form="warning", place=w.village, enterprise=w.firm)
    assert frequency.owed(w.boss) == [firm]
    Attendee.objects.create(gathering=row, name=w.firm.principal, enterprise=w.firm, is_head=True, presence="signed")
    held(w, demand=visit, form="visit", leader=w.leader)
    assert [frequency.owed(person) for person in (w.cadre, w.boss, w.leader)] == [[], [], []]

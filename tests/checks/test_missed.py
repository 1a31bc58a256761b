"""本期缺查: who let the last period of a level pass, in one list over all enterprises; who is told of it."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from checks import missed
from checks.deadlines import due_levels, due_quarters, due_unseated
from checks.enums import Kind
from checks.models import CheckLevels
from core import clock
from enterprises.models import Enterprise
from reminders.models import Message
from reminders.scan import scan
from tests import factories

from .visits import own, signed

# a Wednesday: the last week ended on 22 November, the last ten days on the 20th, the last month in October
NOON = timezone.make_aware(datetime(2026, 11, 25, 12))
SPANS = {
    Kind.GROUP: (date(2026, 7, 1), date(2026, 9, 30)), Kind.PRINCIPAL: (date(2026, 10, 1), date(2026, 10, 31)),
    Kind.DEPUTY: (date(2026, 11, 11), date(2026, 11, 20)), Kind.WORKSHOP: (date(2026, 11, 16), date(2026, 11, 22)),
    Kind.TEAM: (date(2026, 11, 24), date(2026, 11, 24)),
}  # fmt: skip


@pytest.fixture
def noon(w):
    Enterprise.objects.update(created_at=NOON - timedelta(days=400))
    with clock.at(NOON):
        yield w


def test_a_period_before_an_enterprise_was_registered_is_not_held_against_it(noon):
    w = noon
    Enterprise.objects.filter(pk=w.firm.pk).update(created_at=NOON - timedelta(days=20))
    (row,) = missed.short(w.boss)
    assert missed.missed(row) == ["班组每日检查"]


def shown(client, **asked):
    page = client.get(reverse("checks:missed"), asked)
    return [firm.pk for firm in page.context["page"].object_list]


@pytest.mark.parametrize("address", ["checks:missed", "dashboard:home"])
def test_on_the_first_of_a_month_the_link_leads_to_the_month_that_was_missed(w, client, address):
    Enterprise.objects.update(created_at=NOON - timedelta(days=400))
    with clock.at(timezone.make_aware(datetime(2026, 12, 1, 8))):
        client.force_login(w.boss)
        url = f"{reverse('checks:calendar', args=[w.firm.pk])}?month=2026-11"
        assert url in client.get(reverse(address)).content.decode()
        assert client.get(url).context["missing"]


@pytest.mark.parametrize("kind", SPANS)
def test_the_last_period_that_is_over(kind):
    with clock.at(NOON):
        assert missed.last_over(kind) == SPANS[kind]


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2026, 11, 30), date(2026, 3, 1), date(2028, 2, 29)])
def test_a_period_runs_on_every_day_and_one_is_over(day):
    with clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 8))):
        for kind in SPANS:
            first, last = missed.current(kind)
            assert first <= day <= last and missed.last_over(kind)[1] < day
            assert missed.last_over(kind)[1] + timedelta(days=1) == first


@pytest.mark.parametrize("kind", ["deputy", "workshop", "team"])
def test_a_signed_check_in_the_period_takes_the_level_off(noon, kind):
    w = noon
    CheckLevels.objects.create(enterprise=w.firm, kinds=[kind], set_by=w.officer)
    first, last = missed.last_over(Kind(kind))
    found = lambda: [missed.missed(row) for row in missed.short(w.boss)]  # noqa: E731
    signed(own(w, kind=kind, held_on=first - timedelta(days=1)), w.boss)
    own(w, kind=kind, held_on=last)
    assert found() == [[missed.NAMES[Kind(kind)]]]
    signed(own(w, kind=kind, held_on=last), w.boss)
    assert found() == []


def test_without_a_word_the_scale_says_what_is_missed(noon):
    w = noon
    Enterprise.objects.filter(pk=w.firm2.pk).update(scale="large")
    rows = {row.pk: missed.missed(row) for row in missed.short(w.officer)}
    assert rows[w.firm.pk] == ["主要负责人每月检查", "班组每日检查"]
    assert rows[w.firm2.pk] == ["主要负责人每月检查", "分管负责人每旬检查", "机构和车间每周检查", "班组每日检查"]


def test_the_list_is_filtered_by_level_village_trade_and_account(client, noon):
    w = noon
    CheckLevels.objects.create(enterprise=w.firm2, kinds=["principal", "deputy"], set_by=w.officer)
    client.force_login(w.officer)
    assert shown(client) == [w.firm.pk, w.firm2.pk]
    assert shown(client, level="deputy") == [w.firm2.pk] and shown(client, level="team") == [w.firm.pk]
    assert shown(client, village=w.village2.name) == [w.firm2.pk]
    assert shown(client, sector=w.firm.sector_id) == [w.firm.pk, w.firm2.pk] and shown(client, sector="trade") == []
    assert shown(client, account=1) == [w.firm.pk] and shown(client, account=0) == [w.firm2.pk]
    book = load_workbook(io.BytesIO(client.get(reverse("checks:missed"), {"level": "deputy", "export": "xlsx"}).content))
    lines = list(book.active.values)
    assert lines[0][6] == "缺主要负责人每月检查" and [line[0] for line in lines[1:]] == [w.firm2.name]


def test_each_sees_the_firms_in_sight(client, noon):
    w = noon
    for who, seen in (("cadre", [w.firm.pk]), ("boss", [w.firm.pk]), ("other_officer", [w.other_firm.pk])):
        client.force_login(getattr(w, who))
        assert shown(client) == seen


def test_the_cadre_hears_of_firms_without_an_account(noon):
    w = noon
    third = factories.enterprise(w.village)
    first, last = date(2026, 11, 1), date(2026, 12, 30)
    dues = {due.obj: due for due in due_unseated(first, last)}
    assert dues[w.village].people == [w.cadre] and "1 家没有账号" in dues[w.village].title
    assert dues[w.village].due_on == date(2026, 11, 30) and third.name not in dues[w.village].title
    factories.user("enterprise", w.village, enterprise=third)
    assert w.village not in {due.obj for due in due_unseated(first, last)}
    assert list(due_unseated(first, date(2026, 11, 29))) == []


def test_a_firm_hears_of_its_ten_days_and_its_week_before_they_end(noon):
    w = noon
    CheckLevels.objects.create(enterprise=w.firm, kinds=["deputy", "workshop"], set_by=w.officer)
    first, last = date(2026, 11, 1), date(2026, 12, 30)
    dues = [(due.due_on, due.people, due.title) for due in due_levels(first, last)]
    assert sorted(day for day, *_ in dues) == [date(2026, 11, 29), date(2026, 11, 30)]
    assert all(people == [w.boss] for _, people, _ in dues)
    signed(own(w, kind="deputy"), w.boss)
    assert [due.due_on for due in due_levels(first, last)] == [date(2026, 11, 29)]


def test_a_firm_of_a_group_hears_of_its_quarter_before_it_ends(noon):
    w = noon
    CheckLevels.objects.create(enterprise=w.firm, kinds=["group"], set_by=w.officer)
    signed(own(w, kind="group", held_on=date(2026, 9, 30)), w.boss)
    (due,) = due_quarters(date(2026, 12, 16), date(2026, 12, 31))
    assert (due.obj, due.due_on, due.people) == (w.firm, date(2026, 12, 31), [w.boss])
    assert due.title == f"{w.firm.name} 本期还没有集团公司每季检查"
    assert list(due_quarters(date(2026, 12, 1), date(2026, 12, 30))) == []
    signed(own(w, kind="group", held_on=date(2026, 10, 1)), w.boss)
    assert list(due_quarters(date(2026, 12, 16), date(2026, 12, 31))) == []


@pytest.mark.parametrize(("day", "count"), [(date(2026, 12, 16), 0), (date(2026, 12, 17), 1), (date(2026, 12, 31), 1)])
def test_the_scan_tells_of_the_quarter_ten_workdays_ahead(w, day, count):
    CheckLevels.objects.create(enterprise=w.firm, kinds=["group"], set_by=w.officer)
    with clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 8))):
        scan(day)
    assert Message.objects.filter(recipient=w.boss, title__contains="集团公司每季检查").count() == count

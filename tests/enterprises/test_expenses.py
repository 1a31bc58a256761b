"""Safety money of a year: sums, balance, who entered nothing; the yearly filing; urging who lacks what a file demands."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from enterprises.files.kinds import kind_of
from enterprises.models import Enterprise
from reminders.models import Message

from .rows import make

PAGE = reverse("enterprises:expenses")


@pytest.fixture
def enter(client):
    return lambda user: client.force_login(user) or client


@pytest.fixture
def year():
    return clock.today().year


def booked(firm, entry, amount, on):
    return make("expenses", firm, entry=entry, amount=amount, booked_on=on)


def line(client, firm, **query):
    return next((row for row in client.get(PAGE, query).context["page"] if row.pk == firm.pk), None)


def short(slug):
    return set(kind_of(slug).short_of(Enterprise.objects.all()).values_list("pk", flat=True))


def test_a_year_is_added_up_with_what_was_left_before(w, enter, year):
    booked(w.firm, "in", 9000, date(year - 1, 3, 1))
    booked(w.firm, "out", 4000, date(year - 1, 5, 1))
    booked(w.firm, "in", 2500, date(year, 1, 2))
    booked(w.firm, "out", 1200, date(year, 1, 3))
    row = line(enter(w.officer), w.firm)
    assert (row.before, row.set_aside, row.spent, row.left, row.entries) == (5000, 2500, 1200, 6300, 2)
    past = line(enter(w.officer), w.firm, year=year - 1)
    assert (past.before, past.set_aside, past.spent, past.left) == (0, 9000, 4000, 5000)


def test_a_withdrawn_entry_counts_no_more(w, enter, year):
    row = booked(w.firm, "in", 9000, date(year, 1, 2))
    type(row).objects.filter(pk=row.pk).update(withdrawn_at=clock.now())
    assert line(enter(w.officer), w.firm).set_aside == 0


def test_the_sums_of_the_filtered_list_stand_above_it(w, enter, year):
    booked(w.firm, "in", 1234567, date(year, 1, 2))
    booked(w.firm2, "in", 1000, date(year, 1, 2))
    booked(w.firm2, "out", 3000, date(year, 1, 3))
    client = enter(w.officer)
    answer = client.get(PAGE)
    assert answer.context["sums"]["set_aside"] == Decimal(1235567) and "1,235,567.00" in answer.content.decode()
    answer = client.get(PAGE, {"entry": "overspent"})
    assert [row.pk for row in answer.context["page"]] == [w.firm2.pk] and answer.context["sums"]["left"] == -2000


@pytest.mark.parametrize(("entry", "firms"), [("nothing", "firm2"), ("unspent", "firm"), ("lacking", "")])
def test_it_is_filtered_by_what_was_entered(w, enter, year, entry, firms):
    Enterprise.objects.update(high_risk=False)
    booked(w.firm, "in", 1000, date(year, 1, 2))
    seen = {row.pk for row in enter(w.officer).get(PAGE, {"entry": entry}).context["page"]}
    wanted = {getattr(w, name).pk for name in firms.split()}
    assert seen & {w.firm.pk, w.firm2.pk} == wanted


def test_dangerous_trades_without_an_entry_of_the_year_are_short_of_it(w, year):
    Enterprise.objects.update(high_risk=False)
    Enterprise.objects.filter(pk__in=[w.firm.pk, w.firm2.pk]).update(high_risk=True)
    booked(w.firm, "in", 1000, date(year - 1, 1, 2))
    booked(w.firm2, "out", 1000, date(year, 1, 2))
    assert short("expenses") == {w.firm.pk}


def test_it_goes_out_as_a_workbook_with_numbers(w, enter, year):
    booked(w.firm, "in", 1000, date(year, 1, 2))
    sheet = load_workbook(io.BytesIO(enter(w.officer).get(PAGE, {"export": "xlsx"}).content)).active
    heads = {item.value: item.column for item in sheet[1]}
    values = {
        sheet.cell(n, heads["企业"]).value: sheet.cell(n, heads["本年提取（元）"]).value for n in range(2, sheet.max_row + 1)
    }
    assert values[w.firm.name] == 1000


def test_an_enterprise_sees_its_own_sums_only(w, enter):
    assert {row.pk for row in enter(w.boss).get(PAGE).context["page"]} == {w.firm.pk}


def test_it_asks_as_often_for_three_as_for_one(w, enter, year, django_assert_max_num_queries):
    client = enter(w.officer)
    booked(w.firm, "in", 1, date(year, 1, 2))
    client.get(PAGE)
    with django_assert_max_num_queries(25) as one:
        client.get(PAGE)
    for firm in (w.firm, w.firm2):
        booked(firm, "out", 1, date(year, 1, 3))
    with django_assert_max_num_queries(25) as three:
        client.get(PAGE)
    assert len(three) == len(one)


def test_who_filed_no_review_this_year_is_short_and_another_filing_does_not_help(w, year):
    make("filings", w.firm, filing_kind="plan")
    make("filings", w.firm2, sent_on=date(year - 1, 12, 31))
    assert {w.firm.pk, w.firm2.pk} <= short("filings")
    make("filings", w.firm)
    assert w.firm.pk not in short("filings") and w.firm2.pk in short("filings")


def test_those_who_lack_it_are_urged_once_a_day_with_the_demand(w, enter):
    make("filings", w.firm2)
    client, url = enter(w.officer), reverse("enterprises:files_urge", args=["filings"])
    assert "已催报" in client.post(url, follow=True).content.decode()
    client.post(url)
    (row,) = Message.objects.filter(kind="urging", recipient=w.boss)
    assert "报备材料" in row.title and "每年检视整改一次" in row.body and "tab=公示" in row.link
    with clock.at(clock.now() + timedelta(days=1)):
        client.post(url)
    assert Message.objects.filter(kind="urging", recipient=w.boss).count() == 2


def test_only_the_safety_office_urges_and_only_what_is_demanded(w, enter):
    url = reverse("enterprises:files_urge", args=["filings"])
    enter(w.department).post(url)
    assert not Message.objects.filter(kind="urging").exists()
    assert (
        "催报</button>" not in enter(w.department).get(reverse("enterprises:files_short", args=["filings"])).content.decode()
    )
    assert enter(w.officer).post(reverse("enterprises:files_urge", args=["violations"])).status_code == 404


def test_the_list_of_who_lacks_it_is_narrowed_to_a_village_and_urged_so(w, enter):
    client = enter(w.officer)
    page = client.get(reverse("enterprises:files_short", args=["filings"]), {"village": w.firm2.village.name})
    assert {row.pk for row in page.context["page"]} == {w.firm2.pk}
    client.post(reverse("enterprises:files_urge", args=["filings"]) + f"?village={w.firm2.village.name}")
    assert not Message.objects.filter(kind="urging", recipient=w.boss).exists()

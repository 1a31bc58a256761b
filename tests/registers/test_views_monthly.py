"""The month on its pages: numbers that open their rows, steps, versions, workbook and PDF, stale pages."""

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from core import clock
from hazards.models import Hazard
from registers.models import Report
from registers.services import monthly
from tests import factories

from .months import AFTER, MONTH, as_user, hazard, plan, report, second_officer, visit

LIST = "/registers/monthly/"


@pytest.fixture
def full(w):
    """A month with something in most columns."""
    hazard(w, office=w.office)
    hazard(w, firm=w.firm2, closed=date(2026, 10, 30))
    plan(w, hazard(w, grade="major"))
    visit(w)
    return w


def url(row, rest=""):
    return f"{LIST}{row.pk}/{rest}"


def cells(answer):
    """(text, address) of the table's linked numbers."""
    return [cell for _, line in answer.context["lines"] for cell in line if cell[1]]


@pytest.mark.parametrize("state", ["draft", "sent"])
@pytest.mark.parametrize("query", ["", "?by=office", "?span=year&by=sector"])
def test_each_number_opens_exactly_its_rows_also_after_later_changes(full, state, query):
    row, client = report(full, state), as_user(full.officer)
    if state == "sent":
        Hazard.objects.update(state="cancelled")
    numbers = cells(client.get(url(row, query)))
    assert len(numbers) > 5
    for text, link in numbers:
        answer = client.get(link)
        if "col=money" in link:
            assert float(text) * 10000 == float(answer.context["sums"])
        else:
            assert answer.context["total"] == int(text) == len(answer.context["page"].object_list)


def test_a_zero_is_no_link(w):
    row = report(w)
    page = as_user(w.officer).get(url(row))
    assert {text for text, link in cells(page)} == {"1", "2"}  # the firms to check


def test_rows_behind_a_number_go_out_as_a_workbook(full):
    row = report(full)
    answer = as_user(full.officer).get(url(row, "rows/?span=month&by=village&col=o_found&key=all&export=xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 3 and {sheet.cell(n, 2).value for n in (2, 3)} == {full.firm.name, full.firm2.name}


@pytest.mark.parametrize("query", ["col=nothing", "col=o_rate", "", "col=o_found&by=planet", "col=o_found&span=week"])
def test_an_address_that_names_no_number_is_not_found(w, query):
    assert as_user(w.officer).get(url(report(w), f"rows/?{query}")).status_code == 404


def test_rows_without_an_office_are_listed_too(w):
    hazard(w)
    answer = as_user(w.officer).get(url(report(w), "rows/?by=office&col=o_found&key=none"))
    assert answer.context["total"] == 1 and "未明确站所" in answer.content.decode()


def test_the_page_asks_the_same_however_many_rows(w):
    row, client = report(w, "sent"), as_user(w.officer)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url(row))
        return len(found)

    queries()
    one = queries()
    new = monthly.correct(report=row, by=w.officer, reason="漏报")
    for _ in range(3):
        plan(w, hazard(w, grade="major"))
    with CaptureQueriesContext(connection) as few:
        client.get(url(new))
    for _ in range(3):
        plan(w, hazard(w, grade="major"))
    with CaptureQueriesContext(connection) as many:
        client.get(url(new))
    assert len(few) == len(many) and queries() == one


def test_from_new_to_sent_through_the_pages(full):
    officer, leader = as_user(full.officer), as_user(full.leader)
    with clock.at(AFTER):
        made = officer.post(f"{LIST}new/", {"month": "2026-10"})
    row = Report.objects.get()
    assert made.status_code == 302 and row.month == MONTH
    assert url(row, "step/check/") not in officer.get(url(row)).content.decode()
    form = leader.get(url(row, "step/check/"))
    assert "一般隐患排查 2" in form.content.decode()
    seen = form.context["form"]["digest_seen"].value()
    assert leader.post(url(row, "step/check/"), {"digest_seen": seen}).status_code == 302
    assert officer.post(url(row, "step/send/"), {"sent_to": "县安委办"}).status_code == 302
    page = officer.get(url(row)).content.decode()
    assert "报送县安委办" in page and "更正" in page and "明细校验值" in page
    assert Report.objects.get().state == "sent"


def test_a_month_made_twice_is_told_in_the_form(w):
    report(w)
    answer = as_user(w.officer).post(f"{LIST}new/", {"month": "2026-10"})
    assert answer.status_code == 200 and "已经有了" in answer.content.decode() and Report.objects.count() == 1


@pytest.mark.parametrize("month", ["", "2026-13", "十月"])
def test_a_month_that_is_not_offered_is_told(w, month):
    answer = as_user(w.officer).post(f"{LIST}new/", {"month": month})
    assert answer.status_code == 200 and not Report.objects.exists()


def test_checked_with_rows_that_changed_meanwhile_it_says_so(w):
    row, leader = report(w), as_user(w.leader)
    seen = leader.get(url(row, "step/check/")).context["form"]["digest_seen"].value()
    hazard(w)
    answer = leader.post(url(row, "step/check/"), {"digest_seen": seen})
    assert answer.status_code == 200 and "数据有变动" in answer.content.decode() and Report.objects.get().state == "draft"


def test_sent_twice_from_a_stale_page_it_is_sent_once(w):
    row, client = report(w, "checked"), as_user(w.officer)
    assert client.post(url(row, "step/send/"), {"sent_to": "县安委办"}).status_code == 302
    answer = client.post(url(row, "step/send/"), {"sent_to": "别处"}, follow=True)
    assert "不能报送上级" in answer.content.decode()
    assert row.log.filter(action="send").count() == 1 and Report.objects.get().sent_to == "县安委办"


def test_what_may_not_be_done_is_said_with_its_reason_and_what_is_not_in_sight_is_not_there(w):
    row = report(w)
    answer = as_user(w.officer).post(url(row, "step/check/"), {"digest_seen": "x"})
    assert answer.status_code == 403 and "编制人不能审核" in answer.content.decode()
    assert as_user(w.discipline).post(url(row, "step/drop/"), {"note": "x"}).status_code == 403
    assert as_user(w.other_officer).get(url(row)).status_code == 404
    assert as_user(w.supervisor).get(url(row)).status_code == 404
    assert as_user(w.department).get(url(row)).status_code == 403
    assert as_user(w.officer).get(url(row, "step/nothing/")).status_code == 404


def test_a_checked_month_tells_that_the_registers_moved_on(w):
    row = report(w, "checked")
    assert as_user(w.officer).get(url(row)).context["drifted"] == 0
    hazard(w)
    page = as_user(w.officer).get(url(row))
    assert page.context["drifted"] == 1 and "审核后台账有变化" in page.content.decode()


def test_a_correction_from_the_page_shows_what_differs(w):
    row, client = report(w, "sent"), as_user(w.officer)
    late = hazard(w)
    assert client.post(url(row, "correct/"), {"reason": ""}).status_code == 200 and Report.objects.count() == 1
    answer = client.post(url(row, "correct/"), {"reason": "漏了一条"})
    new = Report.objects.get(number=2)
    assert answer.url == url(new)
    changes = client.get(url(new, "changes/")).content.decode()
    assert late.number in changes and "新计入" in changes and "一般隐患·排查" in changes
    assert client.get(url(row, "changes/")).status_code == 404


def test_the_workbook_holds_the_numbers_of_the_page_with_its_head_merged(full):
    row = report(full, "sent")
    answer = as_user(full.officer).get(url(row, "workbook/?by=village"))
    sheet = load_workbook(io.BytesIO(answer.content))["本月"]
    names = [sheet.cell(n, 2).value for n in (5, 6, 7)]
    assert names == [full.village.name, full.village2.name, "合计"] and sheet["F7"].value == 2 and sheet["G7"].value == 1
    assert len(sheet.merged_cells.ranges) >= 8 and "云溪镇人民政府" in sheet["A2"].value


def test_the_pdf_holds_the_lines(full):
    row = report(full, "sent")
    answer = as_user(full.officer).get(url(row, "pdf/"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    words = re.sub(r"\s", "", text)
    assert (
        answer["Content-Type"] == "application/pdf"
        and full.village2.name in words
        and "应查单位" in words
        and "50.0%" in words
    )


def test_the_register_filters_and_empties(w):
    client = as_user(w.officer)
    assert "还没有月报" in client.get(LIST).content.decode()
    report(w, "sent")
    report(w, month=date(2026, 9, 1))
    assert client.get(f"{LIST}?state=sent").context["total"] == 1
    assert client.get(f"{LIST}?month=2026-09").context["total"] == 1
    assert client.get(f"{LIST}?campaign={factories.campaign(w.town).pk}").context["total"] == 0
    assert client.get(f"{LIST}?export=xlsx").status_code == 200


def test_a_colleague_may_check_on_the_page(w):
    row = report(w)
    assert url(row, "step/check/") in as_user(second_officer(w)).get(url(row)).content.decode()

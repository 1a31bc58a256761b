"""发文登记簿: every number of a year leads to a paper, void ones too, or to the word of whoever gave it outside."""

import io
import sys
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import clock, jobs
from core.models import Job
from notices import numbers, register
from notices.models import Paper, PaperNumber
from tests import factories

from .conftest import ROLES, as_user, in_state, issued, order, text_of

YEAR = clock.today().year


def numbered(w, number, *, code="云政发", year=YEAR, state="issued", **fields):
    fields = {"title": f"关于第{number}件事的通知", "issued_on": date(year, 3, 1), "sha256": "x", "pages": 2} | fields
    return factories.paper(w.town, code=code, year=year, number=number, state=state, signer=w.leader, **fields)


def outside(w, last, note="上线前纸质登记", code="云政发"):
    return numbers.raise_to(code=code, last=last, note=note, by=w.officer)


def page(w, role="officer", **query):
    return as_user(getattr(w, role)).get(reverse("notices:register"), query)


def lines(answer):
    return [line.number for line in answer.context["page"].object_list]


def number(n, code="云政发", year=YEAR):
    return f"{code}〔{year}〕{n}号"


def test_papers_and_outside_runs_stand_in_the_order_of_their_numbers(w):
    outside(w, 3)
    first, second = issued(w), issued(w)
    outside(w, 8, "停电两天手工编号")
    third = issued(w)
    answer = page(w)
    assert (first.number, second.number, third.number) == (4, 5, 9)
    assert lines(answer) == [number("1至3"), number(4), number(5), number("6至8"), number(9)]
    words = answer.content.decode()
    assert "停电两天手工编号" in words and w.officer.name in words and "连续，无缺号" in words


def test_a_run_of_one_is_said_as_one_and_a_run_after_the_last_paper_ends_the_list(w):
    issued(w)
    outside(w, 2)
    assert lines(page(w)) == [number(1), number(2)]


def test_only_outside_numbers_make_a_register_too(w):
    outside(w, 23)
    answer = page(w)
    assert lines(answer) == [number("1至23")]


def test_withdrawn_papers_keep_their_line_as_void(w):
    in_state(w, "withdrawn")
    answer = page(w)
    assert [line.state for line in answer.context["page"].object_list] == ["作废"]


def test_papers_without_number_are_not_in_it(w):
    in_state(w, "signed")
    assert lines(page(w)) == []


def test_codes_stand_apart_and_the_year_is_this_one(w):
    issued(w), issued(w, order(w))
    old = numbered(w, 1, year=YEAR - 1)
    PaperNumber.objects.create(township=w.town, code="云政发", year=YEAR - 1, last=1)
    assert lines(page(w)) == [number(1, "云应急责改"), number(1)]
    assert lines(page(w, code="云政发")) == [number(1)]
    assert lines(page(w, year=YEAR - 1)) == [old.doc_number]
    assert len(lines(page(w, year=""))) == 3


@pytest.mark.parametrize("query", [{"state": "withdrawn"}, {"kind": "order"}, {"q": "没有"}])
def test_a_narrowed_list_shows_no_runs(w, query):
    outside(w, 3)
    issued(w)
    assert lines(page(w, **query)) == []


@pytest.mark.parametrize("query", [{"year": "abc"}, {"code": "别的"}, {"kind": "x"}, {"page": "999"}])
def test_nonsense_in_the_address_breaks_nothing(w, query):
    issued(w)
    assert page(w, **query).status_code == 200


def test_over_pages_nothing_is_lost_or_shown_twice(w):
    """Runs before, between and after, also where a page ends."""
    PaperNumber.objects.create(township=w.town, code="云政发", year=YEAR, last=0)
    given = 0
    for _ in range(13):
        outside(w, given + 2)
        for n in range(given + 3, given + 13):
            numbered(w, n)
        given += 12
        PaperNumber.objects.update(last=given)
    outside(w, given + 5)
    seen = [line for n in (1, 2, 3) for line in lines(page(w, page=n))]
    whole = [
        entry.number for entry in register.Entries(register.numbered(Paper.objects.all()), register.raises_of(w.town))[:]
    ]
    assert seen == whole and len(whole) == 13 * 11 + 1
    assert seen[53:56] == [number(59), number(60), number("61至62")] and seen[-1] == number(f"{given + 1}至{given + 5}")


def test_a_number_that_leads_nowhere_is_said(w):
    numbered(w, 1)
    PaperNumber.objects.create(township=w.town, code="云政发", year=YEAR, last=3)
    assert "有 2 个号查不到公文" in page(w).content.decode()


def test_numbers_being_printed_or_given_back_are_not_missing(w):
    numbered(w, 1)
    PaperNumber.objects.create(township=w.town, code="云政发", year=YEAR, last=3, held={"x": 2}, free=[3])
    assert "查不到公文" not in page(w).content.decode()


def test_copies_signed_for_are_counted(w):
    paper = issued(w)
    paper.receipts.filter(office=None).update(state="signed")
    answer = page(w)
    (line,) = answer.context["page"].object_list
    assert line.signed_for == "1/2" and line.to.endswith("等2个单位")


def test_the_workbook_has_the_runs_and_the_sum(w):
    outside(w, 3)
    paper, void = issued(w), in_state(w, "withdrawn")
    paper.receipts.filter(office=None).update(state="signed")
    answer = page(w, export="xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == f"云溪镇{YEAR}年发文登记簿" and rows[1][0] == "文号"
    assert [row[0] for row in rows[2:]] == [number("1至3"), paper.doc_number, void.doc_number, "合计"]
    assert rows[3][7] == "1/2" and rows[4][8] == "作废"
    assert rows[-1][1] == "2 份，其中作废 1 份" and rows[-1][7] == "1/4"


def printed(w, role="officer", **data):
    answer = as_user(getattr(w, role)).post(reverse("notices:register_pdf"), data)
    job = jobs.run(Job.objects.get(kind="notices.register").pk)
    return answer, job


def test_the_pdf_is_a_job_landscape_with_the_head_on_every_page_and_the_sum(w):
    outside(w, 3)
    for n in range(4, 40):
        numbered(w, n)
    PaperNumber.objects.update(last=39)
    answer, job = printed(w, code="云政发", year=YEAR)
    assert answer.status_code == 302 and f"/jobs/{job.pk}" in answer.url
    with job.file.open() as stored:
        data = stored.read()
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) > 1 and all(page.mediabox.width > page.mediabox.height for page in pages)
    assert all("成文日期" in page.extract_text() for page in pages)
    words = text_of(data)
    assert f"云溪镇{YEAR}年云政发发文登记簿" in words.replace("\n", "") and "上线前纸质登记" in words and "合计36份" in words
    assert job.result["text"].endswith(f"共 {len(pages)} 页") and job.percent == 100


def test_a_long_one_tells_how_far_it_is(w, monkeypatch):
    monkeypatch.setattr(sys.modules["circulars.layout.register"], "PAGES_A_TIME", 1)
    for n in range(1, 30):
        numbered(w, n)
    told = []
    monkeypatch.setattr(jobs, "progress", lambda job, done, total, message="": told.append((done, total)))
    _, job = printed(w)
    steps = [step for step in told if step[1] != 100]
    assert len(steps) > 1 and steps[-1][0] == steps[-1][1] and steps == sorted(steps)
    with job.file.open() as stored:
        assert len(PdfReader(stored).pages) == steps[-1][1]


def test_nothing_to_print_is_said_in_words(w):
    _, job = printed(w)
    assert job.state == "failed" and "没有可以打印的发文" in job.error


def test_a_wrong_choice_is_not_printed(w):
    answer = as_user(w.officer).post(reverse("notices:register_pdf"), {"year": "x"}, follow=True)
    assert "筛选条件有误" in answer.content.decode() and not Job.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_townships_own(w, role):
    paper = issued(w)
    seen, asked = page(w, role), as_user(getattr(w, role)).post(reverse("notices:register_pdf"))
    if role in ("officer", "leader", "discipline"):
        assert seen.status_code == 200 and paper.doc_number in seen.content.decode() and asked.status_code == 302
    elif role == "other_officer":
        assert seen.status_code == 200 and "云政发" not in seen.content.decode()
    else:
        assert seen.status_code == asked.status_code == 403 and "发文登记簿由乡镇" in seen.content.decode()


def test_the_page_costs_the_same_for_one_and_three(w, django_assert_num_queries):
    issued(w)
    client, to = as_user(w.officer), reverse("notices:register")
    client.get(to)
    with CaptureQueriesContext(connection) as seen:
        client.get(to)
    issued(w), issued(w)
    with django_assert_num_queries(len(seen)):
        client.get(to)

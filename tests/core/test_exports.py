"""Few rows are sent at once, many are written by a job: all of them, those of the page, in the seat of the person who asked."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from core import bulk, clock, exports, jobs, sheets, xlsx
from core.enums import JobState
from core.models import Job
from hazards.models import Hazard
from tests import factories

LIST = reverse("hazards:list")


def login(user):
    client = Client()
    client.force_login(user)
    return client


def table(data):
    """Rows of all sheets, the head of each left out."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()[1:]]


def written(job):
    with job.file.open() as file:
        return file.read()


@pytest.fixture
def many(w, monkeypatch):
    """Nine hazards where a list sends three at once."""
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    for n in range(9):
        factories.hazard(
            w.village if n < 7 else w.other_village, description=f"第{n}处", found_on=clock.today() - timedelta(n)
        )
    return w


def asked(client, query=""):
    """The job that an export leads to, done."""
    answer = client.get(f"{LIST}?export=xlsx{query}")
    job = Job.objects.get(kind="core.export")
    assert answer.url == reverse("core:job", args=[job.pk])
    return jobs.run(job.pk)


def test_few_rows_come_at_once(many):
    answer = login(many.officer).get(f"{LIST}?export=xlsx&found_from={clock.today() - timedelta(2)}")
    assert len(table(answer.content)) == 3 and not Job.objects.exists()


def test_many_rows_come_by_a_job_with_the_filter_and_the_scope_of_the_page(many):
    client = login(many.officer)
    job = asked(client, f"&found_from={clock.today() - timedelta(5)}")
    assert (job.state, job.result["text"]) == (JobState.DONE, "共 6 行")
    answer = client.get(reverse("core:job_file", args=[job.pk]))
    rows = table(b"".join(answer.streaming_content))
    assert [row[6] for row in rows] == [f"第{n}处" for n in range(6)]
    assert "%E9%9A%90%E6%82%A3%E5%8F%B0%E8%B4%A6" in answer["Content-Disposition"]
    assert login(many.leader).get(reverse("core:job_file", args=[job.pk])).status_code == 404


def test_pressed_twice_is_written_once_and_another_filter_apart(many):
    client = login(many.officer)
    with clock.at(clock.now()):
        first, second = (client.get(f"{LIST}?export=xlsx").url for _ in range(2))
        assert first == second != client.get(f"{LIST}?export=xlsx&state=found").url


def test_a_seat_that_has_ended_gets_nothing(many):
    client = login(many.officer)
    client.get(f"{LIST}?export=xlsx")
    many.officer.memberships.update(ended_at=clock.now())
    job = jobs.run(Job.objects.get(kind="core.export").pk)
    assert (job.state, bool(job.file)) == (JobState.FAILED, False) and "任职已经结束" in job.error


def test_a_job_that_runs_twice_writes_the_same(many):
    job = asked(login(many.officer))
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, attempts=0)
    again = jobs.run(job.pk)
    assert len(table(written(again))) == 7 == again.total


def test_twenty_thousand_rows_are_all_there(w):
    names = ("id", "number", "village_id", "sector_id", "location", "description", "source", "found_on", "state")
    day = str(clock.today())
    rows = ((n, f"甲{n}", w.village.pk, "trade", "车间", f"第{n}处", "tip", day, "found") for n in range(1, 20_001))
    bulk.load(Hazard, names, rows)
    bulk.settle([Hazard])
    job = asked(login(w.officer))
    assert job.state == JobState.DONE and job.done == 20_000
    assert {row[1] for row in table(written(job))} == {f"甲{n}" for n in range(1, 20_001)}


def test_past_the_last_line_goes_a_new_sheet_with_its_own_head():
    file = io.BytesIO()
    columns = [xlsx.Column("甲", lambda row: row), xlsx.Column("乙", lambda row: f"=1+{row}")]
    assert sheets.write_to(file, "台账", columns, range(10), heading="某镇", lines=6) == 10
    book = load_workbook(file)
    assert book.sheetnames == ["台账", "台账（2）", "台账（3）"]
    assert [row[0] for sheet in book for row in sheet.iter_rows(min_row=3, values_only=True)] == list(range(10))
    assert all(sheet["A1"].value == "某镇" and sheet.freeze_panes == "A3" for sheet in book)
    assert book["台账（2）"]["B3"].data_type == "s" and book["台账（2）"].print_title_rows == "$2:$2"


@pytest.mark.parametrize("title", ["甲&乙<丙>", "O'Brien", '带"引号"', "很长的标题" * 9])
def test_any_title_makes_a_book_that_opens(title):
    file = io.BytesIO()
    sheets.write_to(file, title, [xlsx.Column("列", lambda row: row)], ["值 ", " \n", "a\x00b\ud800"])
    assert [row[0] for row in load_workbook(file).active.iter_rows(min_row=2, values_only=True)] == ["值 ", " \n", "ab"]


def test_progress_is_told_by_thousands():
    heard = []
    sheets.write_to(io.BytesIO(), "台账", [xlsx.Column("列", str)], range(2500), told=heard.append)
    assert heard == [1000, 2000]

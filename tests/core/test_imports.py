"""Workbooks as people and their programs make them."""

import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from core import imports, jobs
from core.enums import ImportState, JobState
from core.errors import Refused
from core.models import ImportBatch, Job
from tests import factories

HEADERS = ("名称", "代码", "日期")


def book(*rows, head=HEADERS, change=None):
    table = Workbook()
    table.active.append(list(head))
    for row in rows:
        table.active.append(list(row))
    if change:
        change(table)
    out = io.BytesIO()
    table.save(out)
    return out.getvalue()


def read(data, required=("名称",)):
    return imports.read_table(data, HEADERS, required)


def test_a_row_knows_its_number_in_the_sheet():
    assert read(book(["甲", "1"], [], ["乙", "2"])) == [
        (2, {"名称": "甲", "代码": "1", "日期": ""}), (4, {"名称": "乙", "代码": "2", "日期": ""}),
    ]  # fmt: skip


def test_a_title_above_the_headers_is_passed_over():
    assert read(book(["名称*", " 代 码：", "日期"], ["甲", "1"], head=["某镇台账"]))[0][1]["代码"] == "1"


def test_the_sheet_may_be_renamed_or_moved_behind_another():
    def move(table):
        table.active.title = "我的表"
        table.create_sheet("说明", 0)["A1"] = "先看这里"

    assert read(book(["甲"], change=move))[0][1]["名称"] == "甲"


def test_the_name_of_the_file_says_nothing_about_its_content():
    with pytest.raises(Refused, match="不是 Excel"):
        read("名称,代码\n甲,1\n".encode())


@pytest.mark.parametrize("rows", [30_000])
def test_coloured_blank_rows_are_not_rows(rows):
    def colour(table):
        for n in range(3, rows, 10):
            table.active.cell(n, 1).fill = PatternFill("solid", fgColor="EFECE8")

    assert len(read(book(["甲"], change=colour))) == 1


def test_blank_lines_between_do_not_count_towards_the_limit(monkeypatch):
    monkeypatch.setattr(imports, "MAX_ROWS", 2)
    assert len(read(book(["甲"], [], [], [], ["乙"]))) == 2
    with pytest.raises(Refused, match="有 3 行数据，一次最多导入 2 行"):
        read(book(["甲"], ["乙"], ["丙"]))


def test_one_value_in_the_last_cell_of_the_sheet_is_refused_without_taking_the_memory():
    """The reader would allocate half a terabyte for it, and take the worker down."""
    data = book(["甲"], change=lambda table: table.active.__setitem__("XFD1048576", "x"))
    tracemalloc.start()
    with pytest.raises(Refused, match="很远的单元格"):
        read(data)
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_far_cells_are_found_across_the_blocks_of_a_long_sheet():
    cells = b'<c r="A1"><v>1</v></c>' + b" " * (2**20 - 30) + b'<c s="1" r="AA2000" t="s"><v>1</v></c>'
    assert imports._area(io.BytesIO(cells)) == 27 * 2000


def test_styled_cells_without_a_value_do_not_stretch_the_table():
    assert imports._area(io.BytesIO(b'<c r="B2"><v>1</v></c><c r="XFD9999" s="3"/><c r="ZZ9" s="3"></c>')) == 4


def test_a_value_of_a_formula_is_read_and_a_formula_without_value_is_empty():
    row = read(book(["甲", "=1+1"]))[0][1]
    assert row["代码"] == ""


def test_numbers_dates_and_booleans_come_as_a_person_sees_them():
    row = read(book(["甲", 13812345678, datetime(2026, 1, 5, 8, 30)]))[0][1]
    assert (row["代码"], row["日期"]) == ("13812345678", "2026-01-05")
    assert [imports.text_of(v) for v in (True, 2.0, 2.5, None, " '00123 ", date(2026, 1, 5))] == [
        "是", "2", "2.5", "", "00123", "2026-01-05",
    ]  # fmt: skip


def test_merged_cells_say_their_value_in_each_row_even_past_the_last():
    def merge(table):
        table.active.merge_cells("A2:A9")
        table.active.merge_cells("H2:H4")

    rows = read(book(["甲", "1"], ["", "2"], ["", "3"], change=merge))
    assert [row["名称"] for _, row in rows] == ["甲"] * 3


def cut(data):
    return data[: len(data) // 2]


def with_broken_part(data):
    """The central directory is whole, a sheet's stream is not."""
    at = data.find(b"xl/worksheets/sheet1.xml") + 60
    return data[:at] + b"\xff" * 40 + data[at + 40 :]


def other_office_file(_):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("word/document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "words"), [(cut, "没有传完"), (with_broken_part, "没有传完"), (other_office_file, "不是 Excel")]
)
def test_a_spoilt_file_is_refused_in_words(spoil, words):
    with pytest.raises(Refused, match=words):
        read(spoil(book(*[[f"名{n}", n] for n in range(60)])))


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "20260230", "一月五日", "5/1/2026", "45000"])
def test_what_is_no_day_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="不是日期，请写成"):
        imports.date_of(text)


def test_no_day_is_none():
    assert imports.date_of("") is None


# a small importer: names that must be short; what was written is kept in a list
written = []


def check(rows, by):
    return [("faulty", [["名称", "太长"]], []) if len(row["名称"]) > 3 else ("new", [], []) for row in rows]


def write(row, aid):
    written.append((row["名称"], aid))
    if row["名称"] == "死":
        raise KeyboardInterrupt


@pytest.fixture
def small(w, monkeypatch):
    written.clear()
    importer = imports.Importer(
        "small", "小表", HEADERS, ("名称",), check, write, lambda user: "" if user.role == "officer" else "只有应急办能导入",
        lambda by: b"", "/", lambda by: by.name,
    )  # fmt: skip
    monkeypatch.setitem(imports._importers, "small", importer)
    monkeypatch.setattr(imports, "SLICE", 2)

    def upload(*names):
        data = book(*[[name] for name in names])
        batch, job = imports.upload(kind="small", name="小.xlsx", data=data, by=w.officer)
        jobs.run(job.pk)
        return ImportBatch.objects.get(pk=batch.pk)

    return upload


def test_good_rows_are_written_with_the_aid_made_once_for_many(small, w):
    job = jobs.run(imports.commit(batch=small("甲", "太长的名", "乙", "丙"), by=w.officer).pk)
    assert written == [(name, w.officer.name) for name in "甲乙丙"]
    assert (job.state, job.result["text"], job.done, job.total) == (JobState.DONE, "已导入 3 行", 3, 3)


def test_a_row_that_became_faulty_since_stays_out(small, w, monkeypatch):
    batch = small("甲", "乙")
    late = imports._importers["small"].__class__(**{**vars(imports._importers["small"]), "check": lambda rows, by: [
        ("faulty", [["名称", "刚被别人登记"]], []) for _ in rows
    ]})  # fmt: skip
    monkeypatch.setitem(imports._importers, "small", late)
    jobs.run(imports.commit(batch=batch, by=w.officer).pk)
    batch.refresh_from_db()
    assert written == [] and batch.rows[0]["faults"] == [["名称", "刚被别人登记"]]


def test_a_killed_worker_leaves_whole_slices_and_its_successor_goes_on(small, w):
    batch = small("甲", "乙", "死", "丙")
    job = imports.commit(batch=batch, by=w.officer)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job.pk)
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.CHECKED
    assert Job.objects.get(pk=job.pk).done == 2


def test_a_table_is_written_once_however_often_it_is_sent(small, w):
    batch = small("甲")
    job = imports.commit(batch=batch, by=w.officer)
    assert imports.commit(batch=batch, by=w.officer).pk == job.pk
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    jobs.run(job.pk)
    assert len(written) == 1
    with pytest.raises(Refused, match="已经导入或放弃"):
        imports.commit(batch=ImportBatch.objects.get(pk=batch.pk), by=w.officer)


def test_a_table_being_written_cannot_be_laid_aside(small, w, client):
    batch = small("甲")
    imports.commit(batch=batch, by=w.officer)
    client.force_login(w.officer)
    page = client.post(reverse("core:import_drop", args=[batch.pk]), follow=True)
    assert "已经开始导入，不能放弃" in page.content.decode()
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.CHECKED


def test_a_table_laid_aside_is_not_written(small, w, client):
    batch = small("甲")
    client.force_login(w.officer)
    client.post(reverse("core:import_drop", args=[batch.pk]))
    with pytest.raises(Refused):
        imports.commit(batch=ImportBatch.objects.get(pk=batch.pk), by=w.officer)
    assert written == []


def test_whoever_lost_the_seat_after_uploading_imports_nothing(small, w):
    batch = small("甲")
    w.officer.memberships.update(ended_at="2026-01-01T00:00Z")
    job = jobs.run(imports.commit(batch=batch, by=w.officer).pk)
    assert (job.state, job.error) == (JobState.FAILED, "上传时的任职已经结束，不能继续导入") and written == []


def test_an_unreadable_table_says_why_on_its_page(small, w, client):
    batch, job = imports.upload(kind="small", name="x.xlsx", data=b"%PDF", by=w.officer)
    assert jobs.run(job.pk).error.startswith("这不是 Excel 表格")
    client.force_login(w.officer)
    assert "这不是 Excel 表格" in client.get(reverse("core:import", args=[batch.pk])).content.decode()


def test_who_may_not_import_is_told_so(small, w, client):
    client.force_login(w.cadre)
    page = client.get(reverse("core:import_upload", args=["small"]))
    assert page.status_code == 403 and "只有应急办能导入" in page.content.decode()


def test_no_file_is_said_and_an_enormous_one_is_not_kept(small, w, client, monkeypatch):
    client.force_login(w.officer)
    to = reverse("core:import_upload", args=["small"])
    assert "请选择要上传的表格" in client.post(to).content.decode()
    monkeypatch.setattr(imports, "MAX_BYTES", 10)
    file = io.BytesIO(b"PK\x03\x04" + b"0" * 20)
    file.name = "大.xlsx"
    assert "超过 20 MB" in client.post(to, {"file": file}, follow=True).content.decode()
    assert not ImportBatch.objects.exists()


def test_a_table_of_somebody_else_is_out_of_sight(small, w, client):
    batch = small("甲")
    colleague = factories.user("officer", w.town, office=w.safety_office)
    client.force_login(colleague)
    for name in ("import", "import_failed"):
        assert client.get(reverse(f"core:{name}", args=[batch.pk])).status_code == 404
    assert client.post(reverse("core:import_commit", args=[batch.pk])).status_code == 404


def test_a_fault_names_some_of_the_words_and_how_many_there_are():
    assert imports.some_of(["甲村", "乙村"]) == "甲村、乙村"
    assert imports.some_of(f"{n}村" for n in range(1, 16)) == "1村、2村、3村、4村、5村、6村、7村、8村 等 15 个"

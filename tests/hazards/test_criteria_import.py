"""The library from Excel and back: a round trip, fuller text, rows that are refused with their column."""

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core.models import ImportBatch, Job
from hazards import imports_criteria
from hazards.imports_criteria import HEADERS, check
from hazards.models import Clause, Standard

from .test_views import as_user

ROW = {
    "适用范围": "小作坊", "行业领域": "商贸餐饮", "标准名称": "本镇小作坊判定标准", "文号": "云安办〔2026〕3号", "发布机关": "镇安委办",
    "施行日期": "2026-07-01", "失效日期": "", "条款号": "第一条", "条款内容": "油锅旁没有灭火毯", "等级": "一般",
}  # fmt: skip


def verdicts(w, *rows, by=None):
    return check([ROW | row for row in rows], by or w.officer)


def faults(w, **values):
    verdict, found, _ = verdicts(w, values)[0]
    assert verdict == "faulty"
    return found


def sheet(rows):
    book = Workbook()
    book.active.append(HEADERS)
    for row in rows:
        book.active.append([row.get(header, "") for header in HEADERS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought_in(w, data):
    """Upload, check and commit a workbook as the officer; the batch."""
    client = as_user(w.officer)
    client.post(reverse("core:import_upload", args=["criteria"]), {"file": SimpleUploadedFile("标准.xlsx", data)})
    batch = ImportBatch.objects.latest("created_at")
    from core import jobs

    jobs.run(Job.objects.get(key=f"check:{batch.pk}").pk)
    batch.refresh_from_db()
    if batch.counts.get("new") or batch.counts.get("changed"):
        client.post(reverse("core:import_commit", args=[batch.pk]))
        jobs.run(Job.objects.get(key=f"commit:{batch.pk}").pk)
    batch.refresh_from_db()
    return batch


def test_a_new_row_is_new_and_a_repeated_one_the_same(w):
    assert [verdict for verdict, *_ in verdicts(w, {})] == ["new"]
    imports_criteria.commit(ROW, imports_criteria.Reader(w.officer))
    clause = Clause.objects.get(standard__township=w.town)
    assert (clause.text, clause.grade, clause.standard.sector_id, str(clause.standard.valid_from)) == (
        "油锅旁没有灭火毯", "ordinary", "trade", "2026-07-01",
    )  # fmt: skip
    assert [verdict for verdict, *_ in verdicts(w, {})] == ["same"]


def test_changes_are_told_in_the_words_of_the_table(w):
    imports_criteria.commit(ROW, imports_criteria.Reader(w.officer))
    verdict, _, changes = verdicts(w, {"条款内容": "没有灭火毯、锅盖", "等级": "重大隐患", "失效日期": "2027-01-01"})[0]
    assert verdict == "changed"
    assert changes == [
        ["失效日期", "空", "2027-01-01"], ["条款内容", "油锅旁没有灭火毯", "没有灭火毯、锅盖"], ["等级", "一般隐患", "重大隐患"],
    ]  # fmt: skip


@pytest.mark.parametrize("header", imports_criteria.REQUIRED)
def test_a_missing_value_names_its_column(w, header):
    assert [header, "必须填写"] in faults(w, **{header: ""})


@pytest.mark.parametrize(
    "header, text, said",
    [
        ("行业领域", "餐饮业", "没有“餐饮业”"), ("等级", "特大", "可填：一般隐患"), ("施行日期", "七月一日", "不是日期"),
        ("失效日期", "2026-02-30", "不是日期"), ("失效日期", "2026-06-30", "不能早于施行日期"), ("条款号", "第" * 41, "超过 40 个字"),
        ("条款内容", "长" * 1001, "超过 1000 个字"), ("标准名称", "长" * 81, "超过 80 个字"),
    ],
)  # fmt: skip
def test_a_bad_value_names_column_and_reason(w, header, text, said):
    found = faults(w, **{header: text})
    assert len(found) == 1 and found[0][0] == header and said in found[0][1]


def test_a_clause_twice_in_the_table_is_faulty_the_second_time(w):
    assert [verdict for verdict, *_ in verdicts(w, {}, {})] == ["new", "faulty"]


def test_one_standard_has_one_set_of_dates(w):
    rows = verdicts(w, {}, {"条款号": "第二条", "施行日期": "2026-08-01"}, {"条款号": "第三条"})
    assert [verdict for verdict, *_ in rows] == ["new", "faulty", "new"]
    assert rows[1][1][0][0] == "标准名称"


def test_an_export_brought_in_again_changes_nothing(w):
    data = as_user(w.officer).get(reverse("hazards:criteria"), {"export": "xlsx"}).content
    head = [cell.value for cell in load_workbook(io.BytesIO(data)).active[1]]
    assert head == [*HEADERS, "归属"]
    before = list(Clause.objects.values_list("pk", "text", "version"))
    batch = brought_in(w, data)
    assert batch.counts == {"new": 0, "changed": 0, "same": len(before), "faulty": 0}
    assert list(Clause.objects.values_list("pk", "text", "version")) == before


def test_a_fuller_text_of_a_national_clause_becomes_the_townships_own(w):
    national = Clause.objects.get(number="第十一条（十）", standard__document="应急管理部令第10号")
    data = as_user(w.officer).get(reverse("hazards:criteria"), {"q": "积尘严重", "export": "xlsx"}).content
    book = load_workbook(io.BytesIO(data))
    book.active.cell(2, HEADERS.index("条款内容") + 1).value = "未落实粉尘清理制度，且作业现场积尘严重（本镇收录全文）"
    out = io.BytesIO()
    book.save(out)
    batch = brought_in(w, out.getvalue())
    assert (batch.state, batch.counts["changed"]) == ("committed", 1)
    own = Clause.objects.get(standard__township=w.town)
    assert "本镇收录全文" in own.text and (own.number, own.grade) == (national.number, "major")
    national.refresh_from_db()
    assert national.text == "粉尘：没有落实清理制度，作业现场积尘严重"
    assert not Clause.objects.visible_to(w.other_officer).filter(pk=own.pk).exists()


def test_failed_rows_come_back_with_row_number_and_column_and_the_good_ones_go_in(w):
    rows = [ROW, ROW | {"条款号": "第二条", "等级": "特大"}, {}, ROW | {"条款号": "第三条"}]
    batch = brought_in(w, sheet(rows))
    assert batch.counts == {"new": 2, "changed": 0, "same": 0, "faulty": 1}
    assert Clause.objects.filter(standard__township=w.town).count() == 2
    client = as_user(w.officer)
    page = client.get(reverse("core:import", args=[batch.pk])).content.decode()
    assert '<td class="num">3</td>' in page and "等级：没有“特大”" in page
    failed = load_workbook(io.BytesIO(client.get(reverse("core:import_failed", args=[batch.pk])).content)).active
    told = dict(zip(*failed.iter_rows(values_only=True), strict=True))
    assert (told["原行号"], told["条款号"], told["错误列"]) == (3, "第二条", "等级") and "特大" in told["错误说明"]


def test_three_thousand_rows_with_three_in_a_hundred_broken_are_judged_within_seconds(w):
    rows = [ROW | {"条款号": f"第{n}条", "等级": "特大" if n % 33 == 0 else "重大"} for n in range(3000)]
    began = time.perf_counter()
    found = check(rows, w.officer)
    assert sum(verdict == "faulty" for verdict, *_ in found) == 91
    assert time.perf_counter() - began < 10


def test_the_template_has_stars_and_choices(w):
    answer = as_user(w.officer).get(reverse("core:import_template", args=["criteria"]))
    head = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).active[1]]
    assert head[0] == "适用范围*" and head[1] == "行业领域" and len(head) == len(HEADERS)


@pytest.mark.parametrize("who", ["leader", "department", "cadre", "boss", "supervisor"])
def test_only_officers_import(w, who):
    page = as_user(getattr(w, who)).get(reverse("core:import_upload", args=["criteria"]))
    assert page.status_code == 403 and "由乡镇应急办维护" in page.content.decode()


def test_a_formula_in_a_cell_is_text(w):
    imports_criteria.commit(ROW | {"条款内容": "=1+1 是公式吗"}, imports_criteria.Reader(w.officer))
    data = as_user(w.officer).get(reverse("hazards:criteria"), {"owner": "own", "export": "xlsx"}).content
    cell = load_workbook(io.BytesIO(data)).active.cell(2, HEADERS.index("条款内容") + 1)
    assert (cell.value, cell.data_type) == ("=1+1 是公式吗", "s")
    assert Standard.objects.filter(township=w.town).count() == 1


def test_a_row_says_which_clause_it_takes_the_place_of_and_an_empty_cell_keeps_it(w):
    old = Clause.objects.get(standard__document="GB 35181-2017", number="6.1")
    batch = brought_in(w, sheet([ROW | {"接替的旧条款": old.full_name}]))
    assert batch.counts["new"] == 1 and Clause.objects.get(standard__township=w.town).follows == old
    brought_in(w, sheet([ROW | {"条款内容": "没有灭火毯"}]))
    clause = Clause.objects.get(standard__township=w.town)
    assert (clause.text, clause.follows) == ("没有灭火毯", old)
    assert faults(w, **{"接替的旧条款": "没有这一条"})[0][0] == "接替的旧条款"

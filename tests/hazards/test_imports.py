"""An office's ledger of hazards from Excel: the same rules as typed rows, nothing twice, nothing lost."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core import clock, imports, jobs
from core.models import ImportBatch
from hazards import services
from hazards.imports import EXAMPLE, HEADERS, REQUIRED, check
from hazards.models import Clause, Hazard, HazardText, Miss, Twin, Uncounted
from hazards.quality import twins
from reminders.models import Message
from tests import factories

from .conftest import found, later
from .test_views import as_user

ROW = {"隐患描述": "二号车间配电箱未接地", "具体位置": "二号车间", "所在村": "石桥村", "发现日期": "2026-01-05"}
ORDERED = {"等级": "一般", "判定依据": "现场情况", "责任人": "卓明达"}
SETTLED = {"整改措施": "加装接地线", "资金": "2000", "预案": "整改前断电"}


def verdicts(w, *rows, by=None):
    return check([ROW | row for row in rows], by or w.officer)


def faults(w, by=None, **values):
    verdict, said, _ = verdicts(w, values, by=by)[0]
    assert verdict == "faulty"
    return said


def book(rows, headers=HEADERS):
    table, out = Workbook(), io.BytesIO()
    table.active.append(list(headers))
    for row in rows:
        table.active.append([row.get(header, "") for header in headers])
    table.save(out)
    return out.getvalue()


def brought_in(by, data):
    """Check and commit a workbook; the batch."""
    batch, job = imports.upload(kind="hazards", name="台账.xlsx", data=data, by=by)
    jobs.run(job.pk)
    batch = ImportBatch.objects.get(pk=batch.pk)
    if batch.counts["new"]:
        jobs.run(imports.commit(batch=batch, by=by).pk)
        batch.refresh_from_db()
    return batch


def one(by, **values):
    """The hazard one row becomes."""
    assert brought_in(by, book([ROW | values])).counts["new"] == 1
    return Hazard.objects.latest("pk")


def test_a_row_enters_as_a_typed_one(w):
    typed = services.register(by=w.officer, village=w.village, location="一号仓", description="一号仓灭火器过期",
                              source="inspection", found_on=clock.today())  # fmt: skip
    Uncounted.objects.all().delete()
    hazard = one(w.officer, 隐患描述="三号仓灭火器过期", 编号="旧-7", 状态="未整改")
    for name in ("village", "sector", "office", "source", "state", "created_by", "version", "grade"):
        assert getattr(hazard, name) == getattr(typed, name), name
    assert hazard.found_by == ""  # who brings it in has not found it
    assert hazard.number == typed.number[:-1] + "2" and hazard.found_on.isoformat() == "2026-01-05"
    line = hazard.log.get()
    assert (line.action, line.action_label, line.actor, line.actor_title, line.from_state, line.to_state) == (
        "begin", "导入", w.officer, w.officer.title, "", "found")  # fmt: skip
    assert line.note == "从表格导入；原编号：旧-7；原状态：未整改"
    assert list(HazardText.narrow(Hazard.objects.all(), "三号仓 石桥")) == [hazard]
    assert list(Uncounted.objects.values_list("township_id", flat=True)) == [w.town.pk]


def test_the_enterprise_is_known_by_code_or_by_name_within_its_village(w):
    assert one(w.officer, 统一社会信用代码=w.firm.credit_code.lower(), 所在村="").enterprise == w.firm
    assert one(w.officer, **{"企业（单位）名称": w.firm.name, "隐患描述": "另一处"}).enterprise == w.firm
    place = one(w.officer, **{"企业（单位）名称": "石桥村", "所在村": "", "隐患描述": "村道护栏缺失"})
    assert (place.enterprise, place.village) == (None, w.village)
    twin = factories.enterprise(w.village2)
    twin.name = w.firm.name
    twin.save()
    hazard = one(w.officer, **{"企业（单位）名称": w.firm.name, "所在村": "柳湾村", "隐患描述": "又一处"})
    assert hazard.enterprise == twin
    assert faults(w, **{"企业（单位）名称": w.firm.name, "所在村": ""})[0][1].startswith("有几家同名企业")


@pytest.mark.parametrize(
    ("values", "header", "said"),
    [
        ({"隐患描述": ""}, "隐患描述", "必须填写"),
        ({"具体位置": ""}, "具体位置", "必须填写"),
        ({"发现日期": ""}, "发现日期", "必须填写"),
        ({"隐患描述": "长" * 1001}, "隐患描述", "超过 1000 个字"),
        ({"所在村": "北岭村"}, "所在村", "没有“北岭村”"),
        ({"所在村": ""}, "所在村", "请填写所在村，或填写企业"),
        ({"企业（单位）名称": "没有这厂"}, "企业（单位）名称", "没有在管辖范围内找到"),
        ({"统一社会信用代码": "91990100MA00000000"}, "统一社会信用代码", ""),
        ({"发现日期": "2026-02-30"}, "发现日期", "不是日期"),
        ({"发现日期": "2099-01-01"}, "发现日期", "不能晚于今天"),
        ({"整改期限": "2026-01-04"}, "整改期限", "不能早于发现日期"),
        ({"等级": "特大"}, "等级", "没有“特大”"),
        ({"行业领域": "太空"}, "行业领域", "没有“太空”"),
        ({"来源": "听说"}, "来源", "没有“听说”"),
        ({"资金": "很多"}, "资金", "不是金额"),
        ({"资金": "-1"}, "资金", "不能小于 0"),
        ({"状态": "已销号"}, "状态", "已办结的隐患没有本系统的照片和验收记录"),
        ({"状态": "已整改"}, "状态", "留在原台账"),
        ({"销号日期": "2026-01-09"}, "销号日期", "留在原台账"),
        ({"状态": "不清楚"}, "状态", "没有“不清楚”"),
    ],
)
def test_a_bad_value_names_column_and_reason(w, values, header, said):
    told = faults(w, **values)
    assert len(told) == 1 and told[0][0] == header and said in told[0][1]


def test_a_firm_of_another_township_or_village_or_closed_is_refused(w):
    assert faults(w, 统一社会信用代码=w.other_firm.credit_code)[0][0] == "统一社会信用代码"
    assert faults(w, 统一社会信用代码=w.firm2.credit_code) == [["所在村", f"{w.firm2.name}登记在柳湾村"]]
    w.firm.status = "closed"
    w.firm.save()
    assert "在营企业" in faults(w, 统一社会信用代码=w.firm.credit_code)[0][1]


def test_a_cited_clause_sets_the_grade_and_must_be_in_force(w):
    clause = Clause.objects.filter(grade="major", standard__valid_from__gt="2020-01-01").select_related("standard").first()
    day = max(clause.standard.valid_from, clock.today() - timedelta(days=1))
    hazard = one(w.officer, 判定依据=clause.cite, 发现日期=str(day))
    assert (hazard.grade, hazard.judged_by.clause, hazard.state) == ("major", clause, "found")
    assert faults(w, 判定依据=clause.cite, 发现日期=str(day), 等级="一般") == [
        ["等级", "与判定依据不一致，该条款为重大隐患"]]  # fmt: skip
    before = clause.standard.valid_from - timedelta(days=1)
    assert faults(w, 判定依据=clause.cite, 发现日期=str(before))[0][0] == "判定依据"


def test_a_major_one_of_an_enterprise_is_led_by_its_principal(w):
    major = {"统一社会信用代码": w.firm.credit_code, "等级": "重大"}
    assert faults(w, **major, 责任人="别人")[0][0] == "责任人"
    rest = {"判定依据": "现场情况", "责任人": w.firm.principal, "整改期限": str(later()), **SETTLED}
    assert one(w.officer, **major, **rest).state == "planning"  # its plan has six parts, which no ledger has


def test_what_is_fully_ordered_enters_ordered(w):
    hazard = one(w.officer, **ORDERED, 整改期限=str(later()))
    assert (hazard.state, hazard.grade, hazard.due_on) == ("planning", "ordinary", later()) and hazard.graded_at
    assert [(line.action, line.from_state, line.to_state) for line in hazard.log.all()] == [
        ("begin", "", "found"), ("order_plan", "found", "planning")]  # fmt: skip
    planned = one(w.officer, **ORDERED, **SETTLED, 整改期限=str(later()), 隐患描述="四号车间漏电")
    assert planned.state == "rectifying" and planned.plan.money == Decimal(2000)
    assert (planned.plan.measures, planned.plan.due_on, planned.plan.by) == ("加装接地线", later(), w.officer)
    assert "加装" not in planned.log.first().note and planned.log.last().action == "submit_plan"
    services.report_done(hazard=planned, by=w.cadre, result="已装", rectified_on=clock.today(), photos=_photo(w.cadre))


def _photo(by):
    from .conftest import photo_ids

    return photo_ids(by)


def test_what_lacks_something_or_is_late_waits_with_its_proposal(w):
    hazard = one(w.officer, **ORDERED, **SETTLED, 整改期限="2026-01-20")
    assert (hazard.state, hazard.grade, hazard.responsible, str(hazard.due_on)) == (
        "found", "ordinary", "卓明达", "2026-01-20")  # fmt: skip
    assert "原整改措施：加装接地线；原资金：2000；原预案：整改前断电" in hazard.log.get().note
    page = as_user(w.officer).get(reverse("hazards:detail", args=[hazard.pk])).content.decode()
    assert 'name="responsible" value="卓明达"' in page and "加装接地线" in page and "2026-01-20" in page
    assert 'name="due_on" value=' not in page  # a limit that is over is set anew
    soon = one(w.liaison, 整改期限=str(later()), 隐患描述="另一处")
    page = as_user(w.officer).get(reverse("hazards:detail", args=[soon.pk])).content.decode()
    assert f'name="due_on" value="{later()}"' in page


def test_the_same_file_twice_adds_nothing(w):
    data = book([ROW, ROW | {"隐患描述": "屋顶漏雨"}, ROW])
    assert brought_in(w.officer, data).counts == {"new": 2, "changed": 0, "same": 0, "faulty": 1}
    assert brought_in(w.officer, data).counts == {"new": 0, "changed": 0, "same": 2, "faulty": 1}
    assert Hazard.objects.count() == 2
    Hazard.objects.filter(description="屋顶漏雨").update(found_on="2026-01-06")  # redated since
    assert brought_in(w.officer, data).counts["same"] == 2


def test_a_slice_written_twice_adds_nothing(w):
    importer = imports.importer_of("hazards")
    for _ in range(2):
        importer.write([dict.fromkeys(HEADERS, "") | ROW], importer.aid(w.officer))
    hazard = Hazard.objects.get()
    assert hazard.log.count() == 1 and hazard.number.endswith("0001")


def test_a_typed_row_that_is_equal_is_known_and_a_cancelled_one_is_told(w):
    typed = found(w, description=ROW["隐患描述"], location="二号车间", enterprise=None, found_on="2026-01-05")
    assert verdicts(w, {})[0][0] == "same"
    services.cancel(hazard=typed, by=w.officer, note="重复")
    assert "已取消" in faults(w)[0][1]


def test_near_ones_are_proposed_as_pairs(w):
    brought_in(w.officer, book([ROW, ROW | {"隐患描述": "二号车间的配电箱未接地", "发现日期": "2026-01-07"}]))
    twins.propose(w.town.pk)
    assert Twin.objects.count() == 1


def test_the_export_comes_back_as_known_and_a_changed_line_is_told(w):
    one(w.officer, **ORDERED, **SETTLED, 整改期限=str(later()))
    found(w, description="甲\r\n乙")
    data = as_user(w.officer).get(reverse("hazards:list"), {"export": "xlsx"}).content
    assert brought_in(w.officer, data).counts == {"new": 0, "changed": 0, "same": 2, "faulty": 0}
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "编号" in row)
    exported = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    exported[1]["整改期限"] = "2026-03-01"
    batch = brought_in(w.officer, book(exported, rows[head]))
    assert (batch.counts["same"], batch.counts["faulty"]) == (1, 1)
    assert batch.rows[1]["faults"] == [["整改期限", "这条隐患已在台账里，内容与表中不同，请在台账里办理"]]


def test_broken_rows_come_back_with_number_and_column_and_the_good_ones_go_in(w):
    rows = [ROW, ROW | {"等级": "特大"}, {}, ROW | {"隐患描述": "屋顶漏雨"}]
    batch = brought_in(w.officer, book(rows))
    assert batch.counts == {"new": 2, "changed": 0, "same": 0, "faulty": 1}
    client = as_user(w.officer)
    page = client.get(reverse("core:import", args=[batch.pk])).content.decode()
    assert '<td class="num">3</td>' in page and "等级：没有“特大”" in page
    failed = load_workbook(io.BytesIO(client.get(reverse("core:import_failed", args=[batch.pk])).content)).active
    told = dict(zip(*failed.iter_rows(values_only=True), strict=True))
    assert (told["原行号"], told["隐患描述"], told["错误列"]) == (3, ROW["隐患描述"], "等级")


def test_the_template_has_stars_choices_and_an_example_that_never_enters(w):
    answer = as_user(w.officer).get(reverse("core:import_template", args=["hazards"]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, example = list(sheet.iter_rows(values_only=True))
    assert head == tuple(f"{h}*" if h in REQUIRED else h for h in HEADERS)
    assert example[0] == EXAMPLE["隐患描述"] and len(sheet.data_validations.dataValidation) == 8
    assert brought_in(w.officer, answer.content).counts == {"new": 0, "changed": 0, "same": 1, "faulty": 0}
    assert verdicts(w, EXAMPLE | {"隐患描述": "真的"})[0][0] == "new"


def test_people_are_told_once_however_many_rows(w):
    trade = {"行业领域": "商贸餐饮"}
    brought_in(w.officer, book([ROW | trade | {"隐患描述": f"第{n}处"} for n in range(3)]))
    brought_in(w.officer, book([ROW | ORDERED | {"隐患描述": f"第{n}点", "整改期限": str(later())} for n in range(3)]))
    told = sorted(Message.objects.values_list("title", "recipient"))
    assert told == sorted(
        [("从原台账导入的隐患待定级", w.department.pk), ("从原台账导入的隐患已定级，请按期整改", w.cadre.pk)]
    )


def test_what_the_upper_level_found_is_held_against_earlier_looks(w, monkeypatch):
    looked = []
    monkeypatch.setattr("hazards.imports.review", looked.append)
    hazard = one(w.officer, 来源="上级交办")
    one(w.officer, 隐患描述="另一处")
    assert looked == [hazard] and not Miss.objects.exists()


@pytest.mark.parametrize("who", ["leader", "discipline", "cadre", "boss", "supervisor"])
def test_others_cannot_import(w, who):
    client = as_user(getattr(w, who))
    for name in ("core:import_upload", "core:import_template"):
        assert client.get(reverse(name, args=["hazards"])).status_code == 403
    assert "imports/new/hazards" not in client.get(reverse("hazards:list")).content.decode()


@pytest.mark.parametrize("who", ["officer", "department", "liaison"])
def test_offices_and_liaisons_find_it_on_the_register(w, who):
    client = as_user(getattr(w, who))
    address = reverse("core:import_upload", args=["hazards"])
    assert address in client.get(reverse("hazards:list")).content.decode()
    assert client.get(address).status_code == 200


def test_a_liaison_brings_in_the_own_villages_and_grades_nothing(w):
    assert faults(w, by=w.liaison, 所在村="柳湾村")[0][0] == "所在村"
    hazard = one(w.liaison, **ORDERED, **SETTLED, 整改期限=str(later()))
    assert (hazard.state, hazard.grade, hazard.source) == ("found", "ordinary", "village")


def test_a_department_brings_in_what_it_supervises(w):
    assert faults(w, by=w.department, 监管站所="应急管理办公室")[0][0] == "监管站所"
    hazard = one(w.department, **ORDERED, **SETTLED, 整改期限=str(later()))
    assert (hazard.office, hazard.state) == (w.office, "planning")  # the plan is the unit's or the safety office's to report
    assert Hazard.objects.visible_to(w.department).filter(pk=hazard.pk).exists()


def test_another_township_sees_nothing_of_it(w):
    assert faults(w, by=w.other_officer)[0][1].startswith("没有“石桥村”")
    hazard = one(w.officer)
    assert not Hazard.objects.visible_to(w.other_officer).filter(pk=hazard.pk).exists()
    told = verdicts(w, {"编号": hazard.number, "所在村": "北岭村"}, by=w.other_officer)
    assert told[0][0] == "new"  # a number of theirs says nothing here


def test_many_rows_take_few_statements(w, django_assert_max_num_queries):
    rows = [dict.fromkeys(HEADERS, "") | ROW | {"隐患描述": f"第{n}处未接地"} for n in range(300)]
    importer = imports.importer_of("hazards")
    with django_assert_max_num_queries(60):
        assert {verdict for verdict, *_ in check(rows, w.officer)} == {"new"}
        importer.write(rows, importer.aid(w.officer))
    assert Hazard.objects.count() == 300


def test_the_export_has_every_column_that_the_import_reads_and_comes_back_whole(w):
    campaign = factories.campaign(w.town)
    hazard = found(w, campaign=campaign)
    data = as_user(w.officer).get(reverse("hazards:list"), {"export": "xlsx"}).content
    rows = [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(data)).active.values]
    head = next(n for n, row in enumerate(rows) if "编号" in row)
    assert set(HEADERS) <= set(rows[head])
    kept = dict(zip(rows[head], rows[head + 1], strict=True)) | {"编号": ""}
    names = (
        "sector",
        "office",
        "campaign",
        "source",
        "enterprise",
        "village",
        "description",
        "location",
        "found_on",
        "found_by",
    )
    before = [getattr(hazard, name) for name in names]
    Hazard.objects.filter(pk=hazard.pk).update(description="原来的一条", location="别处")
    brought_in(w.officer, book([kept], rows[head]))
    again = Hazard.objects.exclude(pk=hazard.pk).get()
    assert [getattr(again, name) for name in names] == before


def test_a_basis_that_names_a_standard_that_had_ended_is_told(w):
    said = faults(w, 等级="重大", 判定依据="重大火灾隐患判定方法", 发现日期="2026-01-05")
    assert said[0][0] == "判定依据" and "应适用《重大火灾隐患判定规则》" in said[0][1]

"""Checklists from and to Excel: row-wise faults, a new version or a new list, and nothing lost on the way round."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from checks import imports, services
from checks.models import Checklist, Item
from checks.services import lists
from core import jobs, xlsx
from core.errors import Refused
from core.imports import read_table
from core.models import ImportBatch, Job
from hazards.models import Clause, Standard
from tests import factories

ROW = {"检查表名称": "冬季用电检查表", "检查内容": "配电箱门关好上锁"}


@pytest.fixture
def clause(w):
    return factories.clause(w.town, text="配电室没有挡鼠板", grade="major")


def own_list(w, name="冬季用电检查表", **item):
    row = services.new_list(name=name, audience="both", confidential=False, by=w.officer, topic="gear")
    services.add_item(version=row.draft, text="配电箱门关好上锁", by=w.officer, group="用电", **item)
    services.publish(version=row.draft, by=w.officer)
    return Checklist.objects.get(pk=row.pk)


def verdicts(w, *rows):
    return imports.check(list(rows), w.officer)


def faults(w, **values):
    return dict(map(tuple, verdicts(w, ROW | values)[0][1]))


def exported(version):
    return xlsx.write(
        "检查表", imports.COLUMNS, version.items.select_related("version__checklist__sector", "clause__standard")
    )


def test_an_office_does_not_write_into_the_lists_of_others(w):
    own_list(w)
    reader = imports.Reader(w.department)
    assert reader.lists == {} and imports.check([ROW | {"结果保密": "是"}], w.department)[0][0] == "faulty"
    assert reader.draft(reader.row(ROW)[0]).checklist.office == w.department.membership.office


def brought_in(w, data):
    client = Client()
    client.force_login(w.officer)
    client.post(reverse("core:import_upload", args=["checklists"]), {"file": SimpleUploadedFile("检查表.xlsx", data)})
    batch = ImportBatch.objects.latest("created_at")
    jobs.run(Job.objects.get(key=f"check:{batch.pk}").pk)
    batch.refresh_from_db()
    if batch.state == "checked":
        client.post(reverse("core:import_commit", args=[batch.pk]))
        jobs.run(Job.objects.get(key=f"commit:{batch.pk}").pk)
        batch.refresh_from_db()
    return batch


def sheet(*rows):
    columns = [xlsx.Column(header, lambda row, h=header: row.get(h, "")) for header in imports.HEADERS]
    return xlsx.write("检查表", columns, rows)


def test_an_unknown_name_makes_a_new_list_as_a_draft(w):
    head = ROW | {"对象": "企业", "类别": "设备设施"}
    brought_in(w, sheet(head, head | {"检查内容": "插座没有发黑"}))
    row = Checklist.objects.get(name="冬季用电检查表")
    assert (row.township, row.audience, row.topic, row.current) == (w.town, "enterprises", "gear", None)
    assert [item.text for item in row.draft.items.all()] == ["配电箱门关好上锁", "插座没有发黑"]


def test_a_known_list_gets_a_new_version_and_the_old_one_stays(w):
    old = own_list(w)
    brought_in(w, sheet(ROW | {"类别": "设备设施", "序号": "1", "检查内容": "配电箱有漏电保护", "分组": "用电"}))
    row = Checklist.objects.get(pk=old.pk)
    assert row.draft.number == 2 and row.draft.items.get().text == "配电箱有漏电保护"
    assert row.current.items.get().text == "配电箱门关好上锁"


def test_what_was_exported_comes_back_as_the_same(w, clause):
    row = own_list(w, clause=clause, help="逐个看", photo_when_bad=False)
    services.add_item(
        version=services.new_draft(checklist=row, by=w.officer), text="几个配电箱", kind="number", by=w.officer
    )
    draft = Checklist.objects.get(pk=row.pk).draft
    table = [texts for _, texts in read_table(exported(draft), imports.HEADERS, imports.REQUIRED)]
    assert [verdict for verdict, *_ in verdicts(w, *table)] == ["same", "same"]


def test_a_list_brought_in_under_another_name_loses_no_column(w):
    of = own_list(w, help="逐个看", photo_when_bad=False, basis="本镇规定第三条", grade="ordinary")
    table = read_table(exported(of.current), imports.HEADERS, imports.REQUIRED)
    values = [texts | {"检查表名称": "另一张表"} for _, texts in table]
    brought_in(w, sheet(*values))
    copy = Checklist.objects.get(name="另一张表")
    fields = lists.COPIED
    assert list(copy.draft.items.values(*fields)) == list(of.current.items.values(*fields))
    assert (copy.topic, copy.audience, copy.confidential) == (of.topic, of.audience, of.confidential)


@pytest.mark.parametrize(
    ("values", "header", "said"),
    [
        ({"检查内容": ""}, "检查内容", "必须填写"), ({"检查表名称": ""}, "检查表名称", "必须填写"),
        ({"答法": "随便"}, "答法", "没有“随便”"), ({"序号": "三"}, "序号", "不是序号"), ({"序号": "0"}, "序号", "不是序号"),
        ({"检查内容": "长" * 201}, "检查内容", "超过 200 个字"), ({"标准文号": "无此文"}, "条款号", "要一起写"),
        ({"标准文号": "无此文", "条款号": "第一条"}, "条款号", "没有今天有效的"), ({"结果保密": "是"}, "问题转为", "不能转隐患"),
        ({"问题转为": "涉亡线索"}, "问题转为", "只能放在结果保密"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_reason(w, values, header, said):
    assert said in faults(w, **values)[header]


def test_a_number_twice_and_two_heads_are_faulty_from_the_second_row_on(w):
    one = ROW | {"序号": "1"}
    assert [verdict for verdict, *_ in verdicts(w, one, one)] == ["new", "faulty"]
    assert [verdict for verdict, *_ in verdicts(w, ROW, ROW | {"对象": "村"})] == ["new", "faulty"]


def test_what_is_fixed_of_a_list_cannot_be_imported_otherwise(w):
    own_list(w)
    assert "不能改" in faults(w, 类别="设备设施", 对象="村")["对象"]


def test_bad_rows_come_back_and_the_good_ones_go_in(w):
    batch = brought_in(w, sheet(ROW, ROW | {"检查内容": ""}, ROW | {"检查内容": "插座完好", "答法": "猜"}))
    assert batch.counts == {"new": 1, "changed": 0, "same": 0, "faulty": 2}
    assert Item.objects.filter(version__checklist__name="冬季用电检查表").count() == 1


def test_imported_twice_nothing_is_doubled(w):
    rows = [ROW | {"序号": "1"}, ROW | {"序号": "2", "检查内容": "插座完好"}]
    for _ in range(2):
        brought_in(w, sheet(*rows))
    assert Checklist.objects.filter(name="冬季用电检查表").count() == 1
    assert Item.objects.filter(version__checklist__name="冬季用电检查表").count() == 2


def test_a_clause_sets_grade_and_basis_of_the_item(w, clause):
    own_list(w, name="空表")
    given = {"标准文号": clause.standard.document, "条款号": clause.number, "隐患等级": "一般隐患"}
    assert verdicts(w, ROW | given)[0][0] == "new"
    brought_in(w, sheet(ROW | given))
    item = Item.objects.get(version__checklist__name="冬季用电检查表")
    assert (item.clause, item.grade, item.basis) == (clause, "major", clause.cite)


def test_a_clause_of_another_township_is_unknown(w):
    other = factories.clause(w.other_town)
    assert "没有今天有效的" in faults(w, 标准文号=other.standard.document, 条款号=other.number)["条款号"]


@pytest.mark.parametrize("who", ["leader", "liaison", "cadre", "boss", "supervisor"])
def test_only_offices_import(client, w, who):
    client.force_login(getattr(w, who))
    assert client.get(reverse("core:import_upload", args=["checklists"])).status_code == 403


def test_the_template_has_stars_and_choices(w):
    book = load_workbook(io.BytesIO(imports.template(w.officer)))
    heads = [cell.value for cell in book["检查表"][1]]
    assert "检查内容*" in heads and "标准文号" in heads
    assert book["检查表"].data_validations.count == len(imports.options())


def test_the_export_is_for_those_who_read_lists(client, w):
    row = own_list(w)
    url = reverse("checks:version_export", args=[row.current.pk])
    for who, status in (("officer", 200), ("leader", 200), ("other_officer", 404), ("boss", 403)):
        client.force_login(getattr(w, who))
        assert client.get(url).status_code == status


def test_an_expired_clause_is_not_in_the_table_nor_published(w, clause):
    row = services.new_list(name="旧条款", audience="both", confidential=False, by=w.officer)
    services.add_item(version=row.draft, text="旧的", by=w.officer, clause=clause)
    Standard.objects.filter(pk=clause.standard_id).update(valid_to="2020-01-01")
    with pytest.raises(Refused, match="第 1 项的判定条款或依据今天不在有效期内"):
        services.publish(version=row.draft, by=w.officer)
    assert "没有今天有效的" in faults(w, 标准文号=clause.standard.document, 条款号=clause.number)["条款号"]
    assert Clause.objects.get(pk=clause.pk).check_items.count() == 1


def test_of_two_standards_of_one_document_the_name_decides(w):
    fireworks = Clause.objects.get(standard__trade="烟花爆竹", number="四")
    row = own_list(w, clause=fireworks)
    table = [texts for _, texts in read_table(exported(row.current), imports.HEADERS, imports.REQUIRED)]
    assert [verdict for verdict, *_ in verdicts(w, *table)] == ["same"]
    said = {"标准文号": fireworks.standard.document, "条款号": "四"}
    assert "请写标准名称" in faults(w, **said)["条款号"]
    reader = imports.Reader(w.officer)
    for trade in ("烟花爆竹", "危险化学品"):
        clause = Clause.objects.get(standard__trade=trade, number="四")
        assert reader.row(ROW | said | {"标准名称": clause.standard.name})[0]["条款号"] == clause

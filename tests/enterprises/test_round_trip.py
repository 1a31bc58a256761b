"""The register goes out as a workbook and comes back."""

import io
import itertools

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import imports, jobs
from core.models import ImportBatch
from enterprises.enums import RiskColour, Scale, Status
from enterprises.imports import HEADERS, REQUIRED
from enterprises.models import Enterprise
from places.models import Sector
from tests import factories
from tests.enterprises.test_imports import GOOD, book, row


@pytest.fixture
def register(w):
    """An enterprise for each scale × risk × state, with every field filled and awkward words in it."""
    sectors = itertools.cycle(Sector.objects.all())
    awkward = itertools.cycle(["=1+1", "第一行\n第二行", "00123", "“引号”、<b>&amp;", "2026-01-05", "1.0", "是", "-"])
    for scale, colour, status in itertools.product(Scale.values, ["", *RiskColour.values], Status.values):
        factories.enterprise(
            w.village, scale=scale, risk_colour=colour, status=status, sector=next(sectors), high_risk=colour == "red",
            supervising_office=w.office if colour else None, address=next(awkward), note=next(awkward), employees=37,
            safety_officer="祁远山", principal_phone="13812345678",
        )  # fmt: skip
    return list(Enterprise.objects.visible_to(w.officer))


@pytest.fixture
def exported(client, w, register):
    client.force_login(w.officer)
    return client.get(reverse("enterprises:list"), {"export": "xlsx"}).content


def checked(data, by):
    batch, job = imports.upload(kind="enterprises", name="台账.xlsx", data=data, by=by)
    jobs.run(job.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def edited(data, change):
    table = load_workbook(io.BytesIO(data))
    change(table.active)
    out = io.BytesIO()
    table.save(out)
    return out.getvalue()


def column(header):
    return HEADERS.index(header) + 1


def test_every_row_comes_back_without_a_change(exported, register, w):
    batch = checked(exported, w.officer)
    assert batch.counts == {"new": 0, "changed": 0, "same": len(register), "faulty": 0} and len(register) > 70


def test_a_table_without_a_change_offers_nothing_to_import(exported, register, w, client):
    batch = checked(exported, w.officer)
    page = client.get(reverse("core:import", args=[batch.pk])).content.decode()
    assert f'无变化 <b class="num">{len(register)}</b>' in page and "导入没有错误的行" not in page


def test_each_changed_cell_is_named_with_old_and_new(exported, w):
    def change(sheet):
        sheet.cell(2, column("规模"), "大型" if sheet.cell(2, column("规模")).value != "大型" else "中型")
        sheet.cell(3, column("备注"), "搬到新址")
        sheet.cell(4, column("监管站所"), "")
        sheet.cell(5, column("所在村"), "柳湾村")

    batch = checked(edited(exported, change), w.officer)
    changes = [row["changes"] for row in batch.rows if row["changes"]]
    assert batch.counts["changed"] == len(changes) and [c[0] for line in changes for c in line][:2] == ["规模", "备注"]
    assert ["备注", Enterprise.objects.visible_to(w.officer)[1].note, "搬到新址"] in changes[1]


def test_changes_are_told_in_the_words_of_the_table(exported, w):
    """Not by the codes the database keeps."""

    def change(sheet):
        for n in range(2, 12):
            sheet.cell(n, column("规模"), "个体工商户" if sheet.cell(n, column("规模")).value == "大型" else "大型")
            sheet.cell(n, column("高危"), "是" if sheet.cell(n, column("高危")).value == "否" else "否")

    told = {word for row in checked(edited(exported, change), w.officer).rows for c in row["changes"] for word in c[1:]}
    assert told <= {"是", "否", *Scale.labels}


def test_what_was_changed_is_written_and_kept_in_the_history(exported, w, client):
    batch = checked(edited(exported, lambda sheet: sheet.cell(2, column("地址"), "新街 9 号")), w.officer)
    jobs.run(imports.commit(batch=batch, by=w.officer).pk)
    firm = Enterprise.objects.get(address="新街 9 号")
    assert firm.version == 2 and firm.history.first().history_user == w.officer
    assert "新街 9 号" in client.get(reverse("enterprises:detail", args=[firm.pk])).content.decode()


@pytest.mark.django_db
def test_a_long_table_is_written_without_asking_for_the_options_at_each_row(w, django_assert_max_num_queries):
    batch = checked(book(*[row(企业名称=f"企业{n}") for n in range(60)]), w.officer)
    job = imports.commit(batch=batch, by=w.officer)
    with django_assert_max_num_queries(60 * 5 + 40):
        jobs.run(job.pk)
    assert Enterprise.objects.filter(name__startswith="企业").count() == 60


def test_the_template_offers_the_villages_of_the_own_township(client, w):
    client.force_login(w.officer)
    table = load_workbook(io.BytesIO(client.get(reverse("core:import_template", args=["enterprises"])).content))
    head = [cell.value for cell in table["企业"][1]]
    assert head == [f"{header}*" if header in REQUIRED else header for header in HEADERS]
    options = {cell.value for line in table["选项"].iter_rows() for cell in line}
    assert {"石桥村", "柳湾村", w.office.name, "大型"} <= options and "北岭村" not in options
    assert table["选项"].sheet_state == "hidden" and "一次最多 100000 行" in str([c.value for c in table["填写说明"]["A"]])


def test_the_filled_in_template_is_an_import(client, w):
    client.force_login(w.officer)
    data = client.get(reverse("core:import_template", args=["enterprises"])).content
    code = factories.credit_code()

    def fill(sheet):
        for header, value in {**GOOD, "统一社会信用代码": code}.items():
            sheet.cell(2, column(header), value)

    assert checked(edited(data, fill), w.officer).counts == {"new": 1, "changed": 0, "same": 0, "faulty": 0}


@pytest.mark.parametrize(
    ("header", "value", "words"),
    [
        ("企业名称", "", "必须填写"), ("企业名称", "长" * 81, "超过 80 个字"), ("从业人数", "十人", "不是整数"),
        ("从业人数", "-3", "不是整数"), ("规模", "巨型", "没有“巨型”"), ("高危", "也许", "没有“也许”"),
        ("统一社会信用代码", "1" * 17, "应为 18 位"), ("负责人手机", "12345", "手机"), ("行业领域", "航天", "没有“航天”"),
        ("从业人数", "99999999999", "人数过大"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_reason(w, header, value, words):
    (found,) = checked(book(row(**{header: value})), w.officer).rows
    assert found["verdict"] == "faulty" and found["faults"][0][0] == header and words in found["faults"][0][1]

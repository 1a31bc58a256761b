"""The register from and to a workbook."""

import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core import imports, jobs
from core.errors import Refused
from core.models import ImportBatch, Job
from enterprises.imports import HEADERS, REQUIRED, Reader
from enterprises.models import Enterprise
from tests import factories

GOOD = {"企业名称": "恒远机械厂", "所在村": "石桥村", "行业领域": "冶金工贸", "主要负责人": "季长河"}


def book(*rows, headers=HEADERS):
    out, table = io.BytesIO(), Workbook()
    table.active.append(list(headers))
    for row in rows:
        table.active.append([row.get(header, "") for header in headers])
    table.save(out)
    return out.getvalue()


def row(**fields):
    return {**GOOD, "统一社会信用代码": factories.credit_code(), **fields}


def checked(data, by):
    batch, job = imports.upload(kind="enterprises", name="台账.xlsx", data=data, by=by)
    jobs.run(job.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def committed(data, by):
    batch = checked(data, by)
    jobs.run(imports.commit(batch=batch, by=by).pk)
    return ImportBatch.objects.get(pk=batch.pk)


def test_good_rows_come_in_and_bad_ones_are_named_by_row_and_column(w):
    bad = row(**{"统一社会信用代码": "91990100MA00000000", "所在村": "北岭村"})
    batch = committed(book(row(), {}, bad), w.officer)
    assert batch.counts == {"new": 1, "changed": 0, "same": 0, "faulty": 1}
    assert Enterprise.objects.get(name="恒远机械厂").created_by == w.officer
    fault = batch.rows[1]
    assert fault["n"] == 4 and {header for header, _ in fault["faults"]} == {"统一社会信用代码", "所在村"}


def test_many_are_written_as_one_by_one_with_history_and_what_follows(w, client):
    factories.permit(w.firm)
    fresh = [row(**{"企业名称": f"甲厂{n}"}) for n in range(3)]
    known = row(**{"统一社会信用代码": w.firm.credit_code, "企业名称": "鲸鱼机械厂", "所在村": w.village2.name})
    before = w.firm.version
    committed(book(*fresh, known), w.officer)
    firm = Enterprise.objects.get(pk=w.firm.pk)
    assert (firm.name, firm.initials, firm.village, firm.version) == ("鲸鱼机械厂", "JYJXC", w.village2, before + 1)
    assert firm.permits.get().village == w.village2 and w.boss.memberships.get().place == w.village2
    assert [(line.history_type, line.history_user) for line in firm.history.all()[:1]] == [("~", w.officer)]
    made = Enterprise.objects.get(name="甲厂1")
    line = made.history.get()
    assert (line.history_type, line.history_user, line.name, line.village) == ("+", w.officer, "甲厂1", made.village)
    assert made.initials == "JC1" and made.created_by == w.officer


def test_nothing_is_written_before_the_officer_says_so(w):
    before = Enterprise.objects.count()
    assert checked(book(row()), w.officer).state == "checked" and Enterprise.objects.count() == before


def test_the_export_comes_back_without_a_change(client, w):
    client.force_login(w.officer)
    data = client.get(reverse("enterprises:list"), {"export": "xlsx"}).content
    assert checked(data, w.officer).counts == {"new": 0, "changed": 0, "same": 2, "faulty": 0}


def test_a_second_import_updates_by_code_and_says_what(w):
    code = w.firm.credit_code
    batch = committed(book(row(**{"统一社会信用代码": code}), headers=("统一社会信用代码", *GOOD)), w.officer)
    assert batch.rows[0]["changes"] == [["企业名称", w.firm.name, "恒远机械厂"]]
    w.firm.refresh_from_db()
    assert w.firm.name == "恒远机械厂" and w.firm.principal_phone == "13800000000" and w.firm.version == 2


def test_a_code_twice_and_a_code_next_door_are_faulty(w):
    twice = row()
    batch = checked(book(twice, twice, row(**{"统一社会信用代码": w.other_firm.credit_code})), w.officer)
    assert [r["verdict"] for r in batch.rows] == ["new", "faulty", "faulty"]
    assert "重复" in batch.rows[1]["faults"][0][1] and w.other_firm.name not in str(batch.rows)


def test_failed_rows_are_handed_back_with_reasons_and_go_in_when_corrected(w):
    batch = checked(book(row(**{"所在村": "无名村"})), w.officer)
    table = load_workbook(io.BytesIO(imports.failed_rows(batch)))
    assert "没有“无名村”" in table.active.cell(2, len(HEADERS) + 1).value
    table.active.cell(2, HEADERS.index("所在村") + 1, "石桥村")
    out = io.BytesIO()
    table.save(out)
    assert checked(out.getvalue(), w.officer).counts["new"] == 1


def test_full_width_digits_apostrophes_and_reordered_columns_are_understood(w):
    code = factories.credit_code()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    given = row(**{"统一社会信用代码": wide, "负责人手机": "'13812345678", "从业人数": "１２"})
    committed(book(given, headers=tuple(reversed(HEADERS))), w.officer)
    firm = Enterprise.objects.get(credit_code=code)
    assert (firm.principal_phone, firm.employees) == ("13812345678", 12)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/big.xml", b"0" * (imports.MAX_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"%PDF-1.7", "不是 Excel"),
        (lambda: b"", "不是 Excel"),
        (lambda: b"PK\x03\x04broken", "读不出"),
        (bomb, "过大"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16le"), "密码"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 600, "读不出"),
        (lambda: book(GOOD, headers=("名字", "所在村")), "表头缺少"),
        (lambda: book(), "没有数据行"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(data, words):
    with pytest.raises(Refused, match=words):
        imports.read_table(data(), HEADERS, REQUIRED)


@pytest.mark.parametrize("text", ["2026-1-5", "2026/01/05", "2026.1.5", "2026年1月5日", "20260105", "２０２６-01-05"])
def test_days_are_read_in_the_spellings_people_use(text):
    assert imports.date_of(text).isoformat() == "2026-01-05"
    with pytest.raises(ValueError, match="不是日期"):
        imports.date_of("明天")


def test_a_merged_cell_counts_for_each_row_it_covers():
    table = load_workbook(io.BytesIO(book(GOOD, {**GOOD, "所在村": ""}, headers=tuple(GOOD))))
    table.active.merge_cells("B2:B3")
    out = io.BytesIO()
    table.save(out)
    rows = imports.read_table(out.getvalue(), tuple(GOOD), tuple(GOOD))
    assert [r["所在村"] for _, r in rows] == ["石桥村", "石桥村"]


def test_the_officer_uploads_looks_and_commits_in_the_portal(client, w):
    client.force_login(w.officer)
    file = io.BytesIO(book(row()))
    file.name = "台账.xlsx"
    client.post(reverse("core:import_upload", args=["enterprises"]), {"file": file})
    jobs.run(Job.objects.get(kind="core.import_check").pk)
    batch = ImportBatch.objects.get()
    assert "新增" in client.get(reverse("core:import", args=[batch.pk])).content.decode()
    for _ in range(2):
        client.post(reverse("core:import_commit", args=[batch.pk]))
    jobs.run(Job.objects.get(kind="core.import_commit").pk)
    assert Enterprise.objects.filter(name="恒远机械厂").count() == 1
    client.force_login(w.other_officer)
    assert client.get(reverse("core:import", args=[batch.pk])).status_code == 404


def test_the_template_has_drop_downs_and_only_the_officer_gets_it(client, w):
    client.force_login(w.officer)
    data = client.get(reverse("core:import_template", args=["enterprises"])).content
    table = load_workbook(io.BytesIO(data))
    assert len(table["企业"].data_validations.dataValidation) == 9 and "填写说明" in table.sheetnames
    client.force_login(w.cadre)
    assert client.get(reverse("core:import_upload", args=["enterprises"])).status_code == 403


def test_a_row_that_is_judged_again_and_written_is_read_once(w, monkeypatch):
    batch, read = checked(book(row(), row()), w.officer), []
    once = Reader._read
    monkeypatch.setattr(Reader, "_read", lambda self, texts: read.append(texts) or once(self, texts))
    jobs.run(imports.commit(batch=batch, by=w.officer).pk)
    assert len(read) == 2 and Enterprise.objects.filter(name="恒远机械厂").count() == 2

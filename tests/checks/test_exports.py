"""The register as a workbook, for each reader."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories

from .conftest import a_check, a_list, secret_check, submitted


def rows_of(client, person, **query):
    client.force_login(person)
    answer = client.get(reverse("checks:list"), {"export": "xlsx"} | query)
    head, *rows = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_row_tells_unit_list_campaign_days_and_result(client, w):
    campaign = factories.campaign(w.town, name="冬季行动")
    check = submitted(w, a_check(w, campaign=campaign))
    row = rows_of(client, w.officer)[0]
    assert (row["序号"], row["单位"], row["所在村"], row["专项行动"]) == (1, w.firm.name, "石桥村", "冬季行动")
    assert (row["检查表"], row["版本"], row["状态"], row["结果"]) == (
        check.version.checklist.name,
        "第1版",
        "待审核",
        "零报告",
    )
    assert row["完成期限"].date() == check.due_on and row["提交时间"] and row["签名人"] == "季长河"


def test_what_is_not_handed_in_has_empty_cells(client, w):
    a_check(w, place=w.village2)
    row = rows_of(client, w.officer)[0]
    assert row["单位"] == "柳湾村" and not any(row[name] for name in ("结果", "签名人", "提交时间", "专项行动"))


def test_numbers_begin_anew_in_each_workbook(client, w):
    of = a_list()
    a_check(w, of)
    a_check(w, of, firm=w.firm2)
    assert (
        [row["序号"] for row in rows_of(client, w.officer)] == [1, 2] == [row["序号"] for row in rows_of(client, w.officer)]
    )


@pytest.mark.parametrize(
    ("role", "count", "result"),
    [("officer", 1, "保密"), ("leader", 1, "保密"), ("discipline", 0, ""), ("supervisor", 0, "")],
)  # noqa: E501
def test_a_confidential_row_for_each_reader(client, w, role, count, result):
    submitted(w, secret_check(w), value="no")
    rows = rows_of(client, getattr(w, role))
    assert [row["结果"] for row in rows] == [result] * count


def test_the_neighbours_export_is_empty(client, w):
    a_check(w)
    assert rows_of(client, w.other_officer) == []


def test_a_name_that_looks_like_a_formula_stays_a_text(client, w):
    w.firm.name = "=1+1厂"
    w.firm.save()
    a_check(w)
    assert rows_of(client, w.officer)[0]["单位"] == "=1+1厂"


def test_a_phone_gets_pages_not_workbooks(client, w):
    a_check(w)
    client.force_login(w.boss)
    answer = client.get(reverse("checks:list"), {"export": "xlsx"})
    assert answer.headers["Content-Type"].startswith("text/html")

"""Workbooks on their way out."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from core import xlsx


def sheet(*values, heading="", title="台账"):
    columns = [xlsx.Column(f"列{n}", lambda row, n=n: row[n]) for n in range(len(values))]
    return load_workbook(io.BytesIO(xlsx.write(title, columns, [values], heading=heading))).active


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A0", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_no_formula_is_born_from_data(text):
    cell = sheet(text)["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_a_heading_is_no_formula_either():
    assert sheet("x", heading="=1+1")["A1"].data_type == "s"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "是"), (False, "否"), (7, 7), (Decimal("12.50"), 12.5), (None, None), ("a\x00b\x0bc", "abc"),
        ("一\n二", "一\n二"), ("甲\uffff乙", "甲乙"), ("13800000000", "13800000000"), ("00123", "00123"),
        (date(2026, 1, 5), datetime(2026, 1, 5)),
        (datetime(2026, 1, 4, 18, 30, tzinfo=UTC), datetime(2026, 1, 5, 2, 30)),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_meant(value, shown):
    assert sheet(value)["A2"].value == shown


def test_an_enormous_text_still_opens():
    assert len(sheet("长" * 40_000)["A2"].value) == 32_767


def test_the_table_has_a_frozen_bold_head_repeated_in_print():
    page = sheet("甲", heading="某镇台账")
    assert page["A1"].value == "某镇台账" and page["A2"].font.bold
    assert page.freeze_panes == "A3" and page.print_title_rows == "$2:$2"


def test_a_column_follows_a_path_past_what_is_empty():
    row = SimpleNamespace(a=SimpleNamespace(b=lambda: 3), c=None)
    assert xlsx.Column("x", "a__b").value(row) == 3
    assert xlsx.Column("x", "c__b").value(row) is None


def test_a_long_title_is_cut_to_what_excel_takes():
    assert len(sheet("x", title="很长的标题" * 10).title) == 31

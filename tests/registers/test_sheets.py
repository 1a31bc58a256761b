"""The shipped form, reading the heads of others, filling them in without losing their look."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from core.xlsx import dump
from registers import exports
from registers.columns import COLUMNS, COUNTED
from registers.sheets import filling, reading, shipped
from registers.tally import Line


def line(name, **values):
    return Line(name, name, dict.fromkeys(COUNTED, 0) | values)


LINES = [
    line("石桥村", o_found=3, o_done=1, money=Decimal(15000)),
    line("柳湾村", m_found=2, m_done=2),
    line("合计", o_found=3, m_found=2),
]


def book_of(data):
    return load_workbook(io.BytesIO(data))


def filled(data, lines=LINES):
    return book_of(filling.filled(data, "2026年10月隐患排查治理情况统计表", "云溪镇人民政府", lambda span: lines))


def county_form(*, rows=0, footer=False, title="青禾县重大隐患排查整改治理情况统计表", names=()):
    """A form as a county might make it: title over all, groups over columns, its own order, look and notes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "附件2"
    heads = ["序号", "乡镇（村）", "整改率", "排查数", "整改数", "销号数", "排查数", "列入治理计划数", "备注"]
    sheet.append([title])
    sheet.merge_cells("A1:I1")
    sheet.append(["序号", "乡镇（村）", "一般隐患", None, None, "重大隐患排查治理情况", None, None, "备注"])
    sheet.append([None, None, *heads[2:8], None])
    for span in ("A2:A3", "B2:B3", "C2:E2", "F2:H2", "I2:I3"):
        sheet.merge_cells(span)
    for column in range(1, 10):
        item = sheet.cell(4, column)
        item.font, item.fill = Font(name="仿宋", size=13), PatternFill("solid", fgColor="FFEECC")
    sheet["C4"].number_format = "0.00%"
    sheet.row_dimensions[4].height = 31
    for number, name in enumerate(names, 4):
        sheet.cell(number, 2).value = name
    if footer:
        sheet["A6"] = "填表人：　　　审核人："
        sheet.merge_cells("A6:I6")
    sheet.column_dimensions["B"].width = 33
    sheet.print_area = "A1:I30"
    return dump(book)


def test_the_shipped_form_is_wholly_understood_on_both_sheets():
    book = book_of(shipped.monthly())
    assert book.sheetnames == ["本月", "本年累计"]
    for sheet in book:
        place = reading.read(sheet)
        assert place.missing == [] and (place.name, place.serial, place.first) == (2, 1, 5)
        assert list(place.columns.values()) == [column.key for column in COLUMNS]


def test_a_filled_form_keeps_merged_heads_widths_and_what_is_printed():
    empty, book = book_of(shipped.monthly())["本月"], filled(shipped.monthly())
    sheet = book["本月"]
    assert {str(span) for span in sheet.merged_cells.ranges} == {str(span) for span in empty.merged_cells.ranges}
    assert "A3:A4" in {str(span) for span in sheet.merged_cells.ranges} and sheet["C3"].value == "检查单位"
    assert sheet.column_dimensions["B"].width == empty.column_dimensions["B"].width
    assert sheet.print_title_rows == "$3:$4" and sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.freeze_panes == "C5"


def test_lines_stand_under_the_head_each_in_the_form_of_the_first():
    sheet = filled(shipped.monthly())["本月"]
    assert [sheet.cell(row, 2).value for row in (5, 6, 7)] == ["石桥村", "柳湾村", "合计"]
    assert [sheet.cell(row, 1).value for row in (5, 6, 7)] == [1, 2, 3]
    assert sheet["F5"].value == 3 and sheet["G5"].value == 1 and sheet["P5"].value == Decimal("1.5")
    for row in (5, 6, 7):
        assert sheet.cell(row, 8).number_format == "0.0%" and sheet.cell(row, 8).border.left.style == "thin"
    assert sheet["H5"].value == pytest.approx(0.333) and sheet["H6"].value == "—"


def test_the_title_says_month_and_span_and_the_unit_is_filled_in():
    book = filled(shipped.monthly())
    assert book["本月"]["A1"].value == "2026年10月隐患排查治理情况统计表（本月）"
    assert book["本年累计"]["A1"].value.endswith("（本年累计）")
    assert book["本月"]["A2"].value == "填报单位：云溪镇人民政府"


def test_each_sheet_gets_its_own_span():
    asked = []
    filling.filled(shipped.monthly(), "表", "镇", lambda span: asked.append(span) or LINES)
    assert asked == ["month", "year"]


def test_the_head_of_another_form_is_read_by_its_words_whatever_the_title_says():
    place = reading.read(book_of(county_form()).active)
    assert place.columns == {3: "o_rate", 4: "o_found", 5: "o_done", 6: "m_done", 7: "m_found", 8: "m_plan"}
    assert (place.name, place.serial, place.first) == (2, 1, 4)


def test_another_form_is_filled_in_its_order_and_look():
    sheet = filled(county_form()).active
    assert [sheet.cell(4, column).value for column in (1, 2, 4, 5)] == [1, "石桥村", 3, 1]
    assert [sheet.cell(5, column).value for column in (6, 7)] == [2, 2]
    for row in (4, 5, 6):
        assert sheet.cell(row, 4).font.name == "仿宋" and sheet.cell(row, 4).fill.fgColor.rgb.endswith("FFEECC")
        assert sheet.row_dimensions[row].height == 31
    assert sheet["C4"].value == pytest.approx(0.333) and sheet["C4"].number_format == "0.00%"
    assert sheet["A1"].value == "青禾县重大隐患排查整改治理情况统计表" and sheet.column_dimensions["B"].width == 33
    assert "A1:I1" in {str(span) for span in sheet.merged_cells.ranges} and sheet.print_area.endswith("$A$1:$I$30")


def test_what_stands_below_the_lines_is_pushed_down_whole():
    sheet = filled(county_form(footer=True)).active
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == ["石桥村", "柳湾村", "合计"]
    assert sheet["A7"].value == "填表人：　　　审核人：" and "A7:I7" in {str(span) for span in sheet.merged_cells.ranges}
    assert "A6:I6" not in {str(span) for span in sheet.merged_cells.ranges}


def test_a_form_that_names_its_units_is_filled_by_name_and_the_rest_comes_after():
    sheet = filled(county_form(names=("柳湾村", "石桥村"))).active
    assert (sheet["B4"].value, sheet["F4"].value) == ("柳湾村", 2) and (sheet["B5"].value, sheet["D5"].value) == (
        "石桥村",
        3,
    )
    assert sheet["B6"].value == "合计"


@pytest.mark.parametrize("heads", [[], ["单位", "人数"], ["序号", "一般隐患排查", "一般隐患整改", "重大隐患排查"]])
def test_a_head_without_units_or_numbers_is_not_understood(heads):
    book = Workbook()
    book.active.append(heads)
    assert reading.read(book.active) is None


def test_sheets_that_are_not_understood_are_left_as_they_are():
    book = book_of(county_form())
    book.create_sheet("填表说明")["A1"] = "按时报送"
    assert filled(dump(book))["填表说明"]["A1"].value == "按时报送"


def test_no_name_becomes_a_formula():
    sheet = filled(shipped.monthly(), [line("=1+1")])["本月"]
    assert sheet["B5"].data_type == "s" and sheet["B5"].value == "=1+1"


def test_the_ten_column_form_has_its_head_unit_and_print_settings():
    rows = [[n, "甲厂", None, "周文", "护栏缺失", "一般隐患", "=加装", "季长河", None, "已整改"] for n in (1, 2)]
    sheet = book_of(
        shipped.table("登记表", "填报单位：云溪镇", exports.BIG_CHECK_HEADS, exports.BIG_CHECK_WIDTHS, rows)
    ).active
    assert [item.value for item in sheet[3]] == list(exports.BIG_CHECK_HEADS) and len(exports.BIG_CHECK_HEADS) == 10
    assert {str(span) for span in sheet.merged_cells.ranges} == {"A1:J1", "A2:J2"} and sheet[
        "A2"
    ].value == "填报单位：云溪镇"
    assert sheet.print_title_rows == "$3:$3" and sheet.print_area.endswith("$A$1:$J$5")
    assert sheet["G4"].data_type == "s" and sheet.page_setup.orientation == "landscape"

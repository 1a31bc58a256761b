"""The forms the portal brings along: merged heads, widths, number formats, borders, one landscape A4 wide."""

import io

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.xlsx import HEAD_FILL, LINE, cell, dump

from ..columns import COLUMNS, SPANS, groups

SONG = "宋体"
FORMATS = {"rows": "0", "rate": "0.0%", "money": "0.00"}
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
NAME = "单位（行业）"


def monthly():
    """Bytes of the empty monthly form: a sheet for the month and one for the year so far."""
    book = Workbook()
    for number, word in enumerate(SPANS.values()):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = word
        _title(sheet, "隐患排查治理情况统计表", len(COLUMNS) + 2)
        _head(sheet)
        _line(sheet)
        page(sheet, "3:4", 5)
    return dump(book)


def _title(sheet, title, width):
    """Title and the line for who fills it in, both across the table."""
    sheet.append([title])
    sheet.append(["填报单位："])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet["A1"].font, sheet["A1"].alignment = Font(name=SONG, size=18, bold=True), MIDDLE
    sheet["A2"].font = Font(name=SONG, size=11)
    sheet.row_dimensions[1].height = 32


def _head(sheet):
    """Two rows: groups across their columns, labels below; the first two columns over both rows."""
    sheet.append(["序号", NAME, *(name for name, width in groups() for name in [name] + [None] * (width - 1))])
    sheet.append([None, None, *(column.label for column in COLUMNS)])
    for column in (1, 2):
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    start = 3
    for _, width in groups():
        if width > 1:
            sheet.merge_cells(start_row=3, start_column=start, end_row=3, end_column=start + width - 1)
        start += width
    for row in sheet.iter_rows(min_row=3, max_row=4, max_col=len(COLUMNS) + 2):
        styled(row, bold=True)
    sheet.row_dimensions[4].height = 32


def styled(row, *, bold=False, alignment=MIDDLE):
    for item in row:
        item.font, item.border, item.alignment = Font(name=SONG, size=11, bold=bold), LINE, alignment
        if bold:
            item.fill = HEAD_FILL


def _line(sheet):
    """The first line with the formats all lines get."""
    for number in range(1, len(COLUMNS) + 3):
        item = sheet.cell(5, number)
        styled([item])
        item.number_format = FORMATS[COLUMNS[number - 3].kind] if number > 2 else "General"
        sheet.column_dimensions[get_column_letter(number)].width = 9.5
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 6, 20


def page(sheet, repeated, first):
    """Landscape A4, one page wide, the head on every page and in sight when scrolling."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = repeated
    sheet.freeze_panes = f"C{first}"
    sheet.print_options.horizontalCentered = True


def table(title, unit, heads, widths, rows):
    """Bytes of a register with a title across, one head row and bordered lines: the ten-column form."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    _title(sheet, title, len(heads))
    sheet["A2"] = cell(unit)
    sheet.append(list(heads))
    styled(sheet[3], bold=True)
    for row in rows:
        sheet.append([cell(value) for value in row])
        styled(sheet[sheet.max_row], alignment=LEFT)
        as_text(sheet[sheet.max_row])
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    page(sheet, "3:3", 4)
    sheet.print_area = f"A1:{get_column_letter(len(heads))}{sheet.max_row}"
    return dump(book)


def as_text(row):
    """No formula is born from data; dates without time."""
    for item in row:
        if item.data_type == "f":
            item.data_type = "s"
        if item.is_date:
            item.number_format = "yyyy-mm-dd"


def opened(data):
    """openpyxl's workbook of some bytes."""
    return load_workbook(io.BytesIO(data))

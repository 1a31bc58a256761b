"""Workbooks: write a table that opens well in Excel and WPS, read one row by row whatever people did to it."""

import io
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_FILL = PatternFill("solid", fgColor="EFECE8")
LINE = Border(*(Side(style="thin", color="BFB9B0"),) * 4)


@dataclass(frozen=True)
class Column:
    """A column of an export: its header and how to get the value (attribute path or function of the row)."""

    header: str
    source: object
    width: int = 14

    def value(self, row):
        if callable(self.source):
            return self.source(row)
        for name in self.source.split("__"):
            row = getattr(row, name) if row is not None else None
        return row() if callable(row) else row


def cell(value):
    """A value Excel shows as meant: no formula is ever born from data, times are local and without zone."""
    from django.utils import timezone

    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    if isinstance(value, int | float | date) or hasattr(value, "quantize"):
        return value
    return "".join(c for c in str(value) if c in "\n\t" or (ord(c) >= 32 and c not in "\ufffe\uffff"))


def write(title, columns, rows, *, heading=""):
    """Bytes of a workbook with one sheet: optional heading row, bold header, frozen, bordered, sized columns."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    if heading:
        sheet.append([heading])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
        sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
        sheet["A1"].data_type = "s"
    sheet.append([column.header for column in columns])
    head = sheet.max_row
    for number, column in enumerate(columns, 1):
        top = sheet.cell(head, number)
        top.font, top.fill, top.border = Font(bold=True), HEAD_FILL, LINE
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row in rows:
        _append(sheet, [cell(column.value(row)) for column in columns])
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.print_title_rows = f"{head}:{head}"
    return dump(book)


def _append(sheet, values):
    sheet.append(values)
    for item in sheet[sheet.max_row]:
        item.border, item.alignment = LINE, Alignment(vertical="center", wrap_text=True)
        if item.data_type == "f":
            item.data_type = "s"


def dump(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

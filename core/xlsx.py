"""Workbooks: write a table that opens well in Excel and WPS, read one row by row whatever people did to it."""

import io
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.styles import Border, PatternFill, Side

from .sheets import write_to

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
    """Bytes of a workbook: optional heading row, bold header, frozen, bordered, sized columns (see core.sheets)."""
    buffer = io.BytesIO()
    write_to(buffer, title, columns, rows, heading=heading)
    return buffer.getvalue()


def dump(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

"""Empty tables to be filled in: starred headers, drop-downs, a sheet of notes."""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .xlsx import cell, dump

LAST_ROW = 20_001


def blank(title, headers, required, options, notes, *, rows=(), loose=()):
    """Bytes of a workbook. `options` is {header: names}; a header in `loose` takes other texts too. `rows`, lists of
    texts, stand in it already."""
    book = Workbook()
    sheet, lists, said = book.active, book.create_sheet("选项"), book.create_sheet("填写说明")
    sheet.title = title
    sheet.append([f"{header}*" if header in required else header for header in headers])
    for row in rows:
        sheet.append([cell(value) for value in row])
    for number, (header, names) in enumerate(options.items(), 1):
        _offer(sheet, lists, number, get_column_letter(headers.index(header) + 1), list(names), header not in loose)
    for line in notes:
        said.append([line])
    for number in range(1, len(headers) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 18
    _as_text(sheet)
    sheet.freeze_panes, lists.sheet_state, said.column_dimensions["A"].width = "A2", "hidden", 80
    return dump(book)


def _offer(sheet, lists, number, column, names, strict):
    """A drop-down in a column, its names kept on the hidden sheet."""
    for line, name in enumerate(names, 1):
        lists.cell(line, number, cell(name))
    letter = get_column_letter(number)
    formula = f"选项!${letter}$1:${letter}${max(len(names), 1)}"
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    sheet.add_data_validation(rule)
    rule.add(f"{column}2:{column}{LAST_ROW}")


def _as_text(sheet):
    """No formula is born from data."""
    for row in sheet.iter_rows(min_row=2):
        for item in row:
            if item.data_type == "f":
                item.data_type = "s"

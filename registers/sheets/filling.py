"""Lines put into a form: into rows that name a unit, else under the head, each in the form of its first line."""

from copy import copy

from core.xlsx import cell, dump

from ..columns import BY_KEY, SPANS
from . import reading
from .shipped import opened


def filled(data, title, unit, lines_of):
    """Bytes of the form with its numbers. `lines_of(span)` gives the lines, the total last.

    A sheet whose name speaks of 累计 gets the year so far, the first other one the month.
    """
    book = opened(data)
    for sheet in book.worksheets:
        place = reading.read(sheet)
        if place is None:
            continue
        span = "year" if "累计" in sheet.title else "month"
        _said(sheet, f"{title}（{SPANS[span]}）", unit)
        _fill(sheet, place, lines_of(span))
    return dump(book)


def _said(sheet, title, unit):
    """The shipped form's title and unit; of another form only the empty place after 填报单位."""
    for row in sheet.iter_rows(max_row=reading.HEAD_ROWS):
        for item in row:
            if item.value == "隐患排查治理情况统计表":
                item.value = title
            elif isinstance(item.value, str) and item.value.rstrip().endswith(("填报单位：", "填报单位:")):
                item.value = cell(f"{item.value.rstrip()}{unit}")


def _fill(sheet, place, lines):
    named = _named_rows(sheet, place)
    if any(line.name in named for line in lines):
        loose = [line for line in lines if line.name not in named]
        for line in lines:
            if line.name in named:
                _write(sheet, place, named[line.name], line)
        start = max(named.values()) + 1
    else:
        loose, start = lines, place.first
    _make_room(sheet, start, len(loose))
    for number, line in enumerate(loose):
        _like_first(sheet, place.first, start + number)
        _write(sheet, place, start + number, line, number + 1)


def _named_rows(sheet, place):
    rows = range(place.first, sheet.max_row + 1)
    return {str(value).strip(): row for row in rows if (value := sheet.cell(row, place.name).value)}


def _make_room(sheet, start, wanted):
    """Push what stands below (signatures, notes) down, merged cells too, when there are fewer empty rows than lines."""
    below = next((row for row in range(start, sheet.max_row + 1) if _has_text(sheet, row)), None)
    shift = wanted - (below - start) if below else 0
    if shift <= 0:
        return
    spans = [span for span in list(sheet.merged_cells.ranges) if span.min_row >= below]
    for span in spans:
        sheet.unmerge_cells(str(span))
    letters = f"A{below}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    sheet.move_range(letters, rows=shift)
    for span in spans:
        span.shift(row_shift=shift)
        sheet.merge_cells(str(span))


def _has_text(sheet, row):
    return any(item.value not in (None, "") for item in sheet[row])


def _like_first(sheet, first, row):
    """A line looks like the form's first one."""
    if row == first:
        return
    sheet.row_dimensions[row].height = sheet.row_dimensions[first].height
    for model in sheet[first]:
        item = sheet.cell(row, model.column)
        if not model.has_style or type(item).__name__ == "MergedCell":
            continue
        item.font, item.border, item.fill = copy(model.font), copy(model.border), copy(model.fill)
        item.alignment, item.number_format = copy(model.alignment), model.number_format


def _write(sheet, place, row, line, serial=None):
    sheet.cell(row, place.name).value = cell(line.name)
    sheet.cell(row, place.name).data_type = "s"
    if place.serial and serial:
        sheet.cell(row, place.serial).value = serial
    for number, key in place.columns.items():
        item = sheet.cell(row, number)
        item.value = _shown(line.value(BY_KEY[key]), BY_KEY[key], item.number_format)


def _shown(value, column, number_format):
    """A percentage as a fraction where the form's cell is a percent cell."""
    if value is None:
        return "—"
    return value / 100 if column.kind == "rate" and number_format.endswith("%") else value

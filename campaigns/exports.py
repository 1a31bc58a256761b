"""The coverage matrix as a coloured workbook."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core import clock, xlsx

from .coverage import TABS, TONES

FILLS = {tone: PatternFill("solid", fgColor=colour) for tone, (_, _, colour) in TONES.items()}


def matrix_workbook(campaign, matrix):
    """Bytes of a workbook: title, day of counting, tasks across, units down, a colour and a word in each cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{TABS[matrix.tab]}完成情况"
    sheet.append([xlsx.cell(f"{campaign.name}任务完成情况（{TABS[matrix.tab]}）")])
    sheet.append([f"统计日期：{clock.today():%Y年%m月%d日}"])
    head = ["单位", *(xlsx.cell(task.title) for task in matrix.tasks), "应报", "已完成", "逾期", *matrix.also]
    sheet.append(head)
    for line in matrix.lines:
        _line(sheet, line, matrix.also)
    sheet.append(["合计", *(f"{done}/{total}" for done, total in matrix.foot), *_sums(matrix), *([""] * len(matrix.also))])
    _shape(sheet, len(head))
    return xlsx.dump(book)


def _sums(matrix):
    return [sum(getattr(line, key) for line in matrix.lines) for key in ("total", "done", "late")]


def _line(sheet, line, also):
    more = [f"{pair[0]}/{pair[1]}" if pair else "" for pair in line.also] if also else []
    sheet.append([xlsx.cell(line.name), *(_words(cell) for cell in line.cells), line.total, line.done, line.late, *more])
    for number, cell in enumerate(line.cells, 2):
        if cell:
            sheet.cell(sheet.max_row, number).fill = FILLS[cell.tone]


def _words(cell):
    if cell is None:
        return ""
    return cell.word if cell.total <= 1 else f"{cell.word} {cell.done}/{cell.total}"


def _shape(sheet, width):
    """Title merged, head bold, first row and column frozen, everything bordered and no formula born from data."""
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet["A1"].data_type = "s"
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    for row in sheet.iter_rows(min_row=3, max_col=width):
        for item in row:
            item.border, item.alignment = xlsx.LINE, Alignment(wrap_text=True, vertical="center", horizontal="center")
            item.data_type = "s" if item.data_type == "f" else item.data_type
    for item in sheet[3]:
        item.font, item.fill = Font(bold=True), xlsx.HEAD_FILL
    for number in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 22 if number == 1 else 14
    sheet.freeze_panes = "B4"
    sheet.print_title_rows, sheet.page_setup.orientation = "3:3", "landscape"

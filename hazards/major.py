"""重大隐患台账: each major hazard with its five settlements, double report and close-out, for the page, workbook and PDF."""

import itertools

from django.utils import timezone

from core.xlsx import Column
from notices import typeset

from .enums import ReportTo
from .exports import plan

RELATED = ("village", "enterprise", "office", "plan", "judged_by", "rectified_by", "accepted_by")
BESIDE = ("reports", "acceptances")
MOST = 300  # rows of one print
HEADS = (
    "序号", "编号和单位", "位置和隐患", "判定依据", "发现", "责任人", "治理措施", "资金（元）", "时限", "应急预案", "双报告",
    "整改完成", "验收", "销号",
)  # fmt: skip


def told(row, to):
    """The day one half of the double report was given; None before."""
    return next((timezone.localdate(report.held_at) for report in row.reports.all() if report.to == to), None)


def accepted(row):
    """(day, people) of the acceptance that passed."""
    held = next((one for one in row.acceptances.all() if one.passed), None)
    return (timezone.localdate(held.held_at), held.people) if held else (None, str(row.accepted_by or ""))


def basis(row):
    use = getattr(row, "judged_by", None)
    return use.cite if use else row.grade_basis


def columns():
    """Fresh columns: the running number starts at 1 for each workbook."""
    numbers = itertools.count(1)
    return [
        Column("序号", lambda row: next(numbers), 6),
        Column("编号", "number", 16),
        Column("单位", lambda row: row.unit.name, 28),
        Column("所在村", "village__name"),
        Column("监管站所", "office__name", 18),
        Column("具体位置", "location", 22),
        Column("隐患描述", "description", 40),
        Column("判定依据", basis, 30),
        Column("发现日期", "found_on", 12),
        Column("责任人", "responsible", 12),
        Column("治理措施", plan("measures"), 36),
        Column("资金（元）", plan("money"), 12),
        Column("整改时限", "due_on", 12),
        Column("应急预案", plan("contingency"), 28),
        Column("向监管部门报告", lambda row: told(row, ReportTo.DEPARTMENT), 14),
        Column("向职代会报告", lambda row: told(row, ReportTo.CONGRESS), 14),
        Column("整改情况", "result", 32),
        Column("整改完成", "rectified_on", 12),
        Column("验收日期", lambda row: accepted(row)[0], 12),
        Column("验收人员", lambda row: accepted(row)[1], 18),
        Column("销号日期", "closed_at", 12),
        Column("状态", "get_state_display", 10),
    ]


def sheet(title, rows):
    """PDF bytes; a ledger without a row says so, as it is to be kept all the same."""
    lines = [_line(number, row) for number, row in enumerate(rows, 1)]
    return typeset.register(title, [list(HEADS), *(lines or [["—", "无重大隐患", *[""] * (len(HEADS) - 2)]])])[0]


def _line(number, row):
    money, day, (held_on, people) = plan("money")(row), row.closed_at, accepted(row)
    halves = [f"{to.label.removeprefix('向')} {on:%Y-%m-%d}" for to in ReportTo if (on := told(row, to))]
    cells = [
        number, f"{row.number} {row.unit}", f"{row.location}：{row.description}", basis(row), row.found_on, row.responsible,
        plan("measures")(row), None if money is None else f"{money:,.2f}", row.due_on, plan("contingency")(row),
        "；".join(halves), row.rectified_on, f"{people} {held_on or ''}".strip(), timezone.localdate(day) if day else row.get_state_display(),
    ]  # fmt: skip
    return ["" if cell is None else str(cell) for cell in cells]

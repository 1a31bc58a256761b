"""Workbooks: the monthly form, the rows behind a number, the ten-column form, close-outs, deductions."""

import io
import itertools

from django.db.models import Q

from core.exports import AT_ONCE
from core.sheets import write_to
from core.xlsx import Column

from . import cross, tally
from .enums import ReportState
from .models import FormSheet
from .services import monthly
from .sheets import filling, shipped

REPORTS = [
    Column("月份", lambda row: f"{row.month:%Y-%m}", 10),
    Column("专项行动", lambda row: str(row.campaign or "全部工作"), 28),
    Column("版次", "number", 6),
    Column("状态", "get_state_display", 10),
    Column("编制人", "created_by__name", 12),
    Column("审核时间", "checked_at", 18),
    Column("报送机关", "sent_to", 20),
    Column("报送时间", "sent_at", 18),
    Column("更正原因", "reason", 30),
]
BIG_CHECK_HEADS = (
    "序号", "受检单位", "检查时间", "检查人员", "存在的问题隐患", "隐患等级", "整改措施", "整改责任人", "整改时限", "整改情况"
)  # fmt: skip
BIG_CHECK_WIDTHS = (6, 24, 12, 12, 36, 10, 30, 12, 12, 24)
CLOSURES = [
    Column("编号", "number", 16),
    Column("单位", lambda row: row.unit.name, 28),
    Column("所在村", "village__name"),
    Column("监管站所", "office__name", 18),
    Column("隐患", "description", 40),
    Column("等级", "get_grade_display", 10),
    Column("整改完成", "rectified_on", 12),
    Column("验收人", "accepted_by__name", 12),
    Column("销号时间", "closed_at", 18),
]
DEDUCTIONS = [
    Column("事由日期", "on", 12),
    Column("被考核单位", lambda row: row.unit.name, 20),
    Column("扣分", "points", 8),
    Column("一票否决", "veto", 10),
    Column("扣分事由", "reason", 40),
    Column("依据", "proof", 30),
    Column("相关隐患", "hazard__number", 16),
    Column("状态", "get_state_display", 10),
    Column("确认时间", "confirmed_at", 18),
]


def ledgers(rows):
    """(ledger, village or office, numbers) of both ledgers, each with its sum last."""
    found = []
    for word, lines in (("块（按村）", cross.by_place(rows)), ("条（按站所）", cross.by_trade(rows))):
        sums = cross.summed(lines) | {"name": "合计"}
        found += [(word, cross.name_of(line), [line[key] for key, _ in cross.SHOWN]) for line in [*lines, sums]]
    return found


def fact_columns(names):
    """Of the rows behind a number; `names` {by: {code: name}}."""
    return [
        Column("编号", "number", 20),
        Column("单位", "unit", 28),
        Column("所在村", lambda fact: names["village"].get(fact.village, fact.village)),
        Column("监管站所", lambda fact: names["office"].get(fact.office, ""), 18),
        Column("行业", lambda fact: names["sector"].get(fact.sector, ""), 14),
        Column("内容", "text", 44),
        Column("状态", "state", 12),
        Column("资金（元）", "money", 12),
    ]


LEDGERS = [
    Column("台账", lambda line: line[0], 14),
    Column("村（站所）", lambda line: line[1], 24),
    *(Column(label, lambda line, at=at: line[2][at], 10) for at, (_, label) in enumerate(cross.SHOWN)),
]
SENDINGS = [
    Column("报送时间", "created_at", 18),
    Column("报送内容", "get_kind_display", 14),
    Column("名称", "title", 40),
    Column("范围", "chosen", 40),
    Column("条数", "rows", 8),
    Column("报送机关", "sent_to", 24),
    Column("报送人", "created_by__name", 12),
    Column("说明", "note", 30),
    Column("作废原因", "withdrawn_reason", 30),
]


def monthly_workbook(report, by):
    """Bytes of the form with a line per village, office or trade and the total; of a sent month the form of then."""
    facts, frame = monthly.current_facts(report), monthly.frame_for(report)

    def lines(span):
        return [*tally.lines(facts, by, span, frame[by]), tally.total(facts, span)]

    sent = report.sent_at if report.state == ReportState.SENT else None
    return filling.filled(form_of(report.township, sent), str(report), f"{report.township}人民政府", lines)


def form_of(township, at=None):
    """Bytes of the empty form in use now or at a time: the upper level's own, else the shipped one."""
    stood = Q(withdrawn_at=None)
    if at:
        stood = Q(created_at__lte=at) & (stood | Q(withdrawn_at__gt=at))
    own = FormSheet.objects.filter(stood, township=township).first()
    if own is None:
        return shipped.monthly()
    with own.file.open("rb") as stored:
        return stored.read()


def big_check_row(number, row):
    """The ten cells of a hazard."""
    plan = getattr(row, "plan", None)
    return [
        number, row.unit.name, row.found_on, row.found_by, f"{row.location}：{row.description}", row.get_grade_display(),
        plan.measures if plan else ("立即整改" if row.at_once else ""), (plan.responsible if plan else "") or row.responsible,
        row.due_on, row.result or row.get_state_display(),
    ]  # fmt: skip


def big_check_columns():
    """The ten columns for a workbook of any length."""
    numbers = itertools.count(1)
    _, *heads = zip(BIG_CHECK_HEADS, BIG_CHECK_WIDTHS, strict=True)
    said = [Column(head, lambda row, at=at: big_check_row(0, row)[at], width) for at, (head, width) in enumerate(heads, 1)]
    return [Column(BIG_CHECK_HEADS[0], lambda row: next(numbers), BIG_CHECK_WIDTHS[0]), *said]


def big_check_workbook(title, unit, rows):
    """The form under its merged title; of more rows than a person waits for a plain table without end."""
    if len(rows) > AT_ONCE:
        out = io.BytesIO()
        write_to(out, title, big_check_columns(), rows, heading=f"{title}　{unit}")
        return out.getvalue()
    lines = (big_check_row(number, row) for number, row in enumerate(rows, 1))
    return shipped.table(title, unit, BIG_CHECK_HEADS, BIG_CHECK_WIDTHS, lines)

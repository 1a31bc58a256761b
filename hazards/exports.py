"""The register as a workbook, in the columns offices keep it in on paper, with every column that its import reads."""

import itertools

from core.xlsx import Column


def register_columns():
    """Fresh columns: the running number starts at 1 for each workbook."""
    numbers = itertools.count(1)
    return [
        Column("序号", lambda row: next(numbers), 6),
        Column("编号", "number", 16),
        Column("企业（单位）名称", lambda row: row.unit.name, 28),
        Column("统一社会信用代码", lambda row: row.enterprise.credit_code if row.enterprise else "", 22),
        Column("所在村", "village__name"),
        Column("具体位置", "location", 22),
        Column("隐患描述", "description", 40),
        Column("行业领域", "sector__name", 14),
        Column("监管站所", lambda row: str(row.office or ""), 20),
        Column("专项行动", lambda row: row.campaign.name if row.campaign else "", 24),
        Column("来源", "get_source_display", 12),
        Column("等级", "get_grade_display", 10),
        Column("判定依据", "grade_basis", 24),
        Column("发现日期", "found_on", 12),
        Column("发现人", "found_by", 12),
        Column("整改措施", plan("measures"), 36),
        Column("责任人", "responsible", 12),
        Column("资金", plan("money"), 12),
        Column("整改期限", "due_on", 12),
        Column("预案", plan("contingency"), 28),
        Column("问题类型", "get_problem_kind_display", 22),
        Column("整改情况", "result", 32),
        Column("验收人", "accepted_by__name", 12),
        Column("销号日期", "closed_at", 12),
        Column("状态", "get_state_display", 10),
    ]


def plan(name):
    """A column's value from the plan; empty for a hazard without one."""
    return lambda row: getattr(getattr(row, "plan", None), name, None)

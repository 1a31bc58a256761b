"""The register of checks as a workbook; the result of a confidential one reads 保密, for whoever takes it out."""

import itertools

from core.xlsx import Column


def register_columns():
    """Fresh columns: the running number starts at 1 for each workbook."""
    numbers = itertools.count(1)
    return [
        Column("序号", lambda row: next(numbers), 6),
        Column("检查表", "version__checklist__name", 28),
        Column("版本", lambda row: f"第{row.version.number}版", 8),
        Column("单位", "unit_name", 30),
        Column("所在村", "place__name"),
        Column("专项行动", lambda row: "、".join(one.name for one in row.counts_in), 30),
        Column("派发时间", "sent_at", 18),
        Column("完成期限", "due_on", 12),
        Column("状态", "get_state_display", 10),
        Column("结果", lambda row: "保密" if row.version.checklist.confidential else row.result, 12),
        Column("签名人", "signed_name", 12),
        Column("填报方式", lambda row: row.on_paper, 18),
        Column("提交时间", "submitted_at", 18),
    ]

"""The register of reports and the statistics of leads as workbooks."""

from core.xlsx import Column

HEADS = ("来源", "收到", "在办", "已结论", "查否存疑", "属生产安全事故", "不予受理")
FIGURES = ("涉亡线索统计", [Column(name, lambda row, n=n: row[n], 16) for n, name in enumerate(HEADS)])
BRIEFS = (
    "情况报告台账",
    [
        Column("类别", "get_kind_display", 12),
        Column("标题", "title", 40),
        Column("报送人", "created_by", 12),
        Column("期次", "period_label", 16),
        Column("专项行动", "campaign", 28),
        Column("状态", "get_state_display", 12),
        Column("报送时间", "submitted_at", 18),
        Column("批示时间", "instructed_at", 18),
        Column("办理期限", "due_on", 12),
        Column("办结时间", "done_at", 18),
    ],
)

"""Registers as workbooks: neither what was told nor by whom."""

from core.xlsx import Column


def told(value):
    """What a reward is paid for, for those who see its tip; 保密 for others."""
    return lambda row: value(row) if row.is_told else "保密"


TIPS = (
    "群众举报登记",
    [
        Column("举报编号", "number", 26),
        Column("类别", "get_kind_display", 22),
        Column("所在村", "place", 14),
        Column("收到时间", "received_at", 18),
        Column("期限", "due_on", 14),
        Column("状态", "get_state_display", 12),
        Column("核实结果", "get_finding_display", 12),
        Column("转办编号", "became_number", 26),
        Column("移送单位", "handed_to", 22),
        Column("受理时间", "accepted_at", 18),
        Column("办结时间", "closed_at", 18),
    ],
)
REWARDS = (
    "举报奖励登记",
    [
        Column("奖励编号", "number", 26),
        Column("年度", "year", 10),
        Column("举报类别", told(lambda row: row.tip.get_kind_display()), 22),
        Column("依据", "rule__document", 40),
        Column("计算依据", told(lambda row: row.get_basis_display()), 22),
        Column("罚款金额（元）", told(lambda row: row.fine), 16),
        Column("死亡人数", told(lambda row: row.deaths), 12),
        Column("事故等级", told(lambda row: row.get_grade_display()), 14),
        Column("奖励金额（元）", "amount", 16),
        Column("状态", "get_state_display", 12),
        Column("批准时间", "approved_at", 18),
        Column("领取期限", "claim_by", 14),
        Column("发放时间", "paid_at", 18),
        Column("付款凭证号", "voucher", 20),
    ],
)

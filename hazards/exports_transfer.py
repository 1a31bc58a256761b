"""The registers of transfers, new trades, powers and penalties as workbooks."""

from core.xlsx import Column

from .enums_transfer import Target


def transfer_columns():
    return [
        Column("移送编号", "number", 14),
        Column("移送类型", "get_kind_display", 18),
        Column("移送事项", "matter", 36),
        Column("企业", "enterprise__name", 26),
        Column("隐患编号", "hazard__number", 16),
        Column("移送单位", "sender_name", 20),
        Column("接收单位", "receiver_name", 20),
        Column("移送时间", "sent_at", 16),
        Column("接收期限", "receive_by", 12),
        Column("接收人", "receiver", 12),
        Column("受理文号", "receipt", 16),
        Column("处理情况", "result", 36),
        Column("反馈期限", "answer_by", 12),
        Column("反馈时间", "answered_at", 16),
        Column("反馈意见", "answer", 36),
        Column("回函文号", "answer_number", 16),
        Column("状态", "get_state_display", 10),
    ]


def trade_columns():
    return [
        Column("新业态、新领域", "name", 24),
        Column("情况和风险", "what", 40),
        Column("牵头站所", "office__name", 20),
        Column("依据", "get_basis_display", 16),
        Column("认领期限", "claim_by", 12),
        Column("认领时间", "claimed_at", 16),
        Column("裁定时间", "decided_at", 16),
        Column("状态", "get_state_display", 10),
    ]


def power_columns():
    return [
        Column("乡镇", "township__name", 16),
        Column("处罚种类", "get_kind_display", 24),
        Column("生效日期", "from_on", 12),
        Column("失效日期", "to_on", 12),
        Column("赋权文号", "document", 24),
        Column("适用范围", "scope_note", 30),
        Column("收回时间", "withdrawn_at", 16),
        Column("收回原因", "withdrawn_reason", 24),
    ]


def closure_columns():
    return [
        Column("企业", "name", 28),
        Column("统一社会信用代码", "credit_code", 22),
        Column("所在村", "village__name"),
        Column("主要负责人", "principal", 12),
        Column("180 日内处罚次数", "in_half_year", 14),
        Column("一年内处罚次数", "in_year", 14),
    ]


def case_columns():
    return [
        Column("案件编号", "number", 14),
        Column("企业", "enterprise__name", 26),
        Column("主要负责人", "enterprise__principal", 12),
        Column("违法类型", "offence__name", 24),
        Column("违法事实", "facts", 40),
        Column("处罚依据", "basis", 28),
        Column("企业报告时间", "told_at", 16),
        Column("检查时间", "inspected_at", 16),
        *[column for target in Target for column in _half(target)],
        Column("一案双罚", lambda row: row.missing_half or ("两项齐全" if row.penalties.all() else ""), 22),
        Column("法制审核", "reviewed_at", 16),
        Column("全过程记录", "record", 24),
        Column("公示日期", "published_on", 12),
        Column("公示位置", "published_where", 20),
        Column("状态", "get_state_display", 10),
    ]


def _half(target):
    def of(case):
        return next((row for row in case.penalties.all() if row.target == target), None)

    return [
        Column(f"对{target.label}处罚", lambda row: of(row).get_kind_display() if of(row) else "", 18),
        Column(f"对{target.label}金额", lambda row: of(row).amount if of(row) else None, 12),
        Column(f"对{target.label}决定书", lambda row: of(row).document if of(row) else "", 22),
        Column(f"对{target.label}决定日期", lambda row: of(row).decided_on if of(row) else None, 12),
    ]

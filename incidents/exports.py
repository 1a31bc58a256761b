"""The register of leads and the record of looks as workbooks, without names: a file goes further than a screen."""

from core.xlsx import Column

REGISTER = (
    "涉亡线索台账",
    [
        Column("线索编号", "number", 26),
        Column("来源", "get_source_display", 12),
        Column("所在村", "village", 14),
        Column("专项行动", "campaign", 28),
        Column("收到时间", "received_at", 18),
        Column("发生日期", "happened_on", 14),
        Column("期限", "due_on", 14),
        Column("状态", "get_state_display", 12),
        Column("结论", "get_conclusion_display", 18),
        Column("认定机关", "deciding_authority", 22),
        Column("认定文号", "deciding_number", 22),
        Column("原线索", "former__number", 26),
        Column("原结论", "former__get_conclusion_display", 14),
    ],
)
ACCESSES = (
    "涉亡线索查阅记录",
    [
        Column("序号", "number", 8),
        Column("时间", "at", 18),
        Column("线索编号", "lead__number", 26),
        Column("人员", "user__name", 12),
        Column("身份", "user_title", 24),
        Column("动作", "get_action_display", 14),
        Column("说明", "detail", 40),
        Column("校验值", "sha256", 70),
    ],
)
REFERRALS = (
    "移交和提请台账",
    [
        Column("线索编号", "lead__number", 26),
        Column("事项", "get_kind_display", 18),
        Column("受理机关", "to_body", 24),
        Column("文号", "doc_number", 22),
        Column("状态", "get_state_display", 12),
        Column("送出日期", "sent_on", 12),
        Column("答复期限", "answer_by", 12),
        Column("签收日期", "received_on", 12),
        Column("答复日期", "answered_on", 12),
        Column("答复文号", "answer_number", 22),
    ],
)

"""The register of leads. Names stay out of it: the paper goes further than the screen."""

from core.xlsx import Column

REGISTER = (
    "涉亡线索台账",
    [
        Column("线索编号", "number", 26),
        Column("来源", "get_source_display", 12),
        Column("所在村", "village", 14),
        Column("收到时间", "received_at", 18),
        Column("发生日期", "happened_on", 14),
        Column("核查期限", "due_on", 14),
        Column("状态", "get_state_display", 12),
        Column("结论", "get_conclusion_display", 18),
        Column("认定机关", "deciding_authority", 22),
        Column("认定文号", "deciding_number", 22),
        Column("原线索", lambda lead: lead.former.number if lead.former else "", 26),
    ],
)

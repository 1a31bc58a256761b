"""Accidents as a workbook, without names."""

from core.xlsx import Column

ACCIDENTS = (
    "事故登记",
    [
        Column("线索编号", "lead__number", 26),
        Column("所在村", "lead__village", 14),
        Column("发生时间", "happened_at", 18),
        Column("类别", "get_field_display", 20),
        Column("死亡人数", "deaths", 10),
        Column("重伤人数", "serious", 10),
        Column("直接经济损失（元）", "loss", 18),
        Column("事故等级", "get_grade_display", 16),
        Column("报告情况", "get_finding_display", 16),
        Column("认定机关", "deciding_authority", 22),
        Column("认定文号", "deciding_number", 22),
        Column("版本", "version", 8),
    ],
)

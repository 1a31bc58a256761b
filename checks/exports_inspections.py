"""The registers of inspections and of plans as workbooks."""

import itertools

from core.xlsx import Column


def inspection_columns():
    """Fresh columns for rows made by views.inspections.with_counts."""
    numbers = itertools.count(1)
    return [
        Column("序号", lambda row: next(numbers), 6),
        Column("检查日期", "held_on", 12),
        Column("检查方式", "get_kind_display", 18),
        Column("被检查单位", "unit_name", 30),
        Column("所在村", "place__name"),
        Column("检查单位", "agency", 26),
        Column("检查表", lambda row: str(row.checklist or ""), 26),
        Column("问题数", "problems", 8),
        Column("状态", "get_state_display", 12),
        Column("现场处置", lambda row: "、".join(kind.label for kind in row.disposed), 30),
        Column("拒签情况", "refusal", 24),
        Column("锁定时间", "signed_at", 18),
        Column("记录校验值", lambda row: row.sha256[:16], 20),
    ]


def plan_columns():
    """Fresh columns for rows made by with_progress."""
    return [
        Column("计划", "name", 36),
        Column("年度", "year", 8),
        Column("时段", "get_quarter_display", 12),
        Column("制定单位", lambda row: f"{row.place}{row.office or ''}", 30),
        Column("应查", "wanted", 8),
        Column("到今天应完成", "due", 14),
        Column("已查", "checked", 8),
        Column("未查", "left", 8),
    ]


def unit_columns():
    """Fresh columns for the units of one plan, those taken off too; rows made by planning.whole."""
    numbers = itertools.count(1)
    return [
        Column("序号", lambda row: next(numbers), 6),
        Column("企业", "enterprise__name", 30),
        Column("统一社会信用代码", "enterprise__credit_code", 22),
        Column("所在村", "enterprise__village__name", 14),
        Column("行业领域", "enterprise__sector__name", 14),
        Column("怎么选的", lambda row: f"第{row.draw.number}次抽取" if row.draw else "选定", 14),
        Column("检查人员", lambda row: "、".join(str(person) for person in row.inspectors.all()), 24),
        Column("情况", how_it_stands, 10),
        Column("检查日期", lambda row: "、".join(f"{visit.held_on:%Y-%m-%d}" for visit in row.inspections.all()), 24),
        Column("移出原因", "dropped_reason", 24),
    ]


def how_it_stands(unit):
    return "已移出" if unit.dropped_at else "已查" if unit.is_checked else "未查"

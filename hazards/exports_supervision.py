"""The registers of listings, the ladder and batches as workbooks."""

from core.xlsx import Column

LISTINGS = [
    Column("隐患编号", "hazard__number", 16),
    Column("单位", lambda row: str(row.hazard.unit), 28),
    Column("所在村", "hazard__village__name"),
    Column("隐患描述", "hazard__description", 40),
    Column("挂牌理由", "reason", 30),
    Column("督办单位", "supervisor", 20),
    Column("督办级别", "get_level_display", 10),
    Column("上级挂牌文号", "paper", 20),
    Column("状态", "get_state_display", 12),
    Column("隐患状态", "hazard__get_state_display", 12),
    Column("挂牌时间", "listed_at", 18),
    Column("整改期限", "hazard__due_on", 12),
    Column("备案日期", "filed_on", 12),
    Column("备案机关和编号", "filed_with", 24),
    Column("公示日期", "published_on", 12),
    Column("摘牌时间", "removed_at", 18),
]
PUBLIC_LISTINGS = [
    Column("单位", lambda row: str(row.hazard.unit), 28),
    Column("隐患", lambda row: f"{row.hazard.location}：{row.hazard.description}", 40),
    Column("整改期限", "hazard__due_on", 12),
    Column("督办单位", "supervisor", 20),
    Column("公示日期", "published_on", 12),
    Column("状态", "get_state_display", 12),
]
PUBLIC_BATCHES = [
    Column("类别", "get_kind_display", 16),
    Column("标题", "title", 40),
    Column("公布时间", "published_at", 18),
    Column("公布位置", "published_where", 24),
    Column("企业和事由", lambda row: "；".join(f"{item.enterprise}：{item.facts}" for item in row.items.all()), 60),
]
CASES = [
    Column("对象", lambda row: str(row.unit), 28),
    Column("所在地", "place__name"),
    Column("现在哪一级", "get_state_display", 12),
    Column("开始日期", "created_at", 18),
    Column("最近一级日期", "stepped_on", 12),
    Column("解除时间", "lifted_at", 18),
]
BATCHES = [
    Column("类别", "get_kind_display", 16),
    Column("标题", "title", 40),
    Column("状态", "get_state_display", 12),
    Column("企业数", "firms", 8),
    Column("批准时间", "approved_at", 18),
    Column("公布时间", "published_at", 18),
    Column("公布位置", "published_where", 24),
]

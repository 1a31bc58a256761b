"""The register's columns: the export has them, the import reads them back."""

from core.xlsx import Column

COLUMNS = [
    Column("企业名称", "name", 34),
    Column("统一社会信用代码", "credit_code", 22),
    Column("所在村", "village__name", 14),
    Column("行业领域", "sector__name", 14),
    Column("规模", "get_scale_display", 12),
    Column("重点类别", "get_special_display", 14),
    Column("高危", "high_risk", 8),
    Column("人员或劳动密集", "crowded", 14),
    Column("风险等级", "get_risk_colour_display", 16),
    Column("监管站所", "supervising_office__name", 20),
    Column("经营状态", "get_status_display", 12),
    Column("地址", "address", 30),
    Column("主要负责人", "principal", 12),
    Column("负责人手机", "principal_phone", 15),
    Column("安全管理员", "safety_officer", 12),
    Column("从业人数", "employees", 10),
    Column("备注", "note", 30),
]


def masked_phone(row):
    text = row.principal_phone
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 7 else ""


def columns_for(user):
    """The officer's export carries the whole numbers, as it is imported again; others get them masked."""
    if user.has_role("officer"):
        return COLUMNS
    return [Column("负责人手机", masked_phone, 15) if c.source == "principal_phone" else c for c in COLUMNS]

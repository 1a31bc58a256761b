"""The register of papers sent (发文登记簿)."""

from core.xlsx import Column

REGISTER = (
    "发文登记簿",
    [
        Column("文号", "doc_number", 22),
        Column("标题", "title", 48),
        Column("文种", "get_kind_display", 20),
        Column("发文机关", "issuer", 20),
        Column("成文日期", "issued_on", 14),
        Column("签发人", "signer", 12),
        Column("页数", "pages", 8),
        Column("状态", "get_state_display", 10),
    ],
)

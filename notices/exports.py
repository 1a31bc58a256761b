"""The register of papers sent (发文登记簿)."""

from core import xlsx
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
SEAL_USES = (
    "用印登记簿",
    [
        Column("用印时间", "at", 18),
        Column("印章", "seal", 26),
        Column("文号", lambda use: use.paper.doc_number or "未编号", 22),
        Column("标题", "paper__title", 48),
        Column("用印事由", "note", 30),
        Column("用印人", "by", 12),
        Column("签发人", "paper__signer", 12),
        Column("状态", lambda use: use.said, 18),
    ],
)

_YEAR = [
    Column("文号", "number", 24),
    Column("标题", "title", 48),
    Column("文种", "kind", 20),
    Column("主送", "to", 28),
    Column("成文日期", "day", 14),
    Column("签发人", "signer", 12),
    Column("页数", "pages", 8),
    Column("签收", "signed_for", 10),
    Column("状态", "state", 14),
]


def year_register(title, entries):
    """The yearly register as a workbook, its sum in the last row."""
    return xlsx.write("发文登记簿", _YEAR, entries, heading=title)

"""Lists, with what became of them, and candidates as workbooks. No name and no number leaves the portal by them."""

from core.xlsx import Column

from .engine import REASONS


def words(candidate):
    return "、".join(REASONS.get(reason, reason) for reason in candidate.reasons)


NAMES = (
    "比对名单登记",
    [
        Column("名单名称", "title", 30),
        Column("类别", "get_kind_display", 16),
        Column("提供单位", "provider", 24),
        Column("上传人", "created_by", 12),
        Column("上传时间", "created_at", 18),
        Column("收入人数", "taken", 10),
        Column("未收入行数", "left_out", 10),
        Column("状态", "get_state_display", 10),
        Column("销毁日期", "destroy_on", 14),
        Column("实际销毁时间", "destroyed_at", 18),
        Column("文件指纹", "sha256", 66),
    ],
)
CANDIDATES = (
    "名单比对候选",
    [
        Column("名单", "match__one", 30),
        Column("行号", "one_line", 8),
        Column("对照名单", "match__other", 30),
        Column("对照行号", "other_line", 10),
        Column("相似度", "score", 8),
        Column("理由", words, 40),
        Column("判定", "get_state_display", 14),
        Column("判定时间", "decided_at", 18),
    ],
)

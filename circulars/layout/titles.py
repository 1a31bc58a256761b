"""Breaking a title into rows of a trapezoid or lozenge: whole words, no lonely tail."""

WIDEST = 20  # characters of 22 pt that fit 156 mm
NEVER_FIRST = set("的和与及、，。》”）')")
NEVER_LAST = set("《“（关于在对开展进一步加强和与及、在对")
PAIRS = ("《》", "“”", "（）")
WORDS = (
    "安全生产",
    "专项行动",
    "实施方案",
    "工作方案",
    "人民政府",
    "重大事故",
    "事故隐患",
    "排查整治",
    "回头看",
    "大起底",
    "大整治",
    "通知",
    "通报",
    "关于",
    "印发",
    "开展",
    "加强",
    "进一步",
    "深入",
    "企业",
    "隐患",
    "整治",
    "检查",
    "活动",
    "行动",
    "方案",
    "领导小组",
    "消防",
    "燃气",
    "领域",
    "重点",
    "行业",
    "全镇",
    "全乡",
    "督办",
    "整改",
    "指令书",
    "限期",
    "责令",
    "办公室",
    "应急",
    "管理",
)


def title_lines(title):
    """One to many rows of at most 20 characters; given line breaks are kept when they fit."""
    given = [part.strip() for part in title.split("\n") if part.strip()]
    if len(given) > 1 and all(len(part) <= WIDEST for part in given):
        return given
    text = "".join(given)
    count = -(-len(text) // WIDEST)
    if count <= 1:
        return [text]
    return _best(text, count)


def _best(text, count):
    """Cut near the even places, at the boundary that hurts least."""
    lines, rest = [], text
    for left in range(count, 1, -1):
        cut = _cut(rest, len(rest) / left, left)
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest] if len(rest) <= WIDEST else [*lines, *title_lines(rest)]


def _cut(text, ideal, left):
    least = max(1, len(text) - WIDEST * (left - 1))
    places = range(max(least, int(ideal) - 5), min(WIDEST, int(ideal) + 6, len(text) - 1) + 1)
    return min(places, key=lambda at: (_hurt(text, at), abs(at - ideal)), default=min(WIDEST, len(text)))


def _hurt(text, at):
    """How bad a break before text[at] is."""
    hurt = 8 * any(text.find(word, max(0, at - len(word) + 1), at + len(word) - 1) != -1 for word in WORDS if len(word) > 1)
    hurt += 6 * (text[at] in NEVER_FIRST) + 4 * (text[at - 1] in NEVER_LAST)
    return hurt + sum(2 for left, right in PAIRS if text[:at].count(left) > text[:at].count(right))

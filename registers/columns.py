"""The columns of the upper level's monthly form: how each is counted, in words, and what it is called in their forms."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`kind`: rows (a number of rows), rate (percent of two others), money (sum, in 万元). `short` is its head on paper. `words`
    must all stand in a head of the upper level's form; a|b is one or the other."""

    key: str
    group: str
    label: str
    said: str
    kind: str = "rows"
    of: tuple = ()
    short: str = ""
    words: tuple = ()


COLUMNS = (
    Column("to_check", "检查单位", "应检查", "在册在营的企业；按专项行动统计的为派发了任务自查或已检查的", short="应查单位", words=("应", "查")),
    Column("checked", "检查单位", "已检查", "时段内有签名锁定的现场检查；企业自己开展的检查不计", short="已查单位", words=("已|实", "查")),
    Column("coverage", "检查单位", "覆盖率", "已检查占应检查", "rate", ("checked", "to_check"), short="覆盖率", words=("覆盖",)),
    Column("o_found", "一般隐患", "排查", "时段内发现、在册的一般隐患", short="一般排查", words=("一般", "查|发现")),
    Column("o_done", "一般隐患", "整改", "其中时段末已验收销号", short="一般整改", words=("一般", "整改|销号")),
    Column("o_rate", "一般隐患", "整改率", "整改占排查", "rate", ("o_done", "o_found"), short="一般整改率", words=("一般", "整改|销号", "率")),
    Column("m_found", "重大隐患", "排查", "时段内发现、在册的重大隐患", short="重大排查", words=("重大", "查|发现")),
    Column("m_done", "重大隐患", "销号", "其中时段末已验收销号", short="重大销号", words=("重大", "销号|整改")),
    Column("m_rate", "重大隐患", "销号率", "销号占排查", "rate", ("m_done", "m_found"), short="重大销号率", words=("重大", "销号|整改", "率")),
    Column("m_plan", "重大隐患", "列入治理计划", "其中时段末已报治理方案", short="治理计划", words=("治理", "计划")),
    Column("m_five", "重大隐患", "五落实", "其中责任、措施、资金、时限、预案五项齐全", short="五落实", words=("五落实",)),
    Column("l_province", "挂牌督办", "省级", "其中时段末由省级挂牌督办", short="省级挂牌", words=("挂牌", "省")),
    Column("l_city", "挂牌督办", "市级", "其中时段末由市级挂牌督办", short="市级挂牌", words=("挂牌", "市")),
    Column("money", "资金", "落实（万元）", "时段内发现的隐患治理方案落实的资金", "money", short="资金万元", words=("资金",)),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
COUNTED = tuple(column.key for column in COLUMNS if column.kind != "rate")
SPANS = {"month": "本月", "year": "本年累计"}


def groups():
    """(name, number of its columns) in order, for a head of two rows."""
    found = {}
    for column in COLUMNS:
        found[column.group] = found.get(column.group, 0) + 1
    return list(found.items())


def mark(span, key):
    return f"{span}:{key}"

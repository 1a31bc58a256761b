"""How often something is to be done, and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import number

_UNITS = {
    "日": "day",
    "天": "day",
    "晚": "day",
    "工作日": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "旬": "ten-days",
    "十天": "ten-days",
    "10天": "ten-days",
    "十日": "ten-days",
    "10日": "ten-days",
    "15日": "half-month",
    "7天": "week",
    "七天": "week",
    "7日": "week",
    "半月": "half-month",
    "半个月": "half-month",
    "15天": "half-month",
    "月": "month",
    "季度": "quarter",
    "季": "quarter",
    "三个月": "quarter",
    "3个月": "quarter",
    "半年": "half-year",
    "六个月": "half-year",
    "6个月": "half-year",
    "年": "year",
    "年度": "year",
    "学期": "half-year",
    "24小时": "day",
    "48小时": "two-days",
}
_TWO = {
    "日": "two-days", "天": "two-days", "周": "two-weeks", "星期": "two-weeks", "礼拜": "two-weeks", "月": "two-months",
    "季": "half-year", "季度": "half-year", "年": "two-years",
}  # fmt: skip
_UNIT = (
    "工作日|[两二2三3四4五5]个?(?:月|周|星期|礼拜|季度|天|日|年)|(?:\\d{1,2}|[一二两三四六八])个?小时|十[天日]|10[天日]|15[天日]|[7七][天日]|半个?月|[三3]个月|[六6]个月|半年|年度?|季度|季|月|旬|星期|礼拜"
    "|周|日|天|晚|学期"
)
_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_EVERY = re.compile(
    rf"(?:每(?P<gap>隔)?|(?<![每间相分阻远])(?P<every_other>隔))(?:个|一个?|1个?)?(?P<unit>{_UNIT})(?!用|常|头|夜|会|离)"
    r"|(?:每?逢|每个?)?(?<!单)(?<!单、)双(?P<two>[月周])(?!面|方|刊)"
)
_TIMES = re.compile(rf"(?P<n>{_N})(?:次|场|轮|遍|回|篇|期|批次|场次)(?!性|要|日|序|生|会)")
_TWICE = re.compile("(?:早晚|早、晚|上下午|上、下午)各")
_LEAST = re.compile(r"(?:至少|不少于|不低于|不得少于|≥|不能少于)")
_PER = re.compile(
    r"(?:(?<![第年\d一二三四五六七八九十])(?:一|1)(?P<a>年|月|季度|季|周|旬|天|日)(?:不少于|至少)?(?:一"
    r"|1)?(?:次)?(?P<act>调度|通报|例会|督查|督导|会商|研判|检查|排查|报告|汇报|总结|考核|排名|讲评|上报|报送|分析"
    r"|小结|巡查|抽查|更新|点评|督办|主题|清零)"
    r"|(?<![第年\d一二三四五六七八九十])(?:一|1)(?P<one>年|月|季度|季|周|旬|天|日)(?:一|1)(?P<word>(?![日号月])[\u4e00-\u9fff]{1,2})"
    r"|(?P<half>半年|半月|(?<![第\d])[两二]个?(?:星期|[月周天年]))(?:一|1)(?![日夜])(?:次)?(?P<word2>[\u4e00-\u9fff]{1,2}))"
)
_INSPECT = re.compile(
    r"(?!年检)(?<![按逐当本次翌同今即末])(?P<b>日|周|旬|月|季|季度|半年|年)(?P<act>查|检|巡查|调度|通报|例会|会商|研判|排查|报告制|报制|抽查)(?=[、，,。；;）)”和与及]|机制|制度|要求|等|$)"
)
_PERIODIC = re.compile(
    r"(?:按|逐)(?P<c>日|周|旬|月|季度|季|年)(?P<act>调度|通报|报送|上报|报告|汇报|开展|更新|组织"
    r"|考核|统计|检查|排查)"
)
_ONE_BY_ONE = re.compile(
    r"(?<![\d第每])一个?(?P<unit>月|季度|周|旬)(?:集中)?(?:开展|组织|确定|围绕|突出|整治|检查"
    r"|聚焦)一个"
)
_WHOLE = re.compile(
    rf"(?:全年|年内|年度内|每人年|一年|1年)[^，,。；;]{{0,14}}?(?:至少|不少于"
    rf"|不低于)[^，,。；;]{{0,10}}?(?P<n>{_N})(?:次|场|轮)"
)
# Without one of these a clause tells no rhythm; most clauses end here.
_HINT = re.compile(
    r"每|隔(?:一|1)?个?[日天周星礼月季年]|双[月周]|[按逐](?:[日周旬月年]|季)|[一1两二]个?[年月季周旬天日]|半[年月](?:一|1)|全年|年内|年度内|至少|不少于|不低于|不得少于|≥|不能少于"
    r"|(?:[日周旬月季年]|季度)(?:查|检|巡查|调度|通报|例会|会商|研判|排查|报告?制|抽查)"
)
# Bounded, so that a text without any punctuation is still read in linear time.
_CLAUSE = re.compile(r"[^，,。；;：:（）()！？\n]{1,200}")
_AT_LEAST_TIMES = re.compile(rf"(?:至少|不少于|不低于|不得少于)(?:组织|开展|进行|召开)?(?P<n>{_N})(?:次|场|轮)")
_SUBJECT = re.compile(
    r"(?:^|[。；;])([^，,。；;：:（）()每]{1,15}(?:人|员|办|所|局|村|企业|单位|部门|政府|党委|会|班组))[，,]$"
)
_LEAD = re.compile(r"^.*(?:落实|执行|建立|实行|坚持|做到|健全|完善|推行|开展|形成|认真|严格)")
_BETWEEN = re.compile(r"[、，,。；;：:（）()每]")
_NOT_WHO = re.compile(
    r"^(?:要|应(?!急)|须|并|且|原则上|确保|保证|按照|同时|至少|必须|应当|由|对|的|均|都|需|要求|实行|坚持"
    r"|组织|开展|做到|严格落实|按要求|其中|即)*"
)
_WHO_END = re.compile(r"(?:原则上|确保|应当|必须|要求|需要|至少|要|应|须|需|均|都|并|且|实行|坚持|严格|应该|在|于)+$")


@dataclass(frozen=True, slots=True)
class Found:
    """A cadence at ``start``–``end`` of the text given."""

    start: int
    end: int
    raw: str
    every: str | None
    times: int | None
    who: str | None = None
    only: str | None = None


def cadences(text: str) -> list[Found]:
    """Every cadence in the text; several subjects with several cadences in one sentence stay apart."""
    out: list[Found] = []
    if _HINT.search(text):
        for clause in _CLAUSE.finditer(text):
            if _HINT.search(text, *clause.span()):
                out.extend(_in_clause(text, *clause.span()))
    return out


def _in_clause(text: str, start: int, end: int) -> list[Found]:
    every = [m for m in _EVERY.finditer(text, start, end) if not _attribute(text, m, end)]
    if every:
        return _every(text, start, end, every)
    found = _shorthand(text, start, end)
    if found:
        return found
    return _bare_times(text, start, end)


def _attribute(text: str, match: re.Match, end: int) -> bool:
    """每月考评结果 names a thing, it orders nothing."""
    rest = text[match.end() : min(end, match.end() + 14)]
    return bool(re.match(r"^(?:的|[\u4e00-\u9fff]{2,4}(?:结果|情况的|工作量|报表))", rest)) and not re.match(r"^的?\d", rest)


def _every(text: str, start: int, end: int, found: list[re.Match]) -> list[Found]:
    out, shared = [], _shared(text, found[-1].end(), end)
    only = _only(text, start, found[0].start())
    raw_from = start if len(found) > 1 else _raw_start(text, start, found[0].start())
    for index, match in enumerate(found):
        stop = found[index + 1].start() if index + 1 < len(found) else end
        own = _times(text, match.end(), stop)
        out.append(
            Found(
                raw_from,
                end,
                text[raw_from:end],
                _unit(match),
                own or _before(text, start, match.start()) or shared or _next_clause(text, end) or 1,
                only or _who(text, start, match.start()),
                only,
            )
        )
    return out


def _unit(match: re.Match) -> str | None:
    """每两个月, 双月 and 隔月 are one cadence; 每隔两个月 may mean two months or three and is left to the officer."""
    if match["two"]:
        return _TWO[match["two"]]
    return _period(match["unit"], every_other=bool(match["gap"] or match["every_other"]))


def _period(unit: str, *, every_other: bool = False) -> str | None:
    single = unit[1:].removeprefix("个") if unit[0] in "两二2" else None
    if every_other:
        return _TWO.get(unit) or (None if single else _UNITS.get(unit))
    return _TWO.get(single) if single else _UNITS.get(unit)


def _shared(text: str, at: int, end: int) -> int | None:
    """市每季度、县每月至少召开一次会议 counts for both; 村每周、班子每年两次 only for the last."""
    match = _TIMES.search(text, at, end)
    return number(match.group("n")) if match and match.start() - at >= 4 else None


def _raw_start(text: str, start: int, at: int) -> int:
    return at if at - start > 60 else start


def _times(text: str, start: int, end: int) -> int | None:
    match = _TIMES.search(text, start, end)
    twice = 2 if _TWICE.search(text, start, end) else 1  # 早晚各一次
    return number(match.group("n")) * twice if match else None


def _before(text: str, start: int, at: int) -> int | None:
    """至少一次…每月: the number stands before."""
    least = _LEAST.search(text, start, at)
    return _times(text, least.end(), at) if least else None


def _next_clause(text: str, end: int) -> int | None:
    """每月组织检查，不少于2次: the number stands in the next clause, led by 至少 or 不少于."""
    if text[end : end + 1] not in ("，", ","):
        return None
    match = _AT_LEAST_TIMES.match(text, end + 1)
    return number(match.group("n")) if match else None


def _only(text: str, start: int, at: int) -> str | None:
    """（高危行业企业每月至少2次）: a bracket narrows whom it binds."""
    if start and text[start - 1] in "（(" and at > start:
        return text[start:at]
    return None


def _who(text: str, start: int, at: int) -> str | None:
    who = _BETWEEN.split(text[max(start, at - 30) : at])[-1]
    who = _WHO_END.sub("", _NOT_WHO.sub("", who))
    if not who and at == start:
        who = _subject_before(text, start)
    return who or None


def _subject_before(text: str, start: int) -> str:
    """The subject of the clause before, when it is a short name of a unit or post."""
    match = _SUBJECT.search(text[max(0, start - 20) : start])
    return match.group(1) if match else ""


def _shorthand(text: str, start: int, end: int) -> list[Found]:
    """月查, 一月一调度, 半年一督查, 按月报送, 全年不少于4次."""
    out = []
    match = _INSPECT.search(text, start, end)
    if match and match.end() - start <= 60:
        out.extend(_inspections(text, start, end))
    for match in _PER.finditer(text, start, end):
        unit = match.group("a") or match.group("one") or match.group("half")
        out.append(Found(match.start(), match.end(), match.group(), _period(unit), 1))
    for match in _PERIODIC.finditer(text, start, end):
        out.append(Found(match.start(), match.end(), match.group(), _UNITS[match.group("c")], 1))
    out.extend(_one_by_one(text, start, end))
    match = _WHOLE.search(text, start, end)
    if match and not out:
        out.append(Found(match.start(), match.end(), match.group(), "year", number(match.group("n"))))
    return out


def _one_by_one(text: str, start: int, end: int) -> list[Found]:
    """一个月开展一个行业 is a cadence too."""
    found = (m for m in _ONE_BY_ONE.finditer(text, start, end))
    return [Found(m.start(), m.end(), m.group(), _UNITS[m.group("unit")], 1) for m in found]


def _inspections(text: str, start: int, end: int) -> list[Found]:
    """集团公司季查、主要负责人月查、班组日查: each keeps its subject."""
    out = []
    for part in re.finditer(r"[^、]+", text[start:end]):
        a, b = start + part.start(), start + part.end()
        match = _INSPECT.search(text, a, b)
        if not match:
            continue
        lead = _LEAD.match(text[a : match.start()])
        a += lead.end() if lead else 0
        out.append(
            Found(a, match.end(), text[a : match.end()], _UNITS[match.group("b")], 1, text[a : match.start()] or None)
        )
    return out


def _bare_times(text: str, start: int, end: int) -> list[Found]:
    """至少组织开展一次联合执法检查: a number without its period."""
    least = _LEAST.search(text, start, end)
    if not least:
        return []
    match = _TIMES.search(text, least.end(), min(end, least.end() + 16))
    if not match or re.search(r"(?:年|月|季度|周)(?:至少|不少于)$", text[max(start, least.start() - 3) : least.end()]):
        return []
    return [Found(least.start(), end, text[least.start() : end], None, number(match.group("n")))]

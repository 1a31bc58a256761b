"""The stages a campaign runs through."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .dates import Stretch
from .deadlines import Clock
from .outline import Item, heading
from .reading import Phase
from .spanned import Spanned

_SECTION = re.compile(r"阶段|步骤|时间安排|进度安排|工作安排|时间节点|工作进度|实施进度|时序|活动安排|日程")
_NAMED = re.compile(r"阶段|第[一二三四]季度|[一二三四]季度")
_ORDINAL = re.compile(r"^第[一二三四五六七八]阶段[:：、，,]?")
_ORDINAL_HEAD = re.compile(r"(?:^|(?<=[。；：\n]))第[一二三四五六七八]阶段(?=[:：（(、，,。]|[\u4e00-\u9fff])")
_CALLED = re.compile(r"^(?:，|,)?(?:为|是|属于)(?P<name>[^，,。；;：:]{2,24}?阶段)")
_BRACKET = re.compile(r"[（(](?P<inner>[^（）()]{2,60})[）)]")
_PROSE = re.compile(r"分(?:为|成)?(?P<n>[二两三四五六七八])个(?:阶段|步骤)")
_COUNTED = re.compile(r"(?P<n>[一二三四五六七八])是(?P<name>[^。；;]{2,60})[。；;]")


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    stretch: Stretch | None
    raw: str | None
    text: str


def phases(root: Item, clock: Clock) -> tuple[list[Phase], set[int]]:
    """The phases, and the ids of the items that are phases or hold them."""
    out: list[Phase] = []
    used: set[int] = set()
    for item in root.walk():
        if id(item) in used:
            continue
        chosen = _children(item, clock)
        if chosen:
            out.extend(_phase(child, clock) for child in chosen)
            used.add(id(item))
            used.update(id(one) for child in chosen for one in _within(child))
        elif not item.children and _SECTION.search(heading(item).title):
            found = _ordinals(item.own, clock) or _dated_clauses(item.own, clock)
            out.extend(found)
            used.update({id(item)} if found else ())
    return (out or _prose(root)), used


_QUARTER = re.compile(r"第?[一二三四1-4]季度")


def _within(phase: Item) -> list[Item]:
    """What belongs to the phase itself; the numbered works of a quarter stay duties."""
    if _QUARTER.search(heading(phase).title) and phase.children:
        return [phase]
    return list(phase.walk())


def _children(item: Item, clock: Clock) -> list[Item]:
    """The item's children, if they are phases."""
    if not item.children:
        return []
    titles = [heading(child).title for child in item.children]
    named = sum(bool(_NAMED.search(title)) for title in titles)
    if item.marker and _SECTION.search(heading(item).title):
        dated = sum(
            bool(_NAMED.search(title)) or _parts(child, clock).stretch is not None
            for child, title in zip(item.children, titles, strict=True)
        )
        return item.children if dated * 2 >= len(titles) else []
    if named >= 2 and named * 2 >= len(titles):
        return [child for child, title in zip(item.children, titles, strict=True) if _NAMED.search(title)]
    return []


def _phase(item: Item, clock: Clock) -> Phase:
    parts = _parts(item, clock)
    return _made(parts, item.full().whole)


def _made(parts: _Named, span) -> Phase:
    s = parts.stretch
    first = s.first if s and not s.before and (s.ranged or s.open or s.first != s.last or s.exact and _one_day(s)) else None
    return Phase(parts.name, first, s.last if s else None, parts.raw, span, parts.text)


def _one_day(s: Stretch) -> bool:
    return bool(re.search(r"[日号]$|\d$", s.raw))


def _parts(item: Item, clock: Clock) -> _Named:
    return _split(item.text, heading(item).title, clock, heading(item).end)


def _split(text: str, title: str, clock: Clock, end: int) -> _Named:
    """Name and time of a phase, wherever the time stands: in a bracket, before, or in the next sentence."""
    body = text[end:].lstrip("。：: ")
    bracket = next((m for m in _BRACKET.finditer(text[: end + 70]) if clock.stretches(m.group("inner"))), None)
    if bracket and bracket.start() <= max(end, 40):
        name = text[: bracket.start()]
        return _name_after(
            name,
            clock.stretches(bracket.group("inner"))[0],
            bracket.group("inner"),
            text[bracket.end() :].lstrip("：:。，, "),
        )
    lead = clock.stretches(text[:80])
    if lead and lead[0].start <= 2:
        return _date_first(text, lead[0])
    follow = clock.stretches(body[:60])
    if follow and follow[0].start <= 8:
        return _name_after(title, follow[0], follow[0].raw, body)
    within = next((s for s in clock.stretches(title) if not s.year_only), None)
    if within:
        name = (title[: within.start] + title[within.end :]).strip("：:，,（）() ")
        return _Named(_name(name) or title, within, within.raw, body)
    return _Named(_name(title), None, None, body)


def _name_after(name: str, stretch: Stretch, raw: str, rest: str) -> _Named:
    """第一阶段（3月1日—15日）：动员部署。 is called 动员部署."""
    bare = _name(name)
    if re.fullmatch(r"第[一二三四五六七八]阶段", bare):
        label = _CALLED.match(rest) or re.match(r"^(?P<name>[^，,。；;：:]{2,20})[。：:]", rest)
        bare = label.group("name") if label else bare
    return _Named(bare, stretch, raw, rest)


def _date_first(text: str, stretch: Stretch) -> _Named:
    rest = text[stretch.end :]
    called = _CALLED.match(rest)
    if called:
        return _Named(_name(called.group("name")), stretch, stretch.raw, rest[called.end() :].lstrip("，,。；：: "))
    rest = rest.lstrip("，,：:。、 ")
    label = re.match(r"^(?P<name>[^，,。；;：:]{2,24})[。：:]", rest)
    name = label.group("name") if label else re.split(r"[，,。；;：:]", rest, maxsplit=1)[0][:24]
    if re.match(r"^第?[一二三四]季度", text):
        quarter = re.match(r"^(?:20\d\d年)?(第?[一二三四]季度)", text)
        name = quarter.group(1) if quarter else text[: stretch.end]
    return _Named(_name(name) or stretch.raw, stretch, stretch.raw, rest)


def _name(title: str) -> str:
    bare = title.strip("。：:，,、 （(")
    again = _ORDINAL.sub("", bare).strip("（(：: ")
    return again or bare.strip("：:，,、")


def _ordinals(own: Spanned, clock: Clock) -> list[Phase]:
    """第一阶段：…第二阶段：… set in running text."""
    text = own.text
    heads = list(_ORDINAL_HEAD.finditer(text))
    out = []
    for index, head in enumerate(heads):
        stop = heads[index + 1].start() if index + 1 < len(heads) else len(text)
        part = text[head.start() : stop]
        label = re.search(r"[。；;]|(?<=段)[:：](?=[^：:]*[（(])", part)
        title_end = label.start() if label and label.start() <= 50 else min(len(part), 40)
        out.append(_made(_split(part, part[:title_end], clock, title_end), own.span(head.start(), stop)))
    return out if len(out) >= 2 else []


def _dated_clauses(own: Spanned, clock: Clock) -> list[Phase]:
    """9月1日至15日，动员部署；9月16日至30日，集中整治。 in one paragraph."""
    out = []
    for clause in re.finditer(r"[^。；;\n]{6,80}", own.text):
        lead = clock.stretches(clause.group())[:1]
        if lead and lead[0].start == 0 and lead[0].ranged:
            named = _date_first(clause.group(), lead[0])
            out.append(_made(named, own.span(*clause.span())))
    return out if len(out) >= 2 else []


def _prose(root: Item) -> list[Phase]:
    """分为三个阶段：一是…。二是… in a report's one long paragraph; their dates are not told."""
    for item in root.walk():
        text = item.text
        match = _PROSE.search(text)
        if match and not item.children:
            return _counted(item.own, match.end(), "二两三四五六七八".index(match.group("n")))
    return []


_COUNT = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}


def _counted(own: Spanned, start: int, _: int) -> list[Phase]:
    text = own.text
    wanted = _COUNT[_PROSE.search(text).group("n")]
    out: list[Phase] = []
    for match in _COUNTED.finditer(text, start):
        if match.group("n") == "一二三四五六七八"[len(out)] and len(out) < wanted:
            out.append(Phase(match.group("name"), span=own.span(match.start("name"), match.end("name"))))
    return out if len(out) == wanted else []

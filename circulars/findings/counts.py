"""Doubts about numbers promised and listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..numerals import number
from ..outline import Item, heading
from ..reading import Finding, Reading
from .source import Source

_N = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_FOLLOWING = re.compile(
    rf"(?:以下|下列|如下){_N}(?:个?(?:方面|阶段|环节|步骤)?|项|条|点|类|种)(?:重点|具体|主要)?(?:工作|任务|措施|内容|要求|方面|问题|举措|事项|职责)?[:：。]?$"
    rf"|(?:做好|抓好|落实|突出抓好|重点抓好|开展){_N.replace('?P<n>', '?P<n2>')}(?:项|个方面的?)(?:重点)?(?:工作"
    rf"|任务)[:：]$"
)
_PROMISED = re.compile(
    rf"(?:抓好|做好|落实|完成|实施|开展|推进|强化|采取|执行|突出){_N}(?:大|项|条|个方面)(?:重点|主要|具体|硬)?(?:任务|措施|举措|工作|行动|工程|整治|要求)$"
)
_PHASES = re.compile(rf"分(?:为|成)?{_N}个(?:阶段|步骤)")
_DETAILED = re.compile(rf"(?:细化|分解|分|梳理)为{_N}(?:项|条)(?:具体|重点)?(?:任务|措施|举措)")
_TITLED = re.compile(rf"(?:^|[^第\d月]){_N}(?:条|项)(?:硬)?(?:措施|举措|任务|要求|规定|办法)")
_METHODS = re.compile(
    r"(?:采取|采用|通过|按照)(?P<list>[^，,。；;：:]{2,40}(?:、"
    r"[^，,。；;：:、]{2,20}){2,9}?)等?(?:(?P<n>[一二两三四五六七八九十])种)?(?:方式|方法|步骤|措施|形式)"
)
_NAMED = re.compile(
    rf"“?{_N}个?(?P<what>100%|百分之百|必须|严禁|一律|不准|到位|统一|必查|坚决|有|落实|不放过|查)”?(?:（(?:即)?(?P<in>[^（）]{{6,200}})）|(?:[，,:：]?即[:：]?|[:：])(?P<out>[^。；;]{{6,200}}))"
)


def findings(source: Source, reading: Reading) -> Iterator[Finding]:
    if reading.kind == "article":
        return
    for item in source.root.walk():
        yield from _followed(item)
        yield from _methods(item)
        yield from _listed(item)
    yield from _phases(source, reading)
    yield from _tasks(source, reading)
    yield from _title(source, reading)


def _followed(item: Item) -> Iterator[Finding]:
    """以下六项工作： or a heading such as 突出抓好六项任务, and then not six."""
    if not item.children:
        return
    title = heading(item).title if item.marker else ""
    named = _PROMISED.search(title)
    if named and number(named.group("n")) != len(item.children):
        yield _mismatch(number(named.group("n")), len(item.children), "项", item.own.span(*named.span("n")))
        return
    match = _FOLLOWING.search(item.text[-60:])
    if not match:
        return
    wanted = number(match.group("n") or match.group("n2"))
    if wanted and wanted != len(item.children):
        offset = max(0, len(item.text) - 60)
        yield _mismatch(wanted, len(item.children), "项", item.own.span(offset + match.start(), offset + match.end()))


def _mismatch(wanted: int, listed: int, what: str, span) -> Finding:
    return Finding("count-mismatch", f"文中说有{wanted}{what}，实际列出{listed}{what}，请核对。", span)


def _methods(item: Item) -> Iterator[Finding]:
    """采取甲、乙、丙、丁、戊等方式, and only three of them are set out."""
    if len(item.children) < 2:
        return
    match = _METHODS.search(item.text)
    if not match:
        return
    names = match.group("list").split("、")
    titles = [heading(child).title for child in item.children]
    shared = sum(any(_alike(name, title) for name in names) for title in titles)
    told = number(match.group("n") or "") or len(names)
    if shared * 2 >= len(titles) and shared >= 2 and told != len(titles):
        yield _mismatch(told, len(titles), "种方式", item.own.span(match.start(), match.end()))


def _alike(name: str, title: str) -> bool:
    """They share three characters in a row."""
    return any(name[i : i + 3] in title for i in range(len(name) - 2))


def _listed(item: Item) -> Iterator[Finding]:
    """“六个100%”（…seven things…）."""
    for match in _NAMED.finditer(item.text):
        group = "in" if match.group("in") else "out"
        parts = [part for part in re.split(r"[、；;]", match.group(group)) if part]
        wanted = number(match.group("n"))
        plain = all(2 <= len(part) <= 24 and not re.search(r"[，和及与]", part) for part in parts)
        if wanted and len(parts) >= 3 and plain and len(parts) != wanted:
            yield _mismatch(wanted, len(parts), "项", item.own.span(match.start(), match.end()))


def _phases(source: Source, reading: Reading) -> Iterator[Finding]:
    for item in source.root.walk():
        match = _PHASES.search(item.text) if reading.phases else None
        wanted = number(match.group("n")) if match else None
        if wanted and wanted != len(reading.phases):
            yield _mismatch(wanted, len(reading.phases), "个阶段", item.own.span(match.start(), match.end()))
            return


def _tasks(source: Source, reading: Reading) -> Iterator[Finding]:
    for item in source.root.walk():
        match = _DETAILED.search(item.text) if reading.tasks else None
        wanted = number(match.group("n")) if match else None
        if wanted and wanted != len(reading.tasks):
            yield _mismatch(wanted, len(reading.tasks), "项任务", item.own.span(match.start(), match.end()))
            return


def _title(source: Source, reading: Reading) -> Iterator[Finding]:
    """A title that promises fifteen measures, where nothing in the text comes to fifteen."""
    title = source.head.title
    match = _TITLED.search(title.text)
    wanted = number(match.group("n")) if match else None
    if not wanted or wanted < 4 or not source.root.children:
        return
    counts = {len(item.children) for item in source.root.walk()} | {len(reading.tasks), len(reading.sections)}
    if wanted not in counts:
        nearest = min(
            (count for count in counts if count > 2), key=lambda count: abs(count - wanted), default=len(reading.tasks)
        )
        yield _mismatch(wanted, nearest, "条", title.span(match.start("n"), match.end()))

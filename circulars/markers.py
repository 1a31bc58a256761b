"""Numbers at the head of an item: 第X条, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import CHINESE, number

RANK = {
    "part": 0,
    "quarter": 4,
    "chapter": 1,
    "section": 2,
    "cn": 3,
    "article": 4,
    "cn-paren": 5,
    "digit": 6,
    "decimal": 7,
    "digit-paren": 8,
    "circled": 9,
    "is": 10,
}

_CN = f"[{CHINESE}]"
_MARK = re.compile(
    rf"(?P<article>第(?P<n1>{_CN}{{1,6}}|\d{{1,3}})条(?!件|例|款|的|规定|第|、|和|至))"
    rf"|(?P<chapter>第(?P<n2>{_CN}{{1,4}}|\d{{1,2}})章)"
    rf"|(?P<section>第(?P<n3>{_CN}{{1,4}}|\d{{1,2}})节)"
    rf"|(?P<part>第(?P<n9>{_CN}{{1,4}})(?:部分|编)(?=[、：:\s]|[\u4e00-\u9fff]))"
    rf"|(?P<cn>(?P<n4>{_CN}{{1,4}})[、.．])"
    rf"|(?P<cn_paren>[（(〔](?P<n5>{_CN}{{1,4}})[）)〕][、.．]?)"
    r"|(?P<decimal>\d{1,2}[.．](?P<n11>\d{1,2})[、.．]?(?=[\u4e00-\u9fff“《])(?!米|万|亿|元|公里|吨|倍|小时|平方|千|厘|毫|立方|升|度|公斤))"
    r"|(?P<digit>(?P<n6>\d{1,3})(?:[.．、](?![\d]{1,4}(?:[^、.．\d]|$))|[.．、](?=20\d\d年)))"
    r"|(?P<digit_paren>[（(](?P<n7>\d{1,3})[）)][、.．]?|(?P<n10>\d{1,2})[）)](?!\d))"
    r"|(?P<circled>[①-⑳⑴-⒇㈠-㈩])"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number found at ``start``; the item's words begin at ``end``."""

    kind: str
    number: int
    raw: str
    start: int
    end: int

    @property
    def printed(self) -> str:
        """The number as labels carry it: ``一``, ``（一）``, ``1``, ``（1）``, ``第三条``."""
        bare = self.raw.rstrip("、.． ")
        if self.kind in ("cn-paren", "digit-paren"):
            return "（" + bare.strip("（(〔）)〕") + "）"
        return bare


def marker_at(text: str, start: int = 0) -> Marker | None:
    """The marker that begins exactly at ``start``."""
    match = _MARK.match(text, start)
    if not match:
        return None
    kind = match.lastgroup if match.lastgroup in _KINDS else next(k for k in _KINDS if match.group(k))
    value = _value(match, kind)
    if not value or kind == "cn" and _counts_on(text, match.end(), value):
        return None
    return Marker(_KINDS[kind], value, match.group(), match.start(), match.end())


_SERIES = re.compile(rf"({_CN}{{1,4}})[、级是类等]")


def _counts_on(text: str, at: int, value: int) -> bool:
    """一、二级 counts things; 一、一级网格 heads an item."""
    match = _SERIES.match(text, at)
    return bool(match) and number(match.group(1)) == value + 1


_KINDS = {
    "article": "article",
    "chapter": "chapter",
    "section": "section",
    "part": "part",
    "cn": "cn",
    "cn_paren": "cn-paren",
    "digit": "digit",
    "digit_paren": "digit-paren",
    "circled": "circled",
    "decimal": "decimal",
}
_GROUP = {
    "article": "n1",
    "chapter": "n2",
    "section": "n3",
    "part": "n9",
    "cn": "n4",
    "cn_paren": "n5",
    "digit": "n6",
    "digit_paren": "n7",
    "decimal": "n11",
}


def _value(match: re.Match, kind: str) -> int | None:
    if kind == "circled":
        code = ord(match.group())
        return next(code - base + 1 for base in (0x3220, 0x2474, 0x2460) if code >= base)
    digits = match.group(_GROUP[kind]) or match.group("n10")
    return number(digits)


_IS = re.compile(r"(?P<n>[一二三四五六七八九十])是(?=[\u4e00-\u9fff“])")


def counted_at(text: str) -> Marker | None:
    """一是 at the head of a paragraph: a number only where the paper uses no others, so not part of `marker_at`."""
    match = _IS.match(text)
    return Marker("is", number(match.group("n")), match.group(), 0, match.end()) if match else None


_QUARTER = re.compile(r"(?:20\d\d年)?第?(?P<n>[一二三四])季度(?=[:：（(]|$)")


def quarter_at(text: str) -> Marker | None:
    """一季度： at the head of a paragraph; its words stay the item's heading, so the marker is empty."""
    match = _QUARTER.match(text)
    return Marker("quarter", number(match.group("n")), match.group(), 0, 0) if match else None


_INLINE = re.compile(
    r"[。；;：:！？）)”.](?=[（(〔]?(?:[一二三四五六七八九十]{1,3}[）)〕、.．]|\d{1,3}[）).．、](?!\d))"
    r"|第[一二三四五六七八九十百\d]{1,5}条|[①-⑳⑴-⒇])"
)


def inline_markers(text: str) -> list[Marker]:
    """Markers after a full stop, semicolon, colon or bracket within one paragraph, in order."""
    found = (marker_at(text, match.end()) for match in _INLINE.finditer(text))
    return [marker for marker in found if marker]

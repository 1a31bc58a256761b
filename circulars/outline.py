"""The tree of numbered items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .markers import RANK, Marker, counted_at, inline_markers, marker_at, quarter_at
from .paragraphs import Paragraph
from .reading import Span
from .spanned import Spanned, joined

_LABEL_STOP = re.compile(r"[。；;：:！？!?]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])")
_TITLE_MAX = 60


@dataclass(slots=True)
class Item:
    """A numbered item: marker, its own words (without those of its children), children, and doubts about its number."""

    marker: Marker | None
    rank: int
    parts: list[Spanned] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    parent: Item | None = None
    irregular: str = ""
    gap: int | None = None
    number_span: Span | None = None
    _own: Spanned | None = None
    _heading: Heading | None = None

    @property
    def own(self) -> Spanned:
        """The item's own words after its number."""
        if self._own is None:
            self._own = joined(self.parts, "\n")
        return self._own

    @property
    def text(self) -> str:
        return self.own.text

    @property
    def number(self) -> str:
        return self.marker.printed if self.marker else ""

    @property
    def path(self) -> tuple[str, ...]:
        head = self.parent.path if self.parent else ()
        return (*head, self.number) if self.marker else head

    def walk(self):
        """The item and everything beneath it, in order."""
        stack = [self]
        while stack:
            item = stack.pop()
            yield item
            stack.extend(reversed(item.children))

    def full(self) -> Spanned:
        """The words of the item and of everything beneath it."""
        if not self.children:
            return self.own
        return joined((part for item in self.walk() for part in item.parts), "\n")


def outline(paras: list[Paragraph]) -> Item:
    """The root of the tree; text before the first number is the root's own."""
    root = Item(None, -1)
    builder = _Builder(root)
    for para in paras:
        builder.add(para)
    return root


def sections_of(root: Item) -> list[Item]:
    """The first-level items; a list of facts in the opening words, above the first 一、, is none of them."""
    highest = min((item.rank for item in root.children), default=0)
    first = next((i for i, item in enumerate(root.children) if item.rank == highest), 0)
    return root.children[first:]


class _Builder:
    def __init__(self, root: Item):
        self.root, self.open = root, [root]
        self.current = root

    def add(self, para: Paragraph) -> None:
        marks = [] if para.is_row else self._marks(para)
        first = marks[0].start if marks else len(para.text)
        if first and not (marks and marks[0].kind == "quarter"):
            self._text(para, 0, first)
        for mark, after in zip(marks, [*marks[1:], None], strict=False):
            end = after.start if after else len(para.text)
            self._open(mark, para)
            self._text(para, mark.end, end)

    def _text(self, para: Paragraph, start: int, end: int) -> None:
        part = para.clean.cut(start, end)
        if not part.text:
            return
        if not self.current.parts:
            self.current.gap = next((at - start for at, _ in para.gaps if start + 4 <= at < end), None)
        self.current.parts.append(part)
        self.current.paragraphs.append(para)

    def _marks(self, para: Paragraph) -> list[Marker]:
        """Markers of the paragraph that truly begin items: at its head, or inline when they count on."""
        head = self._head(para.text)
        marks = [head] if head else []
        last = {head.kind: head.number} if head else {}
        for mark in inline_markers(para.text):
            if mark.start == 0:
                continue
            known = last.get(mark.kind, self._latest(mark.kind))
            if mark.number == 1 and self._has_second(para.text, mark) or known is not None and mark.number == known + 1:
                marks.append(mark)
                last[mark.kind] = mark.number
        return marks

    def _head(self, text: str) -> Marker | None:
        """一是 counts only where nothing else does; 3.1 only below 3."""
        mark = marker_at(text)
        if mark is None and quarter_at(text):
            return quarter_at(text)
        if mark is None:
            plain = self.open[-1] is self.root or self.open[-1].marker.kind == "is"
            return counted_at(text) if plain else None
        if mark.kind == "decimal" and self._latest("digit") != int(re.match(r"\d+", mark.raw).group()):
            return None
        return mark

    @staticmethod
    def _has_second(text: str, mark: Marker) -> bool:
        """An inline list has at least a second item further on."""
        second = {
            "cn-paren": "二",
            "cn": "二、",
            "digit": "2",
            "digit-paren": "2",
            "circled": chr(ord(mark.raw[0]) + 1),
            "article": "第二条",
        }.get(mark.kind)
        return bool(second) and text.find(second, mark.end, mark.end + 4000) >= 0

    def _latest(self, kind: str) -> int | None:
        for item in reversed(self.open):
            if item.marker and item.marker.kind == kind:
                return item.marker.number
        return None

    def _open(self, mark: Marker, para: Paragraph) -> None:
        mark, irregular = self._settle(mark)
        rank = self._level(mark)
        while self.open[-1].rank >= rank:
            self.open.pop()
        parent = self.open[-1]
        item = Item(mark, rank, parent=parent, irregular=irregular)
        item.number_span = para.clean.span(mark.start, mark.end)
        parent.children.append(item)
        self.open.append(item)
        self.current = item

    def _level(self, mark: Marker) -> int:
        return RANK[mark.kind]

    def _settle(self, mark: Marker) -> tuple[Marker, str]:
        """A 十、 between （九） and （十一） is a （十） written wrongly."""
        known = self._latest(mark.kind)
        if mark.kind in ("cn", "cn-paren") and mark.number != (known or 0) + 1:
            other = "cn-paren" if mark.kind == "cn" else "cn"
            if self._latest(other) is not None and mark.number == self._latest(other) + 1 and mark.number > 1:
                if mark.kind == "cn" or known is None:
                    return Marker(other, mark.number, _as_kind(mark, other), mark.start, mark.end), "form"
        return mark, ""


def _as_kind(mark: Marker, kind: str) -> str:
    bare = mark.raw.strip("（(〔）)〕、.． ")
    return f"（{bare}）" if kind == "cn-paren" else f"{bare}、"


@dataclass(frozen=True, slots=True)
class Heading:
    """The words an item is called by; ``own_words`` is false when they are only its first clause."""

    title: str
    own_words: bool
    end: int


def heading(item: Item) -> Heading:
    """An item's heading, found once."""
    if item._heading is None:
        item._heading = _found_heading(item)
    return item._heading


def _found_heading(item: Item) -> Heading:
    """Up to the first full stop, a colon, a wide blank, or the line's end."""
    text = item.text
    if not text:
        return Heading("", False, 0)
    tail = _DUTY_TAIL.search(item.parts[0].text)
    first = tail.start() + 1 if tail else len(item.parts[0].text)
    stop = _LABEL_STOP.search(text, 0, min(first, _TITLE_MAX + 1))
    end = stop.start() if stop else first
    if item.gap and item.gap <= 30 and first > item.gap + 10 and (stop is None or stop.start() > 25) and item.gap < end:
        return Heading(text[: item.gap], True, item.gap)
    follows = first > end + 1 or len(item.parts) > 1 or bool(item.children)
    is_stop = stop is not None and stop.group() not in "；;"
    if is_stop and end <= _TITLE_MAX and follows and not _unfinished(text[:end]):
        return Heading(_bare(text[:end]), True, end + 1)
    if stop is None and first <= _TITLE_MAX and text[first - 1] not in "，,、":
        return Heading(_bare(text[:first]), True, first)
    return first_clause(text)


_CLAUSE_END = re.compile(r"[，,。；;：:！？!?]|[（(](?![^（）()]{1,4}[）)][\u4e00-\u9fff])")


def first_clause(text: str) -> Heading:
    """What an item without a heading is called by; 各镇（街道）安委会 keeps its bracket."""
    match = _CLAUSE_END.search(text[:80])
    end = match.start() if match and match.start() else min(len(text), 40)
    return Heading(text[:end], False, end)


def _unfinished(text: str) -> bool:
    """A bracket or book title opened and not closed is cut in the middle."""
    return any(text.count(a) > text.count(b) for a, b in ("（）", "()", "《》", "“”"))


# What stands after the last words in a bracket says who and when, not what.
_DUTY_TAIL = re.compile(
    r"[。；;，,](?:(?:[（(【][^（()）【】]{0,120}[）)】])+|(?:责任|牵头|配合)(?:单位"
    r"|部门)[:：].{0,120})[。；;]?$"
)


def _bare(title: str) -> str:
    return title.strip("，,、。：: ")

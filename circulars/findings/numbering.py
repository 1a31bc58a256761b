"""Doubts about the numbers of headings."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from ..numerals import chinese
from ..outline import Item
from ..reading import Finding, Reading
from .source import Source

_NEXT = {
    "cn": ("cn-paren", "digit"),
    "cn-paren": ("digit",),
    "digit": ("digit-paren", "circled"),
    "digit-paren": ("circled",),
}
_NAMES = {"cn": "一、", "cn-paren": "（一）", "digit": "1.", "digit-paren": "（1）", "circled": "①"}


def findings(source: Source, reading: Reading) -> Iterator[Finding]:
    if reading.kind in ("article", "other"):
        return
    last: dict[str, int] = {}
    attached = [line.start for line in source.lines if line.role == "colophon" and line.text.startswith("附")]
    for item in source.root.walk():
        if item.irregular:
            yield Finding(
                "heading-number-irregular",
                f"序号“{_printed(source, item)}”与同级序号的写法不一致。",
                item.number_span,
                _as_siblings(item),
            )
        yield from _order(item.children, last, attached)
        yield from _levels(item)


def _printed(source: Source, item: Item) -> str:
    start, end = item.number_span
    return source.text[start:end]


def _as_siblings(item: Item) -> str:
    return f"（{chinese(item.marker.number)}）" if item.marker.kind == "cn-paren" else f"{chinese(item.marker.number)}、"


def _order(children: list[Item], last: dict[str, int], attached: list[int]) -> Iterator[Finding]:
    """Numbers run 1, 2, 3 among siblings, or on from the section before (1…35 through the whole paper);
    an attachment begins its own."""
    before: dict[str, int] = {}
    for above, child in zip([None, *children], children, strict=False):
        kind, value = child.marker.kind, child.marker.number
        if above and bisect(attached, _place(above)) < bisect(attached, _place(child)):
            before = {}
        allowed = {before[kind] + 1} if kind in before else {1, last.get(kind, 0) + 1}
        if value == 1 and kind in before and child.parent.marker is None:
            allowed.add(1)
        if value not in allowed:
            yield Finding(
                "heading-number-irregular", f"序号“{child.marker.raw}”不连续，应接第{max(allowed)}项。", child.number_span
            )
        before[kind] = value
        last[kind] = value


def _place(item: Item) -> int:
    return (item.number_span or item.own.whole or (0, 0))[0]


def _levels(item: Item) -> Iterator[Finding]:
    """From 一、 straight to （1）: a level is left out."""
    if not item.marker or not item.children or item.marker.kind not in _NEXT:
        return
    kind = item.children[0].marker.kind
    if kind in _NAMES and kind not in _NEXT[item.marker.kind]:
        yield Finding(
            "heading-level-skipped",
            f"“{_NAMES[item.marker.kind]}”之下直接用“{_NAMES[kind]}”，缺了中间的层次。",
            item.children[0].number_span,
            severity="info",
        )

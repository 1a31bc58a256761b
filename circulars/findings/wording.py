"""Doubts about punctuation, blanks, brackets and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..markers import marker_at
from ..names import is_person
from ..paragraphs import Paragraph
from ..reading import Finding, Reading
from .source import Source

_DOUBLED = re.compile(r"[，、；：。？,;][，、；：。,;]+")
_STRENGTH = "。？；：，、;,"
_PAIRS = {"（": "）", "(": "）", "《": "》", "【": "】", "〔": "〕", "“": "”", "‘": "’", "「": "」"}
_CLOSERS = {"）": "）", ")": "）", "》": "》", "】": "】", "〕": "〕", "”": "”", "’": "’", "」": "」"}
_BRACKET = re.compile("[（(《【〔“‘「）)》】〕”’」]")
_NAME_EDGES = "、，；：。（）,;:()"
_COUNTS = re.compile(r"(?:^|[。；：;:，])\d{1,2}$")
_LABEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:电话|邮箱|传真|手机|地址|联系人)|[\u4e00-\u9fff]{2,6}[:：]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


def findings(source: Source, reading: Reading) -> Iterator[Finding]:
    if reading.kind in ("article", "other"):
        return
    for para in source.paras:
        yield from _doubled(para)
        yield from _unpaired(para)
        yield from _broken(source, para)


def _doubled(para: Paragraph) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(para.text):
        mend = min(match.group(), key=_STRENGTH.index)
        yield Finding("doubled-punctuation", f"标点“{match.group()[:8]}”重复。", para.clean.span(*match.span()), mend)


def _unpaired(para: Paragraph) -> Iterator[Finding]:
    """One pass with a stack; a mark without its partner is shown where it stands."""
    stack: list[tuple[str, int]] = []
    mark = marker_at(para.text)
    for match in _BRACKET.finditer(para.text, mark.end if mark else 0):
        c = match.group()
        if c in _PAIRS:
            stack.append((c, match.start()))
        elif stack and _PAIRS[stack[-1][0]] == _CLOSERS[c]:
            stack.pop()
        elif c not in "）)" or not _COUNTS.search(para.text[max(0, match.start() - 3) : match.start()]):
            yield _lonely(para, c, match.start())
    for c, at in stack:
        yield _lonely(para, c, at)


def _lonely(para: Paragraph, c: str, at: int) -> Finding:
    code = "unpaired-quotes" if c in "“”‘’「」" else "unpaired-brackets"
    what = "引号" if code == "unpaired-quotes" else "括号"
    return Finding(code, f"{what} {c} 不成对。", para.clean.span(at, at + 1))


def _broken(source: Source, para: Paragraph) -> Iterator[Finding]:
    """A blank between two characters of one sentence; not the one after a number or a heading."""
    text = para.text
    if para.is_row or len(text) < 12 or not para.gaps:
        return
    mark = marker_at(text)
    skip = mark.end if mark else 0
    for at, width in para.gaps:
        if at <= skip or at >= len(text) or width > 3:
            continue
        if (
            _IDEOGRAPH.match(text[at - 1])
            and _IDEOGRAPH.match(text[at])
            and not _heading_gap(para, at, skip)
            and not _LABEL.match(text, at)
            and not _padded_name(text, at)
        ):
            span = (para.clean.at(at - 1) + 1, para.clean.at(at))
            yield Finding("broken-spaces", f"“{text[max(0, at - 4) : at + 4]}”中间有多余的空格。", span, "")


def _padded_name(text: str, at: int) -> bool:
    """列席：汪守田、柏　禾。: a name of two characters is set as wide as one of three."""
    edges = (text[at - 2 : at - 1], text[at + 1 : at + 2] or "。")
    return all(edge in _NAME_EDGES for edge in edges) and is_person(text[at - 1 : at + 1])


def _heading_gap(para: Paragraph, at: int, skip: int) -> bool:
    """（一）加强领导 各村要…: the blank stands for the full stop after a heading."""
    first = next((gap for gap, _ in para.gaps if gap > skip), None)
    return bool(skip) and at == first and 4 <= at - skip <= 24 and not re.search(r"[。，；]", para.text[skip : at + 25][:30])

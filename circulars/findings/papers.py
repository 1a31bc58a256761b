"""Doubts about the paper as a whole: its sort, its number, its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Finding, Reading
from .source import Source

_CITED = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,8})(?P<open>[〔\[［（(【﹝{〈<])(?P<year>(?:19|20)\d\d)(?P<close>[〕\]］）)】﹞}〉>])(?P<ordinal>第?)(?P<n>\d{1,4})号"
)


def findings(source: Source, reading: Reading) -> Iterator[Finding]:
    if reading.kind in ("article", "other") and source.text.strip():
        yield Finding(
            "not-a-circular",
            "这不是公文：没有公文标题、主送机关和落款，请核对是否粘贴了新闻报道或其他材料。",
            reading.spans.get("title"),
            severity="error",
        )
    if source.site:
        yield Finding(
            "page-furniture",
            "文中夹有网页的版权、导航等内容，读取时已略去，请核对正文是否完整。",
            source.site[0].span,
            severity="info",
        )
    yield from _attachments(source, reading)
    yield from _number(source, reading)
    yield from _cited(source)


def _attachments(source: Source, reading: Reading) -> Iterator[Finding]:
    if reading.kind == "notice-shell":
        named = f"《{reading.scheme_title}》" if reading.scheme_title else "所印发的文件"
        yield Finding(
            "attachment-missing",
            f"只有印发通知，没有附上{named}正文，无法提取任务，请补上附件。",
            reading.spans.get("scheme_title") or reading.spans.get("title"),
            severity="error",
        )
        return
    tail = source.text[source.attachments[-1].span[1] :] if source.attachments else ""
    for note in source.attachments:
        name = re.sub(r"^(?:附(?:件|表)\d{0,2}[:：])?(?:\d{1,2}[.．、])?|[《》。；]", "", note.text)
        if name and name[:6] not in re.sub(r"\s", "", tail):
            yield Finding("attachment-missing", f"附件说明列有“{name}”，但文后没有这份附件。", note.span, severity="info")


def _number(source: Source, reading: Reading) -> Iterator[Finding]:
    number = source.head.doc_number
    match = _CITED.search(number.text) if number else None
    if not match:
        return
    if reading.issued_on and int(match.group("year")) != reading.issued_on.year:
        yield Finding(
            "doc-number-year",
            f"发文字号的年份{match.group('year')}与成文日期{reading.issued_on.year}年不一致。",
            number.span(match.start("year"), match.end("year")),
        )
    mend = _proper(match)
    if mend != match.group():
        yield Finding(
            "doc-number-malformed",
            "发文字号应为“机关代字〔年份〕顺序号”：年份用六角括号，序号不加“第”、不编虚位。",
            number.span(match.start(), match.end()),
            mend,
        )


def _proper(match: re.Match) -> str:
    return f"{match.group('code')}〔{match.group('year')}〕{int(match.group('n'))}号"


_LEADING = re.compile(
    r"^.*?(?:按照|根据|依据|落实|贯彻|执行|参照|遵照|对照|印发的|下发的|转发的|关于|通知"
    r"|精神)(?=[\u4e00-\u9fff]{2})"
)


def _cited(source: Source) -> Iterator[Finding]:
    for para in source.paras:
        for match in _CITED.finditer(para.text) if "号" in para.text else ():
            lead = _LEADING.match(match.group("code"))
            skip = lead.end() if lead else 0
            mend = _proper(match)[skip:]
            if mend != match.group()[skip:]:
                yield Finding(
                    "citation-malformed",
                    f"引用文件的发文字号写法不规范，应为“{mend}”。",
                    para.clean.span(match.start() + skip, match.end()),
                    mend,
                )

"""What sort of paper the text is."""

from __future__ import annotations

import re

from .head import Head
from .outline import Item

_CIRCULAR = re.compile(
    r"(?:通知|方案|意见|计划|要点|通报|公告|通告|决定|预案|措施|函|规划|安排|分工|清单|规程|指南"
    r"|纪要|提示|总结)(?:[（(].{1,14}[）)])?$"
)
_RULES = re.compile(r"(?:办法|规定|细则|制度|规则|条例)(?:[（(].{1,14}[）)])?$")
_NEWS = re.compile(r"记者|通讯员|日前|近日|本网讯|讯[）)]|网络编辑|据悉|据介绍|获悉")


def kind_of(head: Head, root: Item, body: str) -> str:
    """One of circular, measures, notice-shell, article, other."""
    if not body.strip():
        return "other"
    articles = sum(item.marker is not None and item.marker.kind == "article" for item in root.walk())
    title = head.title.text
    named = bool(_CIRCULAR.search(title) or _RULES.search(title))
    formal = bool(head.doc_number or head.recipients or head.signed_at is not None)
    if articles >= 3 and (named or formal):
        return "measures"
    if is_shell(head, root, body):
        return "notice-shell"
    if named or formal and (title or root.children):
        return "circular"
    if _NEWS.search(body) or head.published_on:
        return "article"
    return "circular" if len(root.children) >= 3 and title else "other"


def is_shell(head: Head, root: Item, body: str) -> bool:
    """A letter that sends a paper with it, and the paper is not there."""
    sends = re.search(r"印发|转发|下发|发布", head.title.text) or re.search(
        r"现(?:将|予)[^。]{0,120}(?:印发|转发|下发|发布)(?:给|，|。|至)", body
    )
    short = len(body) < 800 or bool(head.scheme_title) and len(body) < 3000  # a letter may add demands of its own
    return bool(sends) and not head.has_scheme and not root.children and short

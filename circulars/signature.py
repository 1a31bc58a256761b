"""Who signs and when, the scheme printed after its cover letter, and the issuer."""

from __future__ import annotations

import re
from datetime import date

from .clean import Line
from .dates import lone_day
from .head import ENDS_TITLE, RED_HEAD, TITLE_LINES, Head, head_zone, is_recipients, joint_names
from .markers import marker_at
from .names import ends_like_a_body
from .spanned import Spanned, joined

_SCHEME = re.compile(
    r"(?:印发|下发|转发[^《》，。]{0,30}?|发布|公布"
    r"|制定)(?:了)?《(?P<name>[^《》]{4,120}(?:《[^《》]{1,60}》[^《》]{0,80}){0,3})》"
)
_SCHEME_BARE = re.compile(r"^关于(?:印发|下发|转发)(?P<name>[^《》]{4,120}?)的通知$")
_SENT = re.compile(r"现(?:将|予)《(?P<name>[^《》]{4,120})》[^。]{0,30}(?:印发|转发|下发|发布)")
_SCHEME_KIND = re.compile(
    r"(?:方案|计划|办法|细则|规定|要点|预案|措施|清单|意见|制度|分工"
    r"|安排)(?:[（(][^（）()]{1,12}[）)])?$"
)


def read_signature(lines: list[Line], head: Head) -> None:
    """Complete the head with what stands below the letter."""
    _signature(lines, head)
    _scheme(lines, head)
    _issuer(lines, head_zone(lines), head)


_SIGNED = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）()、]{4,60}?)(?P<day>(?:(?:19|20)\d\d|[一二][〇○零ＯOo0九][〇○零ＯOo0一二三四五六七八九]{2})年"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)$"
)


def _signature(lines: list[Line], head: Head) -> None:
    """The first date that stands alone under a unit's name; failing that, any date that stands alone."""
    loose = None
    for index, line in enumerate(lines):
        if line.role not in ("body", "recipients") or len(line.text) > 90:
            continue
        day, name = _signed_line(line)
        if not day:
            continue
        names = [name] if name else _names_above(lines, index)
        if names:
            _sign(lines, index, day, names, head)
            return
        loose = loose if loose is not None else index
    if loose is not None:
        _sign(lines, loose, lone_day(lines[loose].text), [], head)


def _signed_line(line: Line) -> tuple[date | None, Spanned | None]:
    day = lone_day(line.text)
    if day:
        return day, None
    match = _SIGNED.match(line.text)
    if match and ends_like_a_body(match.group("name")):
        return lone_day(match.group("day")), line.clean.cut(0, match.end("name"))
    return None, None


def _names_above(lines: list[Line], index: int) -> list[Spanned]:
    names: list[Spanned] = []
    for line in reversed(lines[max(index - 5, 0) : index]):
        if line.role == "page-number":
            continue
        if line.role != "body" or len(line.text) > 60 or not ends_like_a_body(line.text):
            break
        names.insert(0, line.clean)
        line.role = "signature"
    return names


def _sign(lines: list[Line], index: int, day: date | None, names: list[Spanned], head: Head) -> None:
    line = lines[index]
    if day and not head.issued_on:
        head.issued_on, head.issued_span = day, line.span
    if names:
        parts = [part for name in names for part in _names_on(lines, name)]
        head.issuer = "、".join(parts)
        head.issuer_span = (names[0].whole[0], names[-1].whole[1])
        head.signed_at = index
    line.role = "signature"


def _names_on(lines: list[Line], name: Spanned) -> list[str]:
    """Two issuers side by side are parted by a wide blank."""
    start, end = name.whole
    line = next((one for one in lines if one.span and one.span[0] <= start < one.span[1]), None)
    raw = line.raw.strip() if line else name.text
    sides = [re.sub(r"\s+", "", side) for side in re.split(r"\s{2,}", raw)]
    sides = [side for side in sides if side]
    if len(sides) > 1 and all(len(side) >= 4 and ends_like_a_body(side) for side in sides):
        return sides
    return [name.text]


def _scheme(lines: list[Line], head: Head) -> None:
    """The scheme printed after its cover letter, its lines marked as title again."""
    name = _scheme_name(lines, head)
    start = head.signed_at + 1 if head.signed_at is not None else head.body_from
    letter = not head.title.text or head.signed_at is not None or bool(re.search("通知|函|决定|令", head.title.text[-12:]))
    block = _second_title(lines, start, name) if name or letter else []
    if block:
        text = joined(lines[i].clean for i in block)
        for i in block:
            lines[i].role = "title"
        head.has_scheme = True
        head.scheme_title, head.scheme_span = name or text.text, text.whole
        head.title = head.title if head.title.text else text
    elif name:
        head.scheme_title = name


def _scheme_name(lines: list[Line], head: Head) -> str | None:
    title = head.title.text
    match = _SCHEME.search(title) or _SCHEME_BARE.match(title)
    if match:
        return _fuller(lines, head, match.group("name"))
    if ENDS_TITLE.search(title):
        return None
    for line in lines[head.body_from : head.body_from + 6]:
        match = _SCHEME.search(line.text) or _SENT.search(line.text)
        if match and line.role == "body":
            return match.group("name")
    return None


def _fuller(lines: list[Line], head: Head, name: str) -> str:
    """The letter often names in full what its title names in short."""
    for line in lines[head.body_from : head.body_from + 6]:
        match = _SCHEME.search(line.text) or re.search(r"《(?P<name>[^《》]{4,120})》", line.text)
        if match and line.role == "body" and match.group("name").endswith(name):
            return match.group("name")
    return name


def _second_title(lines: list[Line], start: int, name: str | None) -> list[int]:
    wanted = re.sub(r"[“”\"《》（）()]", "", name) if name else None
    for index in range(start, min(start + (len(lines) if wanted else 12), len(lines))):
        if lines[index].role != "body" or len(lines[index].text) > 90:
            continue
        if not wanted and marker_at(lines[index].text):
            return []  # its items have begun: no scheme stands beneath this letter
        block = _matches(lines, index, wanted) if wanted else _scheme_block(lines, index)
        if block:
            return block
    return []


def _matches(lines: list[Line], index: int, wanted: str) -> list[int]:
    """Lines from ``index`` on that together spell the scheme's name."""
    text, block = "", []
    for at in range(index, min(index + TITLE_LINES, len(lines))):
        if lines[at].role in ("page-number", "running-head"):
            continue
        block.append(at)
        text += re.sub(r"[“”\"《》（）()]", "", lines[at].text)
        if text == wanted or len(text) >= 8 and (wanted.endswith(text) or text.endswith(wanted)) and len(text) < 100:
            return block
        if len(text) > len(wanted) + 30:
            break
    return []


def _scheme_block(lines: list[Line], index: int) -> list[int]:
    text = lines[index].text
    if text[-1] in "。；：:，" or marker_at(text) or text.startswith(("附件", "抄送")):
        return []
    if _SCHEME_KIND.search(text) and 8 <= len(text) <= 80:
        return [index]
    if index + 1 < len(lines) and lines[index + 1].role == "body":
        both = text + lines[index + 1].text
        if _SCHEME_KIND.search(lines[index + 1].text) and 8 <= len(both) <= 80 and len(text) >= 4:
            return [index, index + 1]
    return []


def _issuer(lines: list[Line], zone: int, head: Head) -> None:
    """Without a signature: the red head, or the unit named before 关于 in the title."""
    for line in lines[: zone + 1]:
        match = RED_HEAD.match(line.text)
        if match and line.role == "body":
            line.role = "red-head"
            if not head.issuer:
                head.issuer, head.issuer_span = joint_names(match.group("name")), line.clean.span(0, match.end("name"))
        elif line.role == "body" and ends_like_a_body(line.text) and len(line.text) <= 40 and not is_recipients(line.text):
            if head.title.text and line.span[0] < head.title.whole[0]:
                line.role = "red-head"
                head.issuer, head.issuer_span = head.issuer or line.text, head.issuer_span or line.span

"""Title, issuer, document number, date and addressees."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from .clean import Line, byline
from .dates import lone_day
from .markers import marker_at
from .names import ends_like_a_body
from .reading import Span
from .spanned import Spanned, joined

_KIND_WORDS = ("通知|方案|意见|办法|规定|细则|计划|要点|通报|公告|通告|决定|预案|规则|制度|措施|纪要|报告|请示|批复|规划|清单|函|指南|规程"
               "|决议|命令|提示|任务书|责任书|分工|安排|总结|一览表|安排表|名单|台账")
_ENDS_TITLE = re.compile(rf"(?:{_KIND_WORDS})(?:[（(][^（）()]{{1,12}}[）)])?$")
_IN_TITLE = re.compile(r"关于")
_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,14}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?[\u4e00-\u9fff]{0,6})(?P<open>[〔\[［（(【﹝{〈<])(?P<year>\d{2,4})(?P<close>[〕\]］）)】﹞}〉>])"
    r"(?P<ordinal>第?)(?P<n>\d{1,4})号")
_BARE_NUMBER = re.compile(r"^(?P<code>[\u4e00-\u9fff]{2,12})(?P<year>(?:19|20)\d\d)年?第?(?P<n>\d{1,4})号$")
_RECIPIENT_WORDS = re.compile(r"各|村|社区|局|办|所|站|中心|委员会|政府|单位|企业|公司|部门|学校|科室|街道|镇|乡|同志|成员")
_SCHEME = re.compile(r"(?:印发|下发|转发|发布|公布|制定)(?:了)?《(?P<name>[^《》]{4,120}(?:《[^《》]{1,60}》[^《》]{0,80}){0,3})》")
_SCHEME_BARE = re.compile(r"^关于(?:印发|下发|转发)(?P<name>[^《》]{4,120}?)的通知$")
_SCHEME_KIND = re.compile(r"(?:方案|计划|办法|细则|规定|要点|预案|措施|清单|意见|制度|分工|安排)(?:[（(][^（）()]{1,12}[）)])?$")
_RED_HEAD = re.compile(r"^(?P<name>[\u4e00-\u9fff、（）()]{3,60})文件$")
_TITLE_LINES = 6


@dataclass(slots=True)
class Head:
    """What stands above and below the body."""

    title: Spanned = field(default_factory=Spanned)
    scheme_title: str | None = None
    scheme_span: Span | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    doc_number: Spanned | None = None
    issued_on: date | None = None
    issued_span: Span | None = None
    published_on: date | None = None
    recipients: list[str] = field(default_factory=list)
    recipients_span: Span | None = None
    has_scheme: bool = False
    signed_at: int | None = None
    body_from: int = 0


def read_head(lines: list[Line]) -> Head:
    """Find the head's parts and mark their lines' roles, so that only the body stays ``body``."""
    head = Head()
    zone = _zone(lines)
    _number(lines, zone, head)
    _title(lines, zone, head)
    _recipients(lines, head)
    _meta(lines, head)
    _signature(lines, head)
    _scheme(lines, head)
    _issuer(lines, zone, head)
    return head


def _zone(lines: list[Line]) -> int:
    """How many lines may belong to the head: up to the first item or the first long paragraph."""
    for index, line in enumerate(lines[:60]):
        if line.role != "body":
            continue
        mark = marker_at(line.text)
        if (mark and mark.kind != "digit") or (len(line.text) > 90 and "。" in line.text):
            return index
    return min(len(lines), 60)


def _number(lines: list[Line], zone: int, head: Head) -> None:
    for line in lines[:zone + 1]:
        match = _NUMBER.search(line.text) or _BARE_NUMBER.match(line.text)
        if not match or line.role not in ("body", "meta"):
            continue
        alone = len(line.text) - len(match.group()) <= 14 and not re.search(r"[《》。，]", line.text)
        if alone and not head.doc_number:
            head.doc_number = _printed_number(line, match)
            line.role = "number" if line.role == "body" else "meta"
            return


def _printed_number(line: Line, match: re.Match) -> Spanned:
    start = match.start()
    label = re.match(r"^(?:发文字号|文号|文件编号|编号|字号)", match.group())
    return line.clean.cut(start + (label.end() if label else 0), match.end())


def _title(lines: list[Line], zone: int, head: Head) -> None:
    for index in range(zone + 1 if zone < len(lines) else zone):
        line = lines[index]
        if line.role == "body" and _may_title(line.text):
            block = _title_block(lines, index, zone)
            if block:
                _take_title(lines, block, head)
                return
    _bare_title(lines, zone, head)


def _may_title(text: str) -> bool:
    if len(text) > 150 or _NUMBER.search(text) and len(text) < 40 or text[-1] in "。；;，：:" or _RED_HEAD.match(text):
        return False
    return bool(_IN_TITLE.search(text) or _ENDS_TITLE.search(text) or re.search(r"印发《", text))


def _title_block(lines: list[Line], index: int, zone: int) -> list[int]:
    """Indices of the lines the title runs over, or an empty list."""
    block, text = [], ""
    for at in range(index, min(index + _TITLE_LINES, max(zone, index + 1), len(lines))):
        line = lines[at]
        if line.role in ("page-number", "running-head"):
            continue
        if block and (line.role != "body" or _is_recipients(line.text) or lone_day(line.text)
                      or line.text[-1] in "。；" or len(line.text) > 60):
            break
        block.append(at)
        text += line.text
        if _complete(text) and not _goes_on(lines, at, zone, text):
            return block
    return block[:1] if block and _may_title(lines[block[0]].text) and "关于" in text else []


def _complete(text: str) -> bool:
    balanced = all(text.count(a) == text.count(b) for a, b in ("《》", "“”", "（）"))
    if not balanced or not _ENDS_TITLE.search(text):
        return False
    return not re.search(r"关于(?:印发|转发|下发)", text) or bool(re.search(r"(?:通知|函|决定|公告|意见|通报)(?:[（(].{1,12}[）)])?$", text))


def _goes_on(lines: list[Line], at: int, zone: int, text: str) -> bool:
    """A next line such as 的通知 or 实施方案 still belongs to the title."""
    after = next((lines[i].text for i in range(at + 1, min(at + 3, zone, len(lines))) if lines[i].role == "body"), "")
    if re.match(r"^(?:的|及|和|》)", after) and len(after) <= 40:
        return bool(_ENDS_TITLE.search(after))
    return bool(re.match(rf"^[（(](?:试行|征求意见稿|暂行|草案|\d{{4}}.{{0,12}}年?)[）)]$", after))


def _take_title(lines: list[Line], block: list[int], head: Head) -> None:
    whole = joined(lines[i].clean for i in block)
    start = _title_start(whole.text)
    head.title = whole.cut(start)
    if start:
        prefix = whole.cut(0, start)
        if ends_like_a_body(prefix.text):
            head.issuer, head.issuer_span = _joint_names(prefix.text), prefix.whole
    for i in block:
        lines[i].role = "title"
    head.body_from = block[-1] + 1


def _title_start(text: str) -> int:
    """关于 outside of book titles begins the title when an issuer stands before it."""
    at = text.find("关于")
    if at <= 0 or "《" in text[:at] or not ends_like_a_body(text[:at]):
        return 0
    return at


def _bare_title(lines: list[Line], zone: int, head: Head) -> None:
    """No title by form: a news headline stands above its byline, else the first short line will do."""
    stop = next((i for i, line in enumerate(lines[:zone + 1]) if line.role == "body" and byline(line)), None)
    if stop is not None:
        lines[stop].role = "byline"
        head.published_on = _first_day(lines[stop].text)
    before = [i for i in range(stop if stop is not None else min(zone, 4)) if lines[i].role == "body"
              and 6 <= len(lines[i].text) <= 60 and lines[i].text[-1] not in "。；，：:"]
    if not before:
        return
    chosen = before[-1] if stop is not None else before[0]
    head.title = lines[chosen].clean
    for i in range(chosen):
        if lines[i].role == "body":
            lines[i].role = "site"
    lines[chosen].role = "title"
    head.body_from = (stop if stop is not None else chosen) + 1


def _first_day(text: str) -> date | None:
    match = re.search(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})", text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _is_recipients(text: str) -> bool:
    return (text[-1] in ":：" and len(text) <= 400 and "。" not in text and not marker_at(text)
            and bool(_RECIPIENT_WORDS.search(text)) and not re.search(r"如下|通知|为了|下列|以下", text))


def _recipients(lines: list[Line], head: Head) -> None:
    """The first line or lines after the title that end with a colon and name units."""
    if not head.title.text:
        return
    group: list[Line] = []
    for line in lines[head.body_from:head.body_from + 12]:
        if line.role in ("number", "page-number", "byline", "meta", "site"):
            continue
        if lone_day(line.text) or (line.text[0] in "（(" and line.text[-1] in "）)"):
            continue
        group.append(line)
        text = "".join(part.text for part in group)
        if _is_recipients(text):
            _take_recipients(group, text, head)
            return
        if len(text) > 400 or "。" in text or marker_at(line.text):
            break
    _bare_recipients(group, head)


def _bare_recipients(group: list[Line], head: Head) -> None:
    """各村、各单位 without its colon, on a line of its own."""
    if group and re.match(r"^各[^。；]{1,80}$", group[0].text) and group[0].text[-1] not in "。；，":
        _take_recipients(group[:1], group[0].text, head)


def _take_recipients(group: list[Line], text: str, head: Head) -> None:
    head.recipients = split_names(text.rstrip(":："))
    head.recipients_span = (group[0].span[0], group[-1].span[1])
    for line in group:
        line.role = "recipients"


def split_names(text: str) -> list[str]:
    """Names set apart by 、，； outside of brackets."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "（(《“") - (c in "）)》”")
        if depth <= 0 and c in "、，,；;":
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [part for part in parts if part]


def _meta(lines: list[Line], head: Head) -> None:
    for line in lines:
        if line.role != "meta":
            continue
        day = _first_day(line.text)
        if day and re.match(r"成文日期|发文日期|生成日期", line.text):
            head.issued_on, head.issued_span = head.issued_on or day, line.span
        elif day:
            head.published_on = head.published_on or day


def _joint_names(text: str) -> str:
    return re.sub(r"[\s、，,]+", "、", text.strip("、，, "))


_SIGNED = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）()、]{4,60}?)(?P<day>(?:(?:19|20)\d\d|[一二][〇○零ＯOo0九][〇○零ＯOo0一二三四五六七八九]{2})年"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)$")


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
    for line in reversed(lines[max(index - 5, 0):index]):
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
    block = _second_title(lines, start, name)
    if block:
        text = joined(lines[i].clean for i in block)
        for i in block:
            lines[i].role = "title"
        head.has_scheme = True
        head.scheme_title, head.scheme_span = name or text.text, text.whole
    elif name:
        head.scheme_title = name


def _scheme_name(lines: list[Line], head: Head) -> str | None:
    title = head.title.text
    match = _SCHEME.search(title) or _SCHEME_BARE.match(title)
    if match:
        return match.group("name")
    if _ENDS_TITLE.search(title):
        return None
    for line in lines[head.body_from:head.body_from + 6]:
        match = _SCHEME.search(line.text)
        if match and line.role == "body":
            return match.group("name")
    return None


def _second_title(lines: list[Line], start: int, name: str | None) -> list[int]:
    wanted = re.sub(r"[“”\"《》（）()]", "", name) if name else None
    for index in range(start, min(start + (len(lines) if wanted else 12), len(lines))):
        if lines[index].role != "body" or len(lines[index].text) > 90:
            continue
        block = _matches(lines, index, wanted) if wanted else _scheme_block(lines, index)
        if block:
            return block
    return []


def _matches(lines: list[Line], index: int, wanted: str) -> list[int]:
    """Lines from ``index`` on that together spell the scheme's name."""
    text, block = "", []
    for at in range(index, min(index + _TITLE_LINES, len(lines))):
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
    if lines[index].text[-1] in "。；：:，" or marker_at(lines[index].text) or lines[index].text.startswith(("附件", "抄送")):
        return []
    text = lines[index].text
    if _SCHEME_KIND.search(text) and 8 <= len(text) <= 80:
        return [index]
    if index + 1 < len(lines) and lines[index + 1].role == "body":
        both = text + lines[index + 1].text
        if _SCHEME_KIND.search(lines[index + 1].text) and 8 <= len(both) <= 80 and len(text) >= 4:
            return [index, index + 1]
    return []


def _issuer(lines: list[Line], zone: int, head: Head) -> None:
    """Without a signature: the red head, or the unit named before 关于 in the title."""
    for line in lines[:zone + 1]:
        match = _RED_HEAD.match(line.text)
        if match and line.role == "body":
            line.role = "red-head"
            if not head.issuer:
                head.issuer, head.issuer_span = _joint_names(match.group("name")), line.clean.span(0, match.end("name"))
        elif line.role == "body" and ends_like_a_body(line.text) and len(line.text) <= 40 and not _is_recipients(line.text):
            if head.title.text and line.span[0] < head.title.whole[0]:
                line.role = "red-head"
                head.issuer, head.issuer_span = head.issuer or line.text, head.issuer_span or line.span

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

_KIND_WORDS = (
    "通知|方案|意见|办法|规定|细则|计划|要点|通报|公告|通告|决定|预案|规则|制度|措施|纪要|报告|请示|批复"
    "|规划|清单|函|指南|规程"
    "|决议|命令|提示|任务书|责任书|分工|安排|总结|一览表|安排表|分解表|分工表|任务表|责任表|明细表|名单|台账"
)
ENDS_TITLE = re.compile(rf"(?:{_KIND_WORDS})(?:[（(][^（）()]{{1,12}}[）)])?$")
_IN_TITLE = re.compile(r"关于")
_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,14}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?[\u4e00-\u9fff]{0,6})(?P<open>[〔\[［（(【﹝{〈<])(?P<year>\d{2,4})(?P<close>[〕\]］）)】﹞}〉>])"
    r"(?P<ordinal>第?)(?P<n>\d{1,4})号"
)
_BARE_NUMBER = re.compile(r"^(?P<code>[\u4e00-\u9fff]{2,12})(?P<year>(?:19|20)\d\d)年?第?(?P<n>\d{1,4})号$")
_RECIPIENT_WORDS = re.compile(r"各|村|社区|局|办|所|站|中心|委员会|政府|单位|企业|公司|部门|学校|科室|街道|镇|乡|同志|成员")
RED_HEAD = re.compile(r"^(?P<name>[\u4e00-\u9fff、（）()]{3,60})文件$")
TITLE_LINES = 6


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
    """Find the parts above the body and mark their lines' roles, so that only the body stays ``body``."""
    head = Head()
    zone = head_zone(lines)
    _number(lines, zone, head)
    _title(lines, zone, head)
    _recipients(lines, head)
    _meta(lines, head)
    return head


def head_zone(lines: list[Line]) -> int:
    """How many lines may belong to the head: up to the first item or the first long paragraph."""
    for index, line in enumerate(lines[:60]):
        if line.role != "body":
            continue
        mark = marker_at(line.text)
        if (mark and mark.kind != "digit") or (len(line.text) > 90 and "。" in line.text):
            return index
    return min(len(lines), 60)


def _number(lines: list[Line], zone: int, head: Head) -> None:
    for line in lines[: zone + 1]:
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
    label = re.match(r"^.*(?:发文字号|文号|文件编号|编号|字号)(?=[\u4e00-\u9fff])", match.group())
    return line.clean.cut(start + (label.end() if label else 0), match.end())


def _title(lines: list[Line], zone: int, head: Head) -> None:
    for index in range(zone + 1 if zone < len(lines) else zone):
        line = lines[index]
        if line.role == "body" and is_recipients(line.text) and line.text.startswith("各"):
            return  # the letter was copied without its title
        if line.role == "body" and (_may_title(line.text) or _begins_title(lines, index, zone)):
            block = _title_block(lines, index, zone)
            if block and not _only_names_the_form(lines, block, zone):
                _take_title(lines, block, head)
                return
    _bare_title(lines, zone, head)


def _only_names_the_form(lines: list[Line], block: list[int], zone: int) -> bool:
    """专题会议纪要 above a number and a title that begins with 关于 is the form's red head."""
    if any("关于" in lines[i].text for i in block):
        return False
    below = (line.text for line in lines[block[-1] + 1 : zone] if line.role == "body")
    return any(text.startswith("关于") and ENDS_TITLE.search(text) for text in below)


def _may_title(text: str) -> bool:
    if len(text) > 150 or _NUMBER.search(text) and len(text) < 40 or text[-1] in "。；;，：:" or RED_HEAD.match(text):
        return False
    return bool(_IN_TITLE.search(text) or ENDS_TITLE.search(text) or re.search(r"印发《", text))


def _begins_title(lines: list[Line], index: int, zone: int) -> bool:
    """…管理 / 工作方案: a title whose kind stands on a short second line."""
    text = lines[index].text
    after = lines[index + 1] if index + 1 < zone else None
    return bool(
        after
        and after.role == "body"
        and 4 <= len(text) <= 40
        and not re.search(r"[，。；：:\d]$", text)
        and len(after.text) <= 12
        and ENDS_TITLE.search(after.text)
        and not marker_at(text)
        and not ends_like_a_body(text)
        and not RED_HEAD.match(text)
    )


def _title_block(lines: list[Line], index: int, zone: int) -> list[int]:
    """Indices of the lines the title runs over, or an empty list."""
    block, text = [], ""
    for at in range(index, min(index + TITLE_LINES, max(zone, index + 1), len(lines))):
        line = lines[at]
        if line.role in ("page-number", "running-head"):
            continue
        if block and (
            line.role != "body"
            or is_recipients(line.text)
            or lone_day(line.text)
            or line.text[-1] in "。；"
            or len(line.text) > 60
        ):
            break
        block.append(at)
        text += line.text
        if _complete(text) and not _goes_on(lines, at, zone, text):
            return block
    return block[:1] if block and _may_title(lines[block[0]].text) and "关于" in text else []


def _complete(text: str) -> bool:
    balanced = all(text.count(a) == text.count(b) for a, b in ("《》", "“”", "（）"))
    if not balanced or not ENDS_TITLE.search(text):
        return False
    return not re.search(r"关于(?:印发|转发|下发)", text) or bool(
        re.search(r"(?:通知|函|决定|公告|意见|通报)(?:[（(].{1,12}[）)])?$", text)
    )


def _goes_on(lines: list[Line], at: int, zone: int, text: str) -> bool:
    """A next line such as 的通知 or 实施方案 still belongs to the title."""
    after = next((lines[i].text for i in range(at + 1, min(at + 3, zone, len(lines))) if lines[i].role == "body"), "")
    if re.match(r"^(?:的|及|和|》)", after) and len(after) <= 40:
        return bool(ENDS_TITLE.search(after))
    return bool(re.match(r"^[（(](?:试行|征求意见稿|暂行|草案|\d{4}.{0,12}年?)[）)]$", after))


def _take_title(lines: list[Line], block: list[int], head: Head) -> None:
    whole = joined(lines[i].clean for i in block)
    start = _title_start(whole.text)
    head.title = whole.cut(start)
    if start:
        prefix = whole.cut(0, start)
        if ends_like_a_body(prefix.text):
            head.issuer, head.issuer_span = _side_by_side(lines[block[0]], prefix.text), prefix.whole
    for i in block:
        lines[i].role = "title"
    head.body_from = block[-1] + 1


def _side_by_side(line: Line, text: str) -> str:
    """Two issuers before 关于 are parted by a blank."""
    for at, _ in line.gaps:
        if 4 <= at < len(text) and ends_like_a_body(text[:at]) and ends_like_a_body(text[at:]):
            return f"{text[:at]}、{joint_names(text[at:])}"
    return joint_names(text)


def _title_start(text: str) -> int:
    """关于 outside of book titles begins the title when an issuer stands before it."""
    at = text.find("关于")
    if at <= 0 or "《" in text[:at] or not ends_like_a_body(text[:at]):
        return 0
    return at


def _bare_title(lines: list[Line], zone: int, head: Head) -> None:
    """No title by form: a news headline stands above its byline, else the first short line will do."""
    stop = next((i for i, line in enumerate(lines[: zone + 1]) if line.role == "body" and byline(line)), None)
    if stop is not None:
        lines[stop].role = "byline"
        head.published_on = _first_day(lines[stop].text)
    before = [
        i
        for i in range(stop if stop is not None else min(zone, 4))
        if lines[i].role == "body" and 6 <= len(lines[i].text) <= 60 and lines[i].text[-1] not in "。；，：:"
    ]
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


def is_recipients(text: str) -> bool:
    return (
        text[-1] in ":："
        and len(text) <= 400
        and "。" not in text
        and not marker_at(text)
        and bool(_RECIPIENT_WORDS.search(text))
        and not re.search(r"如下|通知|为了|下列|以下", text)
    )


def _recipients(lines: list[Line], head: Head) -> None:
    """The first line or lines after the title that end with a colon and name units."""
    group: list[Line] = []
    for line in lines[head.body_from : head.body_from + 12]:
        if line.role in ("number", "page-number", "byline", "meta", "site"):
            continue
        if lone_day(line.text) or (line.text[0] in "（(" and line.text[-1] in "）)"):
            continue
        group.append(line)
        text = "".join(part.text for part in group)
        if is_recipients(text):
            _take_recipients(group, text, head)
            return
        if len(text) > 400 or "。" in text or marker_at(line.text):
            break
    _bare_recipients(group, head)


def _bare_recipients(group: list[Line], head: Head) -> None:
    """各村、各单位 without its colon, on a line of its own."""
    if group and re.match(r"^各[^。；]{1,80}$", group[0].text) and group[0].text[-1] not in "。；，":
        _take_recipients(group[:1], group[0].text, head)


_LEVELS = re.compile(
    r"(?:(?<=[，,；;、])|^)(?:(?:中央|省|市|县|区)、){1,3}(?:市|县|区|镇|乡)(?:驻|属|直|级)"
    r"|[市县区镇乡]直、驻"
)


def _take_recipients(group: list[Line], text: str, head: Head) -> None:
    head.recipients = split_names(_LEVELS.sub(lambda m: m.group().replace("、", "\0"), text.rstrip(":：")))
    head.recipients = [name.replace("\0", "、") for name in head.recipients]
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
    key = ""
    for line in lines:
        if line.role != "meta":
            continue
        key = key + line.text if key.endswith((":", "：")) else line.text
        day = _first_day(line.text)
        if day and re.match(r"-?(?:成文|发文|(?:公文)?生成)日期", key):
            head.issued_on, head.issued_span = head.issued_on or day, line.span
        elif day:
            head.published_on = head.published_on or day


def joint_names(text: str) -> str:
    return re.sub(r"[\s、，,]+", "、", text.strip("、，, "))

"""Who is to do it, and by when, where the circular says so in words of its own (责任单位：…。完成时限：…)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .head import split_names

_ROLES = {
    "lead": "责任单位|牵头单位|责任部门|牵头部门|主办单位|主责单位|实施单位|落实单位|责任主体|承办单位|承办部门"
    "|牵头责任单位|主要责任单位|责任科室|牵头科室"
    "|责任站所|责任分工|牵头|责任",
    "joint": "配合单位|配合部门|协办单位|参与单位|参加单位|协同单位|协同部门|配合责任单位|参与部门|配合",
    "supervise": "督导单位|督促单位|指导单位|督办单位|监督单位|监管单位|督查单位|监督部门|指导部门|监管部门|督促部门"
    r"|督导部门|行业监管部门|(?<=[（(；;，,。【])督导|(?<=[（(；;，,。【])督促|(?<=[（(；;，,。【])监督|(?<=[（(；;，,。【])指导",
    "person": "责任领导|责任人|牵头领导|分管领导|包联领导|联系人|联系电话|责任人员|具体责任人|责任领导及责任人",
    "limit": "完成时限|完成时间|整改时限|时限要求|工作时限|时间要求|完成期限|办理时限|时限|整改期限|时间节点|推进时限"
    "|工作频次|频次|落实时限|实施时间"
    "|时间安排|完成日期|整治时间|开展时间",
}
_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<{role}>{'|'.join(sorted(words.split('|'), key=len, reverse=True))})" for role, words in _ROLES.items())
    + r")(?:为|是)?[:：]"
)
_DUTY_END = re.compile(
    r"(?:按(?:照)?(?:各自)?(?:职责|分工|职能|任务|行业)[\u4e00-\u9fff]{0,8}?)?(?P<verb>牵头负责|共同负责|分别负责|具体负责|负责|牵头|配合|参与|协助|(?:具体|分别|共同|抓好?)?(?:落实|实施)"
    r"|督导|督促|指导|监督|组织实施|推进)(?:落实|实施)?$"
)
_VERB_ROLE = {
    "配合": "joint",
    "参与": "joint",
    "协助": "joint",
    "督导": "supervise",
    "督促": "supervise",
    "指导": "supervise",
    "监督": "supervise",
}
_BY = re.compile(
    r"由(?P<lead>(?:[^，,。；;：:（）()由]|（[^（）]{1,8}）){2,40}?)(?:牵头|负责|组织实施)"
    r"(?:[^，,。；;]{0,20}[，,](?P<joint>[^，,。；;：:]{2,80}?)(?:配合|参与|协助))?"
)
_TAIL = re.compile(
    r"(?:等(?:有关|相关|部门|单位|成员单位|相关部门|有关部门|相关单位|有关单位|站所|各部门)*"
    r"|按(?:照)?(?:各自)?(?:职责|分工|职能)[\u4e00-\u9fff]{0,10}"
    r"|分别负责|负责落实|落实|负责)$"
)
_BARE_PARTNER = re.compile(r"^(?:政府|人民政府|办公室)$")
_PLACE = re.compile(
    r"^(?P<place>[\u4e00-\u9fff（）()、]{0,8}?(?:省|市|县|区|镇|乡|街道|村|各级|各乡镇"
    r"|各县区))(?:党委|党工委|委|委员会)$"
)
_NAME = re.compile(
    r"(?:政府|委|局|办|所|站|中心|部门|单位|企业|村|社区|公司|办公室|委员会|大队|中队|厅|院|校|园区"
    r"|街道|镇街|乡镇|镇|部|乡|科|处|队|会|专班|组|户|业主|人|机构|县|区|市|旗|场|社|中心校|学校|医院)$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit with its role and its place in the text given."""

    name: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """Units and the words of the time limit; ``start``/``end`` bound what was said in brackets or after labels."""

    units: tuple[Named, ...] = ()
    limit: str = ""
    limit_at: int = 0
    start: int = -1


def duty_of(text: str) -> Duty:
    """Labels first; failing those, a bracket that ends in 负责 or 牵头; failing that, 由…牵头."""
    units, limit, limit_at, start = _labelled(text)
    if not units:
        units, at = _bracketed(text)
        start = at if start < 0 else start
    if not units:
        units, limit, limit_at, at = _bare(text, limit, limit_at)
        start = at if start < 0 else start
    if not units:
        units = _by(text)
    return Duty(tuple(units), limit, limit_at, start)


def _labelled(text: str) -> tuple[list[Named], str, int, int]:
    units: list[Named] = []
    limit, limit_at, start = "", 0, -1
    marks = list(_LABEL.finditer(text))
    leads = sum(m.lastgroup == "lead" and m.group().startswith(("牵头", "主办", "主责")) for m in marks)
    for index, mark in enumerate(marks):
        stop = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        a, b = mark.end(), _value_end(text, mark.end(), stop)
        start = mark.start() if start < 0 else start
        role = mark.lastgroup
        if role == "limit":
            limit, limit_at = text[a:b], a
        elif role != "person":
            if role == "lead" and leads and mark.group().startswith("责任"):
                role = "joint"
            units.extend(_names(text, a, b, role))
    return units, limit, limit_at, start


def _value_end(text: str, start: int, stop: int) -> int:
    """A value ends with its sentence or with the bracket it stands in."""
    depth = 0
    for i in range(start, min(stop, start + 600)):
        c = text[i]
        if c in "（(":
            depth += 1
        elif c in "）)":
            depth -= 1
            if depth < 0:
                return i
        elif c in "。；;！\n" and depth == 0 and not (c in "；;" and _names_follow(text, i + 1, stop)):
            return i
    return min(stop, start + 600)


_MORE = re.compile(r"[^。；;：:！（）()【】\n]{2,60}")


def _names_follow(text: str, at: int, stop: int) -> bool:
    """应急办；派出所；各村: semicolons may part units too."""
    match = _MORE.match(text, at, stop)
    return bool(match) and all(map(_is_name, split_names(match.group())))


_CLAUSE_EDGE = re.compile(r"(?<=[，,；;])|(?=会同)")


def _names(text: str, a: int, b: int, role: str) -> list[Named]:
    value = text[a:b]
    parts = _CLAUSE_EDGE.split(value)
    roles = _clause_roles(parts, role)
    out: list[Named] = []
    for part, said in zip(parts, roles, strict=True):
        out.extend(_split(text, a, a + len(part), said, out[-1].name if out else ""))
        a += len(part)
    return out


def _clause_roles(parts: list[str], default: str) -> list[str]:
    """市应急局牵头，市公安局配合: each clause's own verb decides; one without a verb goes with the next."""
    said = []
    for part in parts:
        match = _DUTY_END.search(part.rstrip("，,；;。"))
        verb = match.group("verb") if match else ""
        said.append(_VERB_ROLE.get(verb) or ("lead" if verb else ""))
    for index in (i for i, part in enumerate(parts) if part.startswith("会同")):
        said[index - 1], said[index] = said[index - 1] or default, "joint"
    headed = any("牵头" in part for part in parts)
    out = []
    for index, part in enumerate(parts):
        later = next((role for role in said[index:] if role), default)
        if headed and "牵头" not in part and later == "lead" and any("牵头" in p for p in parts[:index]):
            later = "joint"
        out.append(later)
    return out


def _split(text: str, a: int, b: int, role: str, before: str) -> list[Named]:
    out: list[Named] = []
    for name in split_names(text[a:b]):
        at = text.find(name, a, b)
        a = at + len(name)
        clean = _TAIL.sub("", _DUTY_END.sub("", name.strip("。 ，"))).strip("。 ，")
        clean = _FIRST_WORDS.sub("", clean)
        for piece, offset in _pieces(clean):
            previous = out[-1].name if out else before
            out.extend(_named(piece, previous, role, at + name.find(piece, offset)))
    return out


_FIRST_WORDS = re.compile(r"^(?:在(?=镇|乡|各)|由|以及|和|及|会同)")
# 和 after a unit's last word, / or nothing at all between two offices. After 局 another 局 or another place's may
# follow; what else follows is a part of it (县公安局交警大队).
_BETWEEN_UNITS = re.compile(
    r"(?:(?<=[局办所站委队院校])|(?<=各村|中心|政府|部门|单位|社区|企业|公司|街道|乡镇)|(?<=[一-龥]{2}村|委员会|联合会))(?:以及|和|及|/)(?=[\u4e00-\u9fff（]{2})"
    r"|(?:(?<=[一-龥]{2}[办所站队校])|(?<=[一-龥]{2}中心))(?=[一-龥]{2,9}(?:办|所|站|队|中心|校|院)(?![公事长员]))(?![公事长员所校属])"
    r"|(?<=[一-龥]{2}局)(?=[县市区]?[一-龥]{2,8}局)|(?<=[办所站队局])(?=各(?:村|站所|企业|学校|社区|生产))"
)


def _pieces(name: str) -> list[tuple[str, int]]:
    """镇应急办和派出所 are two, and so are 应急办派出所."""
    out, at = [], 0
    for piece in _BETWEEN_UNITS.split(name):
        at = name.find(piece, at)
        out.append((piece, at))
    return out


def _named(name: str, previous: str, role: str, at: int) -> list[Named]:
    length = len(name)
    if not name or len(name) > 60 or name in ("等", "有关", "相关"):
        return []
    if _BARE_PARTNER.match(name):
        place = _PLACE.match(previous)
        name = place.group("place") + name if place else name
    return [Named(name, role, at, at + length)]


def _bracketed(text: str) -> tuple[list[Named], int]:
    """（市应急局牵头，市公安局等按职责分工负责）."""
    out: list[Named] = []
    first = -1
    for match in re.finditer(r"(?:负责|牵头|配合|落实|参与|实施|协助|督导)[）)]", text):
        close = match.end() - 1
        opened = _opening(text, close)
        if opened < 0 or close - opened > 300:
            continue
        value = text[opened + 1 : close]
        if "。" in value or not _looks_like_units(value):
            continue
        first = opened if first < 0 else first
        out.extend(_names(text, opened + 1, close, "lead"))
    return out, first


_CLOSED = re.compile(
    r"(?:[（(](?P<round>(?:[^（）()。\n]|[（(][^（）()\n]{0,20}[）)]){2,300})[）)]"
    r"|【(?P<square>[^【】\n]{2,300})】)[。；;]?(?=\n|$)"
)
_WHEN = re.compile(r"\d|长期|持续|常态|每[年月周日季]|月底|年底|立即|即日|坚持|全年|全程|贯穿|期间|适时|及时|季度")


def _bare(text: str, limit: str, limit_at: int) -> tuple[list[Named], str, int, int]:
    """（县应急局、县公安局，持续推进） or 【应急办、各村】 at the end of an item: names alone, perhaps with a time limit."""
    for match in _CLOSED.finditer(text):
        group = "round" if match.group("round") else "square"
        a, b = match.span(group)
        at = _limit_from(text, a, b)
        names = split_names(text[a:at].rstrip("，,；;、 "))
        if names and all(map(_is_name, names)):
            if at < b and not limit:
                limit, limit_at = text[at:b], at
            return _names(text, a, at, "lead"), limit, limit_at, match.start()
    return [], limit, limit_at, -1


def _limit_from(text: str, a: int, b: int) -> int:
    """Where the last clause of a bracket begins, if it says when; else its end."""
    cut = max(text.rfind(mark, a, b) for mark in "，,；;")
    return cut + 1 if cut >= a and _WHEN.search(text[cut + 1 : b]) else b


def _opening(text: str, close: int) -> int:
    depth = 0
    for i in range(close - 1, max(close - 320, -1), -1):
        if text[i] in "）)":
            depth += 1
        elif text[i] in "（(":
            if depth == 0:
                return i
            depth -= 1
    return -1


def _looks_like_units(value: str) -> bool:
    return any(map(_is_name, split_names(value)[:1]))


def _is_name(words: str) -> bool:
    """各镇（街道）按职责分工负责 names a unit; what its bracket holds does not count."""
    bare = _TAIL.sub("", _DUTY_END.sub("", words)).strip()
    return len(words) <= 24 and bool(_NAME.search(re.sub(r"[（(][^（）()]*[）)]$", "", bare)))


_SUBJECT = re.compile(r"\s*请?(?P<names>[\u4e00-\u9fff（）、“”]{2,40}?)(?:要|应当?(?!急)|必须|须|负责)(?!求|用|点)")
_SOMEBODY = re.compile(r"^[你贵我该其]|(?:人|人员|领导|干部|书记|班子)$")


def addressed(text: str, at: int, in_heading: bool = False) -> list[Named]:
    """Where nobody is named by label: whom the first sentence bids (各村要…), or the heading in a division of work."""
    subject = _SUBJECT.match(text, at)
    spans = [subject.span("names")] if subject else []
    if in_heading:
        spans.insert(0, (0, len(text[:at].rstrip("。：: "))))
    for a, b in spans:
        names = split_names(text[a:b])
        if names and all(_is_name(name) and not _SOMEBODY.search(name) for name in names):
            return _split(text, a, b, "lead", "")
    return []


def _by(text: str) -> list[Named]:
    out: list[Named] = []
    for match in list(_BY.finditer(text))[:3]:
        for role in ("lead", "joint"):
            value = match.group(role)
            names = split_names(value) if value else []
            if names and all(map(_is_name, names)):
                out.extend(_split(text, match.start(role), match.end(role), role, ""))
    return out

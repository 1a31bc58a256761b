"""The leading group's roster and its office."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .clean import Line
from .names import could_be_person, is_person, is_post
from .reading import Member, Office
from .spanned import Spanned

_ROLE_WORDS = (
    "第一组长|常务副组长|副组长|组长|成员|总召集人|副召集人|召集人|常务副总指挥|副总指挥|总指挥|副指挥长"
    "|指挥长|常务副主任|副主任|主任|顾问|联络员"
    "|秘书长|总协调|队长|副队长|政委|组员"
)
_ROLE = re.compile(rf"^(?P<role>{_ROLE_WORDS})(?:单位)?(?P<colon>[:：])?")
_SPACED_WORDS = "|".join(r"[\s\u3000]*".join(word) for word in _ROLE_WORDS.split("|"))
_SPACED_ROLE = re.compile(rf"^[\s\u3000]*(?P<role>{_SPACED_WORDS})[\s\u3000]*(?P<colon>[:：])?")
_WITH_POST = re.compile(r"^(?P<name>[\u3400-\u9fff·]{2,4})[（(](?P<post>[^（）()]{2,40})[）)](?:同志)?$")
_POST_NAME = re.compile(
    r"^(?P<post>[\u4e00-\u9fff、（）()]{2,30}(?:书记|镇长|乡长|县长|市长|区长|主任|主席|部长|委员"
    r"|所长|站长|局长|院长|校长|队长|负责人|秘书长|总经理|经理))(?P<name>[\u3400-\u9fff·]{2,4})(?:同志)?$"
)
_PROSE = re.compile(
    r"(?:由|，|、|：|。|；)?(?P<post>[\u4e00-\u9fff、]{0,24}?(?:书记|镇长|乡长|县长|市长|区长|主任|主席|部长|委员))(?P<name>[\u3400-\u9fff]{2,4}?)(?:同志)?"
    r"(?:担任|任|为)(?P<role>组长|第一组长|(?:常务)?副组长|总指挥|副总指挥|副?指挥长|总?召集人)"
)
_PROSE_BY = re.compile(
    r"(?P<role>副组长|组长|副总指挥|总指挥)由(?P<post>[\u4e00-\u9fff、]{0,24}?(?:书记|镇长|乡长|县长|市长|区长|主任|主席|部长|委员))(?P<name>[\u3400-\u9fff]{2,4}?)(?:同志)?(?:担任|兼任)"
)
_COLLECTIVE = re.compile(r"^各|负责人|全体|有关|相关|主干|(?:书记|主任)[、及和].*(?:书记|主任)$|村“?两委")
_SENTENCE = re.compile(r"设在|设于|由[^，。]{2,12}(?:兼|担)|负责(?!人)")
_CLOSING = re.compile(r"(?:负责人|书记|主任|人员|干部)[。]?$")
_PLACE = re.compile(
    r"(?<!专委会)(?:领导小组|领导组|专班|指挥部|其)?(?:下设)?(?<!专委会)办公室(?:设在|设于|设立在"
    r"|地点设在|(?<=下设办公室)在)(?P<place>[^，,。；;（(]{1,30})"
)
_DIRECTOR = re.compile(
    r"办公室主任(?:由|为|:|：)?(?P<post>[\u4e00-\u9fff、]{0,24}?)(?P<name>[\u3400-\u9fff]{2,4}?)(?:同志)?(?=兼任|担任|[，,。；;（(、]|负责)"
    r"|(?:由|[，。；]由?)(?P<post2>[\u4e00-\u9fff、]{0,24}?)(?P<name2>(?!由)[\u3400-\u9fff]{2,4}?)(?:同志)?(?:兼任|担任|任)(?:领导小组|领导组|该)?办公室主任"
    r"|，(?P<post4>[\u4e00-\u9fff]{0,20}?)(?P<name4>[\u3400-\u9fff]{2,4}?)(?:同志)?(?:兼任|担任|任)(?:办公室)?主任"
    r"|主任由(?P<post3>[\u4e00-\u9fff、]{0,24}?)(?P<name3>[\u3400-\u9fff]{2,4}?)(?:同志)?(?:兼任|担任)"
)


@dataclass(slots=True)
class Roster:
    members: list[Member] = field(default_factory=list)
    collective: list[str] = field(default_factory=list)


def read_rosters(lines: list[Line]) -> Roster:
    """Take the roster's lines out of the body and read who sits in the group."""
    roster = Roster()
    role, pending = None, None
    for line in lines:
        if line.role not in ("body",):
            role = role if line.role == "page-number" else None
            continue
        match = _starts(line)
        if match:
            role, pending = re.sub(r"\s", "", match.group("role")), None
            pending = _cells(line, match.end(), role, roster)
        elif role:
            pending, role = _next(line, role, pending, roster)
        if role:
            line.role = "roster"
    return roster


def _starts(line: Line) -> re.Match | None:
    """组 长： at the head of a line, or 组长 parted from a name by a blank."""
    if len(line.text) > 300:
        return None
    match = _SPACED_ROLE.match(line.raw)
    if not match:
        return None
    rest = line.raw[match.end() :]
    if match.group("colon"):
        return match if _roster_like(rest) else None
    tokens = _tokens(rest)
    if line.raw[match.end() - 1 : match.end()].strip() and rest[:1] not in ("|", "") or not tokens:
        return match if not rest.strip() and match.group("role") in ("组长", "副组长", "成员") else None
    return match if is_person(_first_name(tokens)[0]) else None


def _roster_like(rest: str) -> bool:
    return "。" not in rest.rstrip("。 ") and not re.search(r"要|应当|负责[^人]", rest)


def _tokens(raw: str) -> list[str]:
    return [token for token in re.split(r"[\s\u3000\u00a0|]+", raw.strip("：: \u3000|\t")) if token]


def _first_name(tokens: list[str]) -> tuple[str, int]:
    """A name printed with a blank in the middle (张 三) is put together again."""
    if len(tokens) > 1 and len(tokens[0]) == 1 and len(tokens[1]) <= 2 and not is_post(tokens[1]):
        if len(tokens) > 2 and len(tokens[1]) == 1 and len(tokens[2]) == 1:
            return "".join(tokens[:3]), 3
        return tokens[0] + tokens[1], 2
    return tokens[0], 1


def _cells(line: Line, at: int, role: str, roster: Roster) -> str | None:
    """Read what stands after the role; return a name whose post is still to come."""
    rest = line.raw[at:].strip(" \t\u3000：:|。；;")
    if not rest:
        return None
    return _entries(rest, role, line, roster)


def _entries(rest: str, role: str, line: Line, roster: Roster) -> str | None:
    tokens = _tokens(rest)
    if len(tokens) == 1 or any(c in rest for c in "（(") and not is_person(_first_name(tokens)[0]):
        return _listed("".join(tokens), role, line, roster)
    name, used = _first_name(tokens)
    if could_be_person(name.rstrip("、，")) and (is_person(name) or is_post("".join(tokens[used:]))):
        return _by_columns(tokens, role, line, roster)
    if is_person(tokens[-1]) and is_post("".join(tokens[:-1])):
        _add(roster, role, tokens[-1], "".join(tokens[:-1]), line)
        return None
    if len(tokens) > 2 and len(tokens[-1]) == 1 and len(tokens[-2]) == 1:
        _add(roster, role, tokens[-2] + tokens[-1], "".join(tokens[:-2]), line)
        return None
    return _listed("".join(tokens), role, line, roster)


def _by_columns(tokens: list[str], role: str, line: Line, roster: Roster) -> str | None:
    """Name post name post …; a post may itself be set in several words."""
    pending, before = None, len(roster.members)
    while tokens:
        name, used = _first_name(tokens)
        tokens = tokens[used:]
        post = []
        while (
            tokens
            and not (post and _begins_person(tokens))
            and not (not post and _plain_name(tokens))
            and not tokens[0].startswith("各")
        ):
            post.append(tokens.pop(0))
        name = name.strip("、，,")
        matched = _WITH_POST.match(name + "".join(post)) if post and post[0][0] in "（(" else None
        _add(roster, role, name, matched.group("post") if matched else "".join(post).strip("（）()；;。"), line)
        pending = name if not post else None
        while tokens and tokens[0].startswith("各"):
            roster.collective.append(tokens.pop(0))
    return pending if len(roster.members) == before + 1 else None


def _begins_person(tokens: list[str]) -> bool:
    name, used = _first_name(tokens)
    return is_person(name) and used < len(tokens) and is_post(tokens[used])


_UNIT_TAIL = re.compile(r"[站所办局院校队科室部委会厂组]$")


def _plain_name(tokens: list[str]) -> bool:
    """A name right after a name: the first has no post."""
    name = _first_name(tokens)[0].strip("、，,")
    return is_person(name) and not _UNIT_TAIL.search(name)


def _listed(text: str, role: str, line: Line, roster: Roster) -> str | None:
    """甲（镇长）、乙（副镇长） or 甲、乙、丙, or a collective."""
    pieces = [piece for piece in re.split(r"[、，,；;](?![^（(]*[）)])", text) if piece]
    found = [_piece(piece) for piece in pieces]
    if found and (all(found) or len(pieces) > 1 and any(one and one[1] for one in found)):
        for piece, one in zip(pieces, found, strict=True):
            if one:
                _add(roster, role, *one, line)
            else:
                roster.collective.append(piece)
        return found[-1][0] if len(found) == 1 and not found[0][1] else None
    whole = _piece(text)
    if whole:
        _add(roster, role, *whole, line)
    else:
        roster.collective.append(text)
    return None


def _piece(piece: str) -> tuple[str, str] | None:
    match = _WITH_POST.match(piece)
    if match and could_be_person(match.group("name")):
        return match.group("name"), match.group("post")
    if is_person(piece):
        return piece, ""
    match = _POST_NAME.match(piece)
    if match and is_person(match.group("name")):
        return match.group("name"), match.group("post")
    return None


def _next(line: Line, role: str, pending: str | None, roster: Roster) -> tuple[str | None, str | None]:
    """A line after a role's line: another member, the post of the one above, a collective, or the roster's end."""
    text = line.text
    if pending and is_post(text) and len(text) <= 40 and not _piece(text):
        roster.members[-1].post = text.strip("（）()")
        return None, role
    if len(text) <= 60 and not text.endswith(("。", "：", ":")):
        tokens = _tokens(line.raw)
        name, used = _first_name(tokens)
        rest = "".join(tokens[used:])
        if (
            is_person(name)
            and (not rest or is_post(rest))
            or could_be_person(name)
            and is_post(rest)
            or _piece(text)
            or is_post(text)
            and is_person(tokens[-1])
        ):
            return _entries(line.raw.strip(), role, line, roster), role
        if (_COLLECTIVE.search(text) or is_post(text)) and not _SENTENCE.search(text):
            roster.collective.append(text)
            return None, role
    elif len(text) <= 200 and _CLOSING.search(text) and _COLLECTIVE.search(text) and "。" not in text[:-1]:
        roster.collective.append(text.rstrip("。"))
        return None, role
    return None, None


def _add(roster: Roster, role: str, name: str, post: str, line: Line) -> None:
    name = name.strip("、，,；;。")
    if name:
        roster.members.append(Member("成员" if role == "组员" else role, name, post.strip("、，,；;。"), line.span))


_LED = re.compile(r"^.*(?:成立|组建)?(?:由|以)|^(?:成立|组建)")


def prose_members(clean: Spanned) -> list[Member]:
    """镇长张某任组长 in running text."""
    out = []
    for pattern in (_PROSE, _PROSE_BY):
        for match in pattern.finditer(clean.text):
            if is_person(match.group("name")):
                out.append(
                    Member(
                        match.group("role"),
                        match.group("name"),
                        _LED.sub("", match.group("post")),
                        clean.span(match.start("post"), match.end("name")),
                    )
                )
    return out


def office(clean: Spanned) -> Office | None:
    """Where the group's office sits and who directs it."""
    text = clean.text
    place = _PLACE.search(text)
    start = max(0, place.start() - 60) if place else 0
    director = _director(text, start, place.end() + 160 if place else len(text))
    if not place and not director:
        return None
    a, b = (place or director).span()
    return Office(
        place.group("place") if place else None,
        director and _name_of(director),
        clean.span(a, b),
    )


def _director(text: str, start: int, end: int) -> re.Match | None:
    for match in _DIRECTOR.finditer(text, start, end):
        if is_person(_name_of(match)):
            return match
    return None


_POST_BEFORE = re.compile(r"^[\u4e00-\u9fff]{0,2}(?:长|书记|主任|主席|委员|经理)(?=[\u3400-\u9fff]{2,3}$)")


def _name_of(match: re.Match) -> str:
    """Of 站长乐远 the name is 乐远."""
    name = next(match.group(key) for key in ("name", "name2", "name3", "name4") if match.group(key))
    return _POST_BEFORE.sub("", name)

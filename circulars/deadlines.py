"""Time limits: dated, recurring, standing, relative, conditional, vague."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from .cadences import cadences
from .dates import Stretch, stretches
from .numerals import number
from .reading import Deadline

_N = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,4}|半)"
_AMOUNT = rf"(?P<n>{_N})(?:个)?(?P<unit>分钟|小时|时|工作日|自然日|日历日|日|天|周(?![一二三四五六日末])|月)"
_COUNTED = re.compile(rf"{_AMOUNT}(?P<within>以内|之内|内)?(?=(?P<told>内?(?:口头|书面|电话))?)")
_LEADS = re.compile(
    r"(?:(?P<ahead>(?:提前|前)(?:至少)?)|(?P<after>(?:之日起|(?<![最会课前])之?后)第?)|(?P<step>(?:不得|最迟不|最长不|不)超过))$"
)
_ORIGIN = re.compile(r"[^，,。；;：:（）()、]*$")
_UNIT = {
    "分钟": "minute",
    "小时": "hour",
    "时": "hour",
    "工作日": "workday",
    "自然日": "day",
    "日历日": "day",
    "日": "day",
    "天": "day",
    "周": "week",
    "月": "month",
}
_STANDING = re.compile(r"长期|常态|持续|全年|贯穿|始终|坚持|经常性|日常|常抓|全程|全过程")
_VAGUE = re.compile(
    r"立即|立刻|第一时间|及时|尽快|迅速|适时|定期|不定期|近期|随时|抓紧|限期|马上|即时|按时|按期"
    r"|按要求|视情"
)
_CONDITION = re.compile(
    r"整治到位前|整改到位前|开工前|复工前|竣工后|投产前|投用前|验收前|汛期|台汛|行动期间|期间|阶段|今冬明春|高火险|两会|节前|节后|春节|国庆|五一|寒暑假|暑假"
    r"|寒假|清明|安全生产月|完成后|结束后|启动后|发现后|之前|以前|结束前|到位后"
)
_NOT_LIMIT_BEFORE = re.compile(
    r"(?:有效期(?:至|到|为)?|力争用?|力争到?|施行至|自|截至|截止|截止到|截至目前|依据|根据|发生的?|印发的|出台|修订|实施的?|召开的?|党的[\u4e00-\u9fff]{2,4}|《[^《》]{0,60})$"
)
_LIMIT_AFTER = re.compile(
    r"^[^，,。；;]{0,40}?(?:完成|报送|上报|报|提交|印发|制定|建立|落实|整改|到位|结束|办结|送|开展|组织|实现|达到|召开|前|清零|销号|公示|备案|消除|取得|全覆盖)"
)
_VALIDITY = re.compile(r"有效期|起施行|起执行|起实施|同时废止|力争用|施行之日")
_NO_LIMIT = re.compile(r"有效期|力争用|每(?:年|月|季度|周)的?$")
_EXTENT = re.compile(rf"(?:不少于|至少|不低于|为期|用|满|提前|每月集中|集中){_N}$")


@dataclass(frozen=True, slots=True)
class Clock:
    """What undated words are measured from."""

    issued: date | None = None
    year: int | None = None
    _read: dict[str, list[Stretch]] = field(default_factory=dict, compare=False, repr=False)

    def stretches(self, text: str) -> list[Stretch]:
        """What ``text`` says of time; duties, phases and doubts ask of the same words, which are read once."""
        if text not in self._read:
            self._read[text] = stretches(text, self.issued, self.year)
        return self._read[text]


@dataclass(frozen=True, slots=True)
class Place:
    """A deadline and where in the text given it stands."""

    deadline: Deadline
    start: int
    end: int


def classify(value: str, clock: Clock) -> Deadline | None:
    """The deadline that words after 完成时限： or in a table's column come to."""
    value = value.strip("，,。；; ：:")
    if not value:
        return None
    recurring = _recurring(value)
    if recurring:
        return recurring
    stretch = next((s for s in reversed(clock.stretches(value)) if not s.year_only or len(value) <= 6), None)
    if stretch:
        return _dated(value, stretch)
    found = relative(value)
    if found:
        return found[0].deadline
    return _worded(value)


def _recurring(value: str) -> Deadline | None:
    found = cadences(value)
    if not found or not found[0].every:
        return None
    return Deadline(value, "recurring", every=found[0].every, times=found[0].times)


def _dated(value: str, stretch: Stretch) -> Deadline:
    if stretch.open and not stretch.last:
        return Deadline(value, "standing", starts_on=stretch.first)
    if stretch.event_end:
        return Deadline(value, "conditional", starts_on=stretch.first)
    first = stretch.first if stretch.ranged or stretch.first != stretch.last else None
    return Deadline(value, "date", due_on=stretch.last, starts_on=first)


def _worded(value: str) -> Deadline:
    for pattern, kind in ((_STANDING, "standing"), (_VAGUE, "vague"), (_CONDITION, "conditional")):
        if pattern.search(value):
            return Deadline(value, kind)
    return Deadline(value, "vague")


def in_text(text: str, clock: Clock) -> list[Place]:
    """Dated limits in running text; validity, goals, history and cited papers are none."""
    out = []
    for s in clock.stretches(text):
        if s.start and text[s.start - 1] in "每":
            continue
        if _is_limit(text, s, clock.issued):
            out.append(Place(_cut(text, s), s.start, s.end))
    return out


_DONE = re.compile(r"^(?:全面|全部|基本|前)?(?:完成|结束|到位|报送|上报|报回)")


def _ahead(text: str, s: Stretch, issued: date | None) -> bool:
    """A stretch still to come that the words make a limit: 即日起至6月30日, 7月上旬完成, 截止6月30日."""
    if not s.last or issued and s.last < issued or not (issued or s.explicit_year) or _in_book(text, s.start):
        return False
    if _VALIDITY.match(text[s.end : s.end + 4]) or _NO_LIMIT.search(text[max(0, s.start - 24) : s.start]):
        return False
    return bool(
        s.ranged
        and s.exact
        or _DONE.match(text[s.end : s.end + 6])
        or re.search(r"截止(?:时间|日期)?(?:为|到|至)?[:：]?$", text[max(0, s.start - 8) : s.start])
    )


def _is_limit(text: str, s: Stretch, issued: date | None = None) -> bool:
    if _ahead(text, s, issued):
        return True
    before = text[max(0, s.start - 24) : s.start]
    clause_end = _clause_end(text, s.end)
    if s.impossible:
        return s.before
    if s.year_only or s.last is None or _NOT_LIMIT_BEFORE.search(before) and not s.before or _in_book(text, s.start):
        return False
    if _NO_LIMIT.search(before) or _VALIDITY.match(text[s.end : s.end + 4]):
        return False
    if s.before:
        return not re.match(
            r"^[^，。；]{0,6}(?:已[^，。；]{1,12}|建成|投产|成立|设立|登记|注册"
            r"|取得)的",
            text[s.end : clause_end],
        )
    limit_word = re.search(
        r"(?:截止(?:时间|日期)?(?:为|到|至)?|务必于|请于|须于|应于|于|在|到|至|力争于|确保|时限为?"
        r"|[：:（(])$",
        before,
    )
    return (
        bool(limit_word and (s.exact or s.ranged or s.last) and _LIMIT_AFTER.match(text[s.end : clause_end]))
        or s.ranged
        and bool(_LIMIT_AFTER.match(text[s.end : clause_end]))
    )


def _clause_end(text: str, start: int) -> int:
    match = re.compile(r"[。；;]").search(text, start, start + 80)
    return match.start() if match else min(len(text), start + 80)


def _in_book(text: str, at: int) -> bool:
    window = text[max(0, at - 60) : at]
    return window.rfind("《") > window.rfind("》")


def _cut(text: str, s: Stretch) -> Deadline:
    deadline = _dated(s.raw, s)
    deadline.raw = s.raw
    return deadline


_EVENT = re.compile(
    r"(?:开工|复工|竣工|投产|投用|验收|(?:整治|整改)(?:到位|完成)|(?:主)?汛期|春节|国庆节?|五一|中秋节?|端午节?|清明节?|元旦|两会|入冬|节假日)"
    r"(?:来临|到来|开始)?(?:之前|以前|前)(?!夕|后|段|期)"
)


def conditional(text: str) -> Place | None:
    """开工前, 汛期前: a limit that hangs on an event the officer must date."""
    match = _EVENT.search(text)
    return Place(Deadline(match.group(), "conditional"), match.start(), match.end()) if match else None


def relative(text: str) -> list[Place]:
    """Limits counted from an event: 接到报告后24小时内, 提前5个工作日, 30日内."""
    out: list[Place] = []
    for match in _COUNTED.finditer(text):
        place = _relative(text, match, out[-1].end if out else 0)
        if place:
            out.append(place)
    return out


_FROM_TAIL = re.compile(r"(?:之日起|的|在|起|后|之后|应当?|须|必须|要|于|最迟|，)+$")


def _relative(text: str, match: re.Match, after: int) -> Place | None:
    """An amount of time is a limit by what follows it (24小时内) or leads it (提前3日); ``after`` is the last limit's end."""
    lead = _LEADS.search(text, max(after, match.start() - 6), match.start())
    found = _told_by(text, match, lead)
    if not found:
        return None
    sign, at, reach, end = found
    if _no_limit(text, match, sign, end):
        return None
    amount = 1 if match.group("n") == "半" else number(match.group("n"))
    start = _ORIGIN.search(text, max(after, at - reach), at).start()
    if amount is None or lead and lead.lastgroup == "after" and start == at and not match.group("within"):
        return None
    unit, origin = _UNIT[match.group("unit")], _event_in(text[start:at])
    return Place(Deadline(text[start:end], "relative", amount=sign * amount, unit=unit, from_=origin), start, end)


_OBLIGED = re.compile(r"^(?:.*(?:应当?|必须|须))?(?:在|自|于|从)?")
_NO_EVENT = re.compile(r"^(?:并|且|同时|及时|原则上)?$|(?:单位|部门|政府|街道|企业|学校|村级|人员?|[局办所站委队村镇乡])$")


def _event_in(words: str) -> str | None:
    """Of 各企业应当自本通知印发之日起 the event is 本通知印发; 学校应当在 names who, and no event."""
    event = _OBLIGED.sub("", _FROM_TAIL.sub("", words))
    return None if _NO_EVENT.search(event) else event


def _told_by(text: str, match: re.Match, lead: re.Match | None) -> tuple[int, int, int, int] | None:
    """Forward or back, where the words of the event end, how far they may reach, and where the limit ends."""
    start, end = match.span()
    if match.group("within"):
        return 1, start - (start > 0 and text[start - 1] in "的在"), 24, end
    if lead and lead.lastgroup == "ahead" and text[end : end + 1] != "前":
        return -1, lead.start(), 16, end
    if lead and lead.lastgroup == "after":
        return 1, lead.start(), 16, end + (text[end : end + 1] in ("起", "前"))
    if lead and lead.lastgroup == "step":
        return 1, lead.start(), 0, end
    return (1, start, 0, end) if match.group("told") else None


def _no_limit(text: str, match: re.Match, sign: int, end: int) -> bool:
    """至少3个月, 每3日, 第5日, 30日起施行 say how long or which, not by when."""
    start = match.start()
    if text.endswith("前后", 0, start):
        return True
    if sign > 0 and text[end - 1] != "内" and _EXTENT.search(text, max(0, start - 8), match.end("n")):
        return True
    dated = match.group("unit") in ("日", "天", "月") and text[max(0, start - 1) : start] in ("月", "第", "每", "年")
    return dated or bool(_IN_FORCE.match(text, end))


_IN_FORCE = re.compile(r"起?(?:施行|执行|实施)")

"""Days, months, quarters and stretches of time as circulars write them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .numerals import number

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_CENTURY = "[一二][〇○零ＯOo0九][〇○零ＯOo0一二三四五六七八九]{2}"
_WORDS = "今年|本年度?|当年|明年|次年|翌年|同年|去年|上年"
_STARTS_NOW = "即日|现在|今日|印发之日|发文之日|下发之日|(?:本)?(?:通知|方案)(?:印发|下发|发布)之日"
# One look at the first character spares the many alternatives at every place where no date can begin.
_FIRST = "(?=[0-9一二三四五六七八九十从自即现今印发下通方本当明次翌同去上第年月])"
_POINT = re.compile(
    rf"{_FIRST}(?:(?P<now>(?:从|自)?(?:{_STARTS_NOW})起|(?<=[从自])(?:{_STARTS_NOW})(?=[至到—-])|即日(?=[至到—-]))"
    rf"|(?:(?:(?P<y>(?:19|20)\d\d|{_CENTURY})年|(?P<rel>{_WORDS}))的?)?"
    rf"(?:第?(?P<q>[一二三四1-4])季度(?P<qe>末|底)?|(?P<half>上半年|下半年)"
    rf"|(?P<mm>\d{{1,2}})[至到—－~～-](?P<m5>\d{{1,2}})月(?:份)?(?P<part5>底|末)?(?!\d)"
    rf"|(?P<m>{_N})月(?!一)(?:份)?(?:(?P<d>{_N})[日号]|(?P<part>底|末|初|上旬|中旬|下旬|中下旬|上中旬))?)"
    rf"|(?:(?P<y5>(?:19|20)\d\d|{_CENTURY})年度?|(?P<rel5>{_WORDS}))(?P<ye>年?底|年?末)?"
    rf"|(?P<y2>(?:19|20)\d\d)[-./](?P<m2>\d{{1,2}})[-./](?P<d2>\d{{1,2}})(?!\d)"
    r"|(?P<yearend>(?<![去每上])年底|年末|年终)"
    r"|(?<![\d.])(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})(?=[日号]?(?:[-—–－~～至到]|前))(?!\d)"
    r"|(?P<near>本周[一二三四五六日]|下周[一二三四五六日]|(?P<nm>本|下)个?月(?:(?P<nd>\d{1,2})日|底|末)|(?<![\d一二三四五六七八九十每月度末])月底(?=前))"
    rf"|(?P<d4>{_N})[日号])"
)
_ANY = re.compile(r"[年月日号季]|[本下]周|现在|\d[-./]\d")
_LINK = re.compile(r"^(?:起)?(?:，|,)?(?:至|到|—{1,2}|–|-{1,2}|－|~|～|─{1,2}|﹣|━|―{1,2}|一(?=\d))(?:到|至)?")
_TIME = re.compile(r"^(?:下班|(?:上午|下午|中午|晚上?)?\d{1,2}(?:时|点|[:：]\d{2})(?:整|\d{1,2}分)?)")
_BEFORE = re.compile(r"^(?:之前|以前|前|止|内|(?:以)?前)(?!(?:段|期|述|后|去|往|提|进|列|款|来|沿|景|三|两|一))")
_AFTER = re.compile(r"^(?:起(?:至今)?|以后|之后|以来|后)(?!续|期|勤|果)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A found expression of time. ``before`` says it is a limit (前), ``open`` that it has no end (以后, 起)."""

    start: int
    end: int
    raw: str
    first: date | None
    last: date | None
    before: bool = False
    open: bool = False
    ranged: bool = False
    explicit_year: bool = False
    exact: bool = False
    impossible: bool = False
    year_only: bool = False
    event_end: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    first: date | None
    last: date | None
    year: int | None
    month: int | None
    explicit: bool
    now: bool = False
    impossible: bool = False
    year_only: bool = False
    exact: bool = False
    limit: bool = False


def stretches(text: str, issued: date | None, base_year: int | None = None, start: int = 0) -> list[Stretch]:
    """Every expression of time in ``text``; a date without year takes the year of issue."""
    if not _ANY.search(text, start):
        return []
    year = base_year or (issued.year if issued else None)
    out: list[Stretch] = []
    matches = list(_POINT.finditer(text, start))
    index = 0
    while index < len(matches):
        found, used = _stretch(text, matches, index, year, issued)
        if found:
            out.append(found)
        index += used
    return out


def _stretch(text, matches, index, year, issued) -> tuple[Stretch | None, int]:
    match = matches[index]
    if match.group("d4"):
        return None, 1
    left = _point(match, year, None, issued)
    if left is None:
        return None, 1
    end = _time(text, left.end)
    link = _LINK.match(text[end : end + 6])
    if link and index + 1 < len(matches) and matches[index + 1].start() <= end + link.end() + 1:
        right = _right(matches[index + 1], left, year, issued)
        if right and right.year_only and re.match(r"[\u4e00-\u9fff“]", text[right.end : right.end + 1]):
            return _event(text, left, end + link.end()), 2
        if right:
            return _range(text, _backdated(left, matches[index], right, issued)), 2
    if link and left.now:
        return _event(text, left, end + link.end()), 1
    return _single(text, left, end), 1


def _right(match, left: _Point, year, issued) -> _Point | None:
    point = _point(match, left.year or year, left.month, issued)
    if point and not point.explicit and left.first and point.last and point.last < left.first and point.year:
        return _point(match, point.year + 1, left.month, issued)
    return point


def _backdated(left: _Point, match, right: _Point, issued) -> tuple[_Point, _Point]:
    """The left end without a year takes the right end's, or the year before when that would turn them round."""
    if left.explicit or left.now or not right.explicit or not right.year:
        return left, right
    again = _point(match, right.year, None, issued)
    if again and again.first and right.last and again.first > right.last:
        again = _point(match, right.year - 1, None, issued)
    return again or left, right


def _range(text, ends: tuple[_Point, _Point]) -> Stretch:
    left, right = ends
    stop = _time(text, right.end)
    after = _BEFORE.match(text[stop : stop + 3])
    stop += after.end() if after else 0
    return Stretch(
        left.start,
        stop,
        text[left.start : stop],
        left.first,
        right.last,
        ranged=True,
        explicit_year=left.explicit or right.explicit,
        exact=right.exact or right.limit,
        impossible=left.impossible or right.impossible,
    )


def _event(text: str, left: _Point, at: int) -> Stretch:
    """即日起至全国“两会”结束: the end is an event the officer must date."""
    match = re.compile(r"[^，,。；;）)]{1,30}").match(text, at)
    stop = match.end() if match else at
    return Stretch(left.start, stop, text[left.start : stop], left.first, None, ranged=True, event_end=True)


def _single(text: str, point: _Point, end: int) -> Stretch:
    before = _BEFORE.match(text[end : end + 3])
    after = None if before else _AFTER.match(text[end : end + 4])
    stop = end + (before or after).end() if before or after else end
    opened = bool(after) or point.now
    return Stretch(
        point.start,
        stop,
        text[point.start : stop],
        point.first,
        None if opened else point.last,
        before=bool(before),
        open=opened,
        explicit_year=point.explicit,
        exact=point.exact or point.limit,
        impossible=point.impossible,
        year_only=point.year_only,
    )


def _time(text: str, end: int) -> int:
    match = _TIME.match(text[end : end + 12])
    return end + match.end() if match else end


def _point(match: re.Match, year: int | None, month: int | None, issued: date | None) -> _Point | None:
    g = match.group
    a, b = match.span()
    if g("now"):
        return _Point(a, b, issued, None, issued.year if issued else year, None, bool(issued), now=True)
    if g("near"):
        return _near(match, a, b, issued)
    said = g("y") or g("y2") or g("y5")
    explicit = bool(said or g("rel"))
    rel = g("rel") or g("rel5")
    year = number(said) if said else _relative_year(rel, issued.year if issued and rel else year)
    if g("q"):
        n = number(g("q"))
        return _months(a, b, year, 3 * n - 2, 3 * n, explicit, limit=bool(g("qe")))
    if g("half"):
        return _months(a, b, year, *((1, 6) if g("half") == "上半年" else (7, 12)), explicit)
    if g("mm"):
        return _span_of_months(match, a, b, year, explicit)
    if g("yearend") or g("ye"):
        last = date(year, 12, 31) if year else None
        return _Point(a, b, last, last, year, 12, explicit, limit=True)
    return _dated(match, a, b, year, month, explicit, issued)


def _span_of_months(match, a, b, year, explicit) -> _Point | None:
    first, last = int(match.group("mm")), int(match.group("m5"))
    if not 1 <= first <= last <= 12:
        return None
    return _months(a, b, year, first, last, explicit)


def _near(match, a, b, issued) -> _Point | None:
    """本周五, 下月10日, 月底: told from the day of issue."""
    if not issued:
        return None
    word = match.group("near")
    if "周" in word:
        days = "一二三四五六日".index(word[2]) - issued.weekday() + (7 if word[0] == "下" else 0)
        day = issued + timedelta(days=days)
        return _Point(a, b, day, day, day.year, day.month, True, exact=True)
    year, month = divmod(issued.year * 12 + issued.month - 1 + (match.group("nm") == "下"), 12)
    if match.group("nd"):
        return _day(a, b, year, month + 1, int(match.group("nd")), True)
    return _part(a, b, year, month + 1, "底", True)


def _relative_year(word: str | None, year: int | None) -> int | None:
    if year is None or not word:
        return year
    return year + {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1}.get(word, 0)


def _dated(match, a, b, year, month, explicit, issued) -> _Point | None:
    g = match.group
    m = number(g("m") or g("m2") or g("m3") or "") or (month if g("d4") else None)
    d = number(g("d") or g("d2") or g("d3") or g("d4") or "")
    if m is None:
        if g("d4"):
            return None
        return _months(a, b, year, 1, 12, explicit, year_only=True)
    if not 1 <= m <= 12:
        return _Point(a, b, None, None, year, None, explicit, impossible=bool(g("m")))
    if d is not None:
        return _day(a, b, year if explicit else _at_once(year, m, d, issued), m, d, explicit)
    return _part(a, b, year, m, g("part"), explicit)


def _at_once(year: int | None, m: int, d: int, issued: date | None) -> int | None:
    """12月31日前报名单 in the letter of 29 December that sends the coming year's plan is still this year's."""
    soon = issued and year == issued.year + 1 and m == issued.month and d >= issued.day
    return issued.year if soon else year


def _day(a, b, year, m, d, explicit) -> _Point:
    longest = monthrange(year, m)[1] if year else (29 if m == 2 else monthrange(2001, m)[1])
    if not 1 <= d <= longest:
        return _Point(a, b, None, None, year, m, explicit, impossible=True)
    day = date(year, m, d) if year else None
    return _Point(a, b, day, day, year, m, explicit, exact=True)


_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "上中旬": (1, 20), "初": (1, 10)}


def _part(a, b, year, m, part, explicit) -> _Point:
    if not year:
        return _Point(a, b, None, None, None, m, explicit, limit=part in ("底", "末"))
    last = monthrange(year, m)[1]
    if part in ("底", "末"):
        return _Point(a, b, date(year, m, last), date(year, m, last), year, m, explicit, limit=True)
    first, stop = _PARTS.get(part, (11 if part == "中下旬" else 21, last)) if part else (1, last)
    return _Point(a, b, date(year, m, first), date(year, m, stop), year, m, explicit)


def _months(a, b, year, first, last, explicit, limit=False, year_only=False) -> _Point:
    if not year:
        return _Point(a, b, None, None, None, last, explicit, limit=limit, year_only=year_only)
    end = date(year, last, monthrange(year, last)[1])
    return _Point(
        a,
        b,
        end if limit else date(year, first, 1),
        end,
        year,
        first if not limit else last,
        explicit,
        limit=limit,
        year_only=year_only,
    )


_DAY = re.compile(
    r"^[（(]?((?:19|20)\d\d|[一二][〇○零ＯOo0九][〇○零ＯOo0一二三四五六七八九]{2})年(\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})日(?:[）)])?$|^((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})$"
)


def lone_day(text: str) -> date | None:
    """The date a line consists of, as under a signature."""
    match = _DAY.match(text)
    if not match:
        return None
    y, m, d = (number(part) for part in (match.groups()[:3] if match.group(1) else match.groups()[3:]))
    try:
        return date(y, m, d)
    except (ValueError, TypeError):
        return None

"""Doubts about dates: before the issue, impossible, wrong weekday, phases that overlap or leave a gap."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from ..deadlines import in_text
from ..outline import Item
from ..reading import Deadline, Finding, Phase, Reading, Span
from .source import Source

_WEEKDAY = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[（(]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])"
)
_NAMED_DAY = re.compile("星期|周|礼拜|元旦|劳动节|国庆节")
_LAST = re.compile(r"最后一个(?:星期|周)(?P<w>[一二三四五六日天])[^（(。]{0,4}[（(](?P<days>[^（）()]{4,60})[）)]")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_FEAST = re.compile(
    r"(?:(?P<name>元旦|劳动节|国庆节)[（(](?P<m>\d{1,2})月(?P<d>\d{1,2})日[）)]|(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日(?P<name2>元旦|劳动节|国庆节))"
)
_FEASTS = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1)}


def findings(source: Source, reading: Reading) -> Iterator[Finding]:
    if reading.kind == "article":
        return
    limits = _limits(source)
    yield from _before_issue(reading, limits)
    yield from _phases(reading.phases)
    yield from _none(reading, limits)
    yield from _vague(reading)
    for item in source.root.walk():
        yield from _impossible(source, item)
    for para in source.paras:
        if _NAMED_DAY.search(para.text):
            yield from _weekdays(source, para)
            yield from _feasts(para)
            yield from _last_weekdays(source, para)


def _limits(source: Source) -> list[Deadline]:
    out = []
    for item in source.root.walk():
        for place in in_text(item.text, source.clock):
            place.deadline.span = item.own.span(place.start, place.end)
            out.append(place.deadline)
    return out


def _before_issue(reading: Reading, limits: list[Deadline]) -> Iterator[Finding]:
    """A limit that lies before the date of issue is kept as written and shown, never moved in silence."""
    if not reading.issued_on:
        return
    told: list[tuple[date, str, Span | None]] = [(p.ends_on, p.raw or p.name, p.span) for p in reading.phases if p.ends_on]
    told += [
        (t.deadline.due_on, t.deadline.raw, t.deadline.span or t.span)
        for t in reading.tasks
        if t.deadline and t.deadline.due_on
    ]
    told += [(d.due_on, d.raw, d.span) for d in limits if d.due_on]
    seen: set = set()
    for day, raw, span in told:
        if day < reading.issued_on and (raw, day) not in seen:
            seen.add((raw, day))
            yield Finding(
                "deadline-before-issue",
                f"期限“{raw}”（{day:%Y-%m-%d}）早于成文日期{reading.issued_on:%Y-%m-%d}，请核对年份或月份。",
                span,
            )


def _phases(phases: list[Phase]) -> Iterator[Finding]:
    for before, after in zip(phases, phases[1:], strict=False):
        if not before.ends_on or not after.starts_on:
            continue
        if before.starts_on and after.starts_on <= before.ends_on:
            days = (min(before.ends_on, after.ends_on or before.ends_on) - after.starts_on).days + 1
            if days > 0:
                yield Finding("phases-overlap", f"“{before.name}”与“{after.name}”的时间重叠{days}天。", after.span)
        elif before.starts_on and after.starts_on - before.ends_on > timedelta(days=1):
            days = (after.starts_on - before.ends_on).days - 1
            yield Finding("phases-gap", f"“{before.name}”与“{after.name}”之间空缺{days}天，没有安排。", after.span)


def _none(reading: Reading, limits: list[Deadline]) -> Iterator[Finding]:
    if reading.kind != "circular" or not reading.tasks:
        return
    own = reading.period.span
    dated = any(p.starts_on or p.ends_on for p in reading.phases)
    limited = sum(t.deadline is not None for t in reading.tasks)
    said = limited * 2 >= len(reading.tasks) or any(
        t.deadline and t.deadline.kind in ("standing", "date", "vague", "conditional") for t in reading.tasks
    )
    if not dated and not said and not any(d.span != own for d in limits):
        yield Finding("no-deadline", "全文没有给任务规定完成时限，派发前请逐项补上。", None)


def _vague(reading: Reading) -> Iterator[Finding]:
    for task in reading.tasks:
        if task.deadline and task.deadline.kind == "vague":
            yield Finding(
                "vague-deadline",
                f"任务“{task.title}”的时限“{task.deadline.raw}”不是日期，派发前请换算成日期。",
                task.deadline.span or task.span,
            )


def _impossible(source: Source, item: Item) -> Iterator[Finding]:
    for s in source.clock.stretches(item.text):
        if s.impossible:
            yield Finding("date-impossible", f"日期“{s.raw}”不存在。", item.own.span(s.start, s.end), severity="error")


def _weekdays(source: Source, para) -> Iterator[Finding]:
    for match in _WEEKDAY.finditer(para.text):
        year = int(match.group("y")) if match.group("y") else source.clock.issued.year if source.clock.issued else None
        day = _day(year, match.group("m"), match.group("d"))
        right = "一二三四五六日"[day.weekday()] if day else None
        if right and right != match.group("w").replace("天", "日"):
            yield Finding(
                "weekday-wrong",
                f"{day:%Y年%-m月%-d日}是星期{right}，不是星期{match.group('w')}。",
                para.clean.span(match.start("w"), match.end("w")),
                right,
            )


def _last_weekdays(source: Source, para) -> Iterator[Finding]:
    """每季度最后一个周五前（9月30日、12月30日）: the days in the bracket are held to the rule before it."""
    year = source.clock.issued.year if source.clock.issued else None
    for match in _LAST.finditer(para.text):
        wanted = "一二三四五六日".index(match.group("w").replace("天", "日"))
        for day in _DAY.finditer(para.text, match.start("days"), match.end("days")):
            told = _day(year, day.group(1), day.group(2))
            if told and (told.weekday() != wanted or (told + timedelta(days=7)).month == told.month):
                right = _last_of_month(told, wanted)
                yield Finding(
                    "weekday-wrong",
                    f"{told:%-m月%-d日}不是当月最后一个星期{match.group('w')}，应为{right:%-m月%-d日}。",
                    para.clean.span(day.start(), day.end()),
                    f"{right:%-m月%-d日}",
                )


def _last_of_month(day: date, weekday: int) -> date:
    last = date(day.year, day.month, monthrange(day.year, day.month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _feasts(para) -> Iterator[Finding]:
    for match in _FEAST.finditer(para.text):
        name = match.group("name") or match.group("name2")
        told = (int(match.group("m") or match.group("m2")), int(match.group("d") or match.group("d2")))
        if told != _FEASTS[name]:
            m, d = _FEASTS[name]
            yield Finding("holiday-wrong", f"{name}是{m}月{d}日。", para.clean.span(match.start(), match.end()))


def _day(year: int | None, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day)) if year else None
    except ValueError:
        return None

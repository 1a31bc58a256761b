"""Which items are duties, and what each asks of whom by when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import cadences as rhythm
from .deadlines import Clock, classify, conditional, in_text, relative
from .outline import Item, first_clause, heading, sections_of
from .reading import Cadence, Deadline, Task, Unit
from .responsible import Duty, addressed, duty_of
from .spanned import Spanned

# Sections that say why, for whom, under whom and how strictly, but set no separate duties.
_NO_DUTIES = re.compile(
    r"总体要求|指导思想|总体思路|工作思路|工作目标|总体目标|目标任务$|目标要求|行动目标|整治目标|基本原则|工作原则|组织领导|组织机构|组织保障|组织架构|领导机构|机构设置"
    r"|工作要求|有关要求|相关要求|几点要求|具体要求|^要求$|其他要求|其它要求|纪律要求|保障措施|工作保障|组织实施|附则|总则|编制依据|编制目的|适用范围"
    r"|(?:整治|检查|排查|工作|行动|实施|督查|核查)(?:范围|对象)|^范围|重点内容$|(?:检查|排查|整治|督查|对标)(?:内容|重点)$|(?:检查|排查)(?:方式|方法)$|监督及考核|督导考核"
    r"|考核|背景|重要意义|形势|成立.{0,20}(?:领导小组|组织|专班)|加强组织领导|加强领导|信息报送|联系方式|工作纪律|奖惩|责任追究|严肃(?:追责)?问责$|^时间|^[\u4e00-\u9fff]{1,6}时间$"
    r"|^[\u4e00-\u9fff]{0,6}(?:原则|目标|目的|依据)$|^(?:存在|发现|查出|检查发现)?的?(?:主要|突出|共性)问题$|(?:总体|基本|有关)情况$|^其[他它]事项$"
    r"|^组成人员$|^人员(?:组成|名单)$|^成员名单$|阶段|时间安排|术语|定义|名词解释|信息反馈|^附件|工作职责$|^职责(?!分工)|指导原则"
)
_ARTICLE_NO_DUTY = re.compile(
    r"^(?:为了|为|本(?:办法|规定|细则|制度|方案)|根据)|(?:负责解释|起施行|适用于?本|适用本"
    r"|是指|依照[^，。]{0,30}执行)"
)
_DUTY_BRACKET = re.compile(
    r"[（(](?:[^（）()]|[（(][^（）()]{0,40}[）)])*?(?:责任|牵头|配合|时限|完成|负责|月|日"
    r"|年)(?:[^（）()]|[（(][^（）()]{0,40}[）)])*[）)]?$"
)
_REFERENCE = re.compile(r"(?:责任单位|牵头单位|完成时限|完成时间|责任部门|牵头部门)[:：]")
_BY_WHEN = re.compile(r"(?:月(?:底|\d{1,2}日)?|年底)前[，,完]")
_LIST_RANK = 8
_IMPERATIVE = re.compile(
    r"(?!.*(?:督导|督查|督办|问责|追责|领导|保障|纪律|认识|重视))(?:严|全力|全面|切实|扎实|深入|迅速|认真|坚决|从严|精准|持续|大力|狠抓|抓|做好|加强|强化|突出"
    r"|落实|开展|推进|压实|完善|健全|提升|加大|加快|实施|规范|防范|管控|排查|整治|聚焦|紧盯|守牢|筑牢|建立|立即|组织)[\u4e00-\u9fff“”、]{4,}"
)


@dataclass(slots=True)
class Duties:
    tasks: list[Task] = field(default_factory=list)
    untitled: list[Task] = field(default_factory=list)
    items: dict[int, Task] = field(default_factory=dict)


def read_tasks(root: Item, skip: set[int], clock: Clock) -> Duties:
    """The duties beneath every section that is neither a phase nor about purposes and organisation."""
    found: list[tuple[Item, Task, bool]] = []
    for section in _sections(root):
        title = heading(section).title
        if id(section) in skip:
            chosen = _in_quarters(section, skip)
        else:
            chosen = _with_labels(section, skip) if _excluded(section) else _leaves(section, skip)
        for item in chosen:
            if item is not section:
                found.append(_task(item, title, clock))
            elif _binding(made := _task(item, title, clock)[1]) or _REFERENCE.search(item.text) or _demands(item):
                found.append((item, made, True))
    if all(item.parent is root for item, _, _ in found):
        found = [
            _task(item, heading(item).title, clock)
            for item in _sections(root)
            if id(item) not in skip and not item.children and not _excluded(item) and _acts(item)
        ]
    return _sorted_out(found)


def _in_quarters(section: Item, skip: set[int]) -> list[Item]:
    """The numbered works beneath phases that are quarters of a year's plan."""
    return [
        leaf
        for phase in [section, *section.children]
        if id(phase) in skip
        for child in phase.children
        if id(child) not in skip
        for leaf in _leaves(child, skip)
    ]


def _sections(root: Item) -> list[Item]:
    """First-level items; below parts and chapters their own first level."""
    out: list[Item] = []
    for item in sections_of(root):
        holds = item.rank <= 1 and item.children and item.children[0].rank <= 3
        out.extend(item.children if holds else [item])
    return out


def _excluded(section: Item) -> bool:
    about = bool(_NO_DUTIES.search(heading(section).title)) and heading(section).own_words
    return about and not _assigned(section)


def _assigned(section: Item) -> bool:
    """第九条 严格考核奖惩…（市应急局负责） is a duty, whatever its words are about."""
    return section.marker.kind == "article" and bool(duty_of(section.text).units)


def _with_labels(section: Item, skip: set[int]) -> list[Item]:
    """Even a section of requirements sets duties where it names units and time limits by label."""
    return [
        item
        for item in section.walk()
        if item is not section and not item.children and id(item) not in skip and _REFERENCE.search(item.text)
    ]


def _leaves(item: Item, skip: set[int]) -> list[Item]:
    """The items in which duties are worded: the deepest level that still has headings or units of its own."""
    if not item.children or item.marker and item.marker.kind == "article":
        return [] if id(item) in skip or not item.marker else [item]
    children = [child for child in item.children if id(child) not in skip]
    if not _descends(item, children):
        return [item] if id(item) not in skip and item.marker else []
    return [leaf for child in children for leaf in (_with_labels(child, skip) if _scope(child) else _leaves(child, skip))]


def _scope(item: Item) -> bool:
    return heading(item).own_words and bool(item.children) and _excluded(item)


def _descends(item: Item, children: list[Item]) -> bool:
    if not children:
        return False
    labelled = sum(_bound(child) or bool(child.children) for child in children)
    if item.rank < 0 or item.rank <= 3:
        return not (item.parent and item.parent.marker and _REFERENCE.search(item.text) and not labelled)
    if _REFERENCE.search(item.text) and not labelled:
        return False
    if children[0].rank >= _LIST_RANK:
        return labelled * 2 >= len(children)
    titled = sum(heading(child).own_words and len(child.text) > heading(child).end for child in children)
    return (titled + labelled) * 2 >= len(children)


def _bound(item: Item) -> bool:
    """The item says by whom or by when in words of its own."""
    return bool(_REFERENCE.search(item.text) or duty_of(item.text).units or _BY_WHEN.search(item.text))


def _demands(section: Item) -> bool:
    """严格管控节后复工 asks for something though it has no items; 施行日期 does not, nor does the issuer's own 督导."""
    head = heading(section)
    return head.own_words and bool(_IMPERATIVE.match(head.title)) and _acts(section)


def _acts(item: Item) -> bool:
    head = heading(item)
    room = head.end + 10 if head.own_words else 15  # a first clause is itself what is to be done
    return len(item.text) > room or bool(_REFERENCE.search(item.text))


def _task(item: Item, section: str, clock: Clock) -> tuple[Item, Task, bool]:
    whole = item.full()
    head = heading(item)
    title, titled = _title(item, head)
    duty = duty_of(whole.text)
    named = duty.units or addressed(whole.text, head.end if head.own_words else 0, in_heading="分工" in section)
    units = [Unit(u.name, u.role, whole.span(u.start, u.end)) for u in named]
    cadences = read_cadences(whole, item.path, skip_at=duty.limit_at if duty.limit else None)
    task = Task(
        item.number, section, item.path, title, whole.text, units, _deadline(whole, duty, clock), cadences, whole.whole
    )
    if task.deadline is None and (first := next((c for c in cadences if c.every), None)):
        task.deadline = Deadline(first.raw, "recurring", every=first.every, times=first.times, span=first.span)
    return item, task, titled


def _title(item: Item, head) -> tuple[str, bool]:
    title = _without_bracket(head.title)
    single = len(item.text) <= head.end + 1 and not item.children
    if head.own_words and not (single and re.search(r"[，,]", title) and item.text.endswith(("。", "；", ";"))):
        return title, True
    return _without_bracket(first_clause(item.text).title), False


def _without_bracket(title: str) -> str:
    """加强巡查（责任单位：…） is called 加强巡查."""
    bare = _DUTY_BRACKET.sub("", title)
    return bare.strip("，,、。：:；; ") or title


def _deadline(whole: Spanned, duty: Duty, clock: Clock) -> Deadline | None:
    """The limit said by label; else the last dated one of the words; else one counted from an event."""
    if duty.limit:
        deadline = classify(duty.limit, clock)
        if deadline:
            deadline.span = whole.span(duty.limit_at, duty.limit_at + len(duty.limit))
        return deadline
    dated = in_text(whole.text, clock)
    if not dated and any(found.every for found in rhythm.cadences(whole.text)):
        return None  # how often it is to be done comes before what an event would start
    place = next(iter(dated or relative(whole.text)), None) or conditional(whole.text)
    if place:
        place.deadline.span = whole.span(place.start, place.end)
    return place.deadline if place else None


def read_cadences(whole: Spanned, path: tuple[str, ...], skip_at: int | None = None) -> list[Cadence]:
    """Cadences of a text with their places; the one that is the labelled time limit itself is kept too."""
    return [
        Cadence(f.raw, f.every, f.times, f.who, f.only, whole.span(f.start, f.end), path)
        for f in rhythm.cadences(whole.text)
        if skip_at is None or not f.start >= skip_at
    ]


def _binding(task: Task) -> bool:
    """It names a unit, a day or a cadence."""
    return bool(task.units or task.deadline and task.deadline.kind in ("date", "recurring", "relative"))


def _sorted_out(found: list[tuple[Item, Task, bool]]) -> Duties:
    """Items without heading are duties where the circular has no others, or where they name unit, limit or cadence."""
    duties = Duties()
    headed = any(titled or task.units for _, task, titled in found)
    for item, task, titled in found:
        if item.marker and item.marker.kind == "article" and _ARTICLE_NO_DUTY.search(item.text[:60]):
            continue
        if titled or _binding(task) or _REFERENCE.search(task.text) or not headed:
            duties.tasks.append(task)
            duties.items[id(item)] = task
        else:
            duties.untitled.append(task)
    return duties

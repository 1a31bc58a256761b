"""What a bulletin of spot checks counts: signed visits of a period, their problems and how far these are mended.

Each number names its rows, so that a reader can count again.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from circulars.layout import cn_date
from hazards.enums import Grade, HazardState

from .enums import Kind
from .inspection_rules import OFFICIAL_KINDS
from .models import Finding, Inspection, InspectionAnswer
from .services.findings import problem_of

KINDS = (*OFFICIAL_KINDS, Kind.VILLAGE)
USUAL = (Kind.SPOT, Kind.UNANNOUNCED, Kind.VILLAGE)
# key → what is counted, and its measure word
FIGURES = {
    "visits": ("检查次数", "次"), "units": ("被检查单位", "家"), "people": ("参加检查", "人次"), "clean": ("没有发现问题的单位", "家"),
    "problems": ("发现问题", "个"), "hazards": ("转入隐患台账", "个"), "major": ("其中重大隐患", "个"), "closed": ("已整改销号", "个"),
    "open": ("正在整改", "个"), "late": ("逾期未整改", "个"), "refused": ("拒绝签名", "次"),
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    since: date
    until: date
    kinds: tuple
    campaign: object = None

    @property
    def before(self):
        """The time of the same length that went before."""
        length = self.until - self.since
        last = self.since - timedelta(days=1)
        return Span(last - length, last, self.kinds, self.campaign)

    def visits(self, user):
        rows = Inspection.objects.visible_to(user).signed().held_between(self.since, self.until).filter(kind__in=self.kinds)
        rows = rows.filter(campaigns=self.campaign) if self.campaign else rows
        return list(rows.select_related("enterprise", "place").prefetch_related("team").order_by("held_on", "pk"))


@dataclass(frozen=True)
class Problem:
    """One bad answer or finding of a visit; `hazard` is None when it was only noted."""

    visit: Inspection
    text: str
    hazard: object
    source: object

    @property
    def now(self):
        """How far it is mended today, in words."""
        if self.hazard is None:
            return "仅作记录"
        if self.hazard.state == HazardState.CLOSED:
            return "已整改销号"
        due = f"，期限 {self.hazard.due_on:%Y-%m-%d}" if self.hazard.due_on else ""
        return ("逾期未整改" if self.hazard.is_overdue else self.hazard.get_state_display()) + due


@dataclass
class Unit:
    """One enterprise, or a village where no enterprise was meant."""

    name: str
    enterprise_id: int | None
    place_id: str
    visits: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def key(self):
        return f"e{self.enterprise_id}" if self.enterprise_id else f"p{self.place_id}"

    @property
    def grave(self):
        """Why it is proposed to be named; "" when it is not."""
        hazards = [problem.hazard for problem in self.problems if problem.hazard]
        reasons = ["有重大隐患"] if any(hazard.grade == Grade.MAJOR for hazard in hazards) else []
        reasons += ["逾期未整改"] if any(hazard.is_overdue for hazard in hazards) else []
        return "、".join(reasons + (["拒绝签名"] if any(visit.refusal for visit in self.visits) else []))


def problems_of(visits):
    """Of all visits in two queries, in their order."""
    answers = InspectionAnswer.objects.filter(inspection__in=visits).bad().select_related("item", "hazard")
    findings = Finding.objects.filter(inspection__in=visits).select_related("hazard")
    found = defaultdict(list)
    for row in [*answers, *findings]:
        found[row.inspection_id].append(row)
    return [Problem(v, said(row), row.hazard, row) for v in visits for row in found[v.pk]]


def said(row):
    """The words of a problem: of an item with what was noted."""
    if isinstance(row, Finding):
        return f"{row.location}：{row.description}" if row.location else row.description
    return problem_of(row)


def units_of(visits, problems):
    """One Unit each, those with most problems first."""
    found = {}
    for visit in visits:
        unit = Unit(visit.unit_name, visit.enterprise_id, visit.place_id)
        found.setdefault(unit.key, unit).visits.append(visit)
    owner = {visit.pk: unit for unit in found.values() for visit in unit.visits}
    for problem in problems:
        owner[problem.visit.pk].problems.append(problem)
    return sorted(found.values(), key=lambda unit: (-len(unit.problems), unit.name))


def figures(visits, problems):
    """{key of FIGURES: (number, keys of visits, keys of hazards)}."""
    units = units_of(visits, problems)
    hazards = {problem.hazard.pk: problem.hazard for problem in problems if problem.hazard}.values()
    every, clean = [v.pk for v in visits], [unit for unit in units if not unit.problems]
    refused = [v.pk for v in visits if v.refusal]
    found = {
        "visits": (len(visits), every, []), "units": (len(units), every, []),
        "people": (sum(len(v.team.all()) for v in visits), every, []),
        "clean": (len(clean), [v.pk for unit in clean for v in unit.visits], []),
        "problems": (len(problems), sorted({p.visit.pk for p in problems}), []),
        "refused": (len(refused), refused, []),
    }  # fmt: skip
    for key, holds in _HAZARDS.items():
        keys = sorted(hazard.pk for hazard in hazards if holds(hazard))
        found[key] = (len(keys), [], keys)
    return {key: found[key] for key in FIGURES}


_HAZARDS = {
    "hazards": lambda hazard: True,
    "major": lambda hazard: hazard.grade == Grade.MAJOR,
    "closed": lambda hazard: hazard.state == HazardState.CLOSED,
    "late": lambda hazard: hazard.is_overdue,
    "open": lambda hazard: hazard.state not in (HazardState.CLOSED, HazardState.CANCELLED) and not hazard.is_overdue,
}


def text_of(town, span, now, before, named, visits):
    """The body of the bulletin: numbers beside those of the time before, then the units named with their problems."""
    n = {key: row[0] for key, row in now.items()}
    kinds = Counter(visit.get_kind_display() for visit in visits)
    ways = "、".join(f"{kind} {count} 次" for kind, count in kinds.most_common())
    rate = f"，整改率 {n['closed'] * 100 // n['hazards']}%" if n["hazards"] else ""
    about = f"围绕{span.campaign.name}，" if span.campaign else ""
    lines = [
        f"{cn_date(span.since)}至{cn_date(span.until)}，{about}{town}对 {n['units']} 家单位开展检查 {n['visits']} 次（{ways}），"
        f"参加检查 {n['people']} 人次。现将有关情况通报如下。",
        "一、检查情况",
        f"共发现问题 {n['problems']} 个{_compared(n['problems'], before['problems'])}，其中重大隐患 {n['major']} 个；"
        f"没有发现问题的单位 {n['clean']} 家；被检查单位拒绝签名 {n['refused']} 次。",
        "二、整改情况",
        f"转入隐患台账 {n['hazards']} 个，已整改销号 {n['closed']} 个，正在整改 {n['open']} 个，"
        f"逾期未整改 {n['late']} 个{rate}。",
    ]
    if named:
        lines += ["三、点名通报的单位", *(_named(number, unit) for number, unit in enumerate(named, 1))]
    return "\n".join(lines)


def _compared(now, before):
    if now == before:
        return f"，与前一时段（{before} 个）持平"
    return f"，比前一时段（{before} 个）{'增加' if now > before else '减少'} {abs(now - before)} 个"


def _named(number, unit):
    days = "、".join(f"{v.held_on.month}月{v.held_on.day}日" for v in unit.visits)
    told = "；".join(f"{p.text}，{p.now}" for p in unit.problems) or "检查中没有发现问题"
    refused = "。被检查单位拒绝在记录上签名" if any(v.refusal for v in unit.visits) else ""
    return f"{number}.{unit.name}（{days}检查）：{told}{refused}。"

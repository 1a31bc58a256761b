"""Plans: which enterprises are to be inspected, by hand, by filter, or drawn by lot; redrawn only in the open."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from core import clock
from core.errors import Refused, Stale, refuse_if
from enterprises.models import Enterprise

from .. import inspection_rules as rules
from .. import sampling
from ..models import Draw, InspectionPlan, PlanUnit
from .inspecting import colleagues

LEAST_SHARE = 10  # per cent of its subtree that the upper level draws at the least


@dataclass(frozen=True)
class Scope:
    """Which enterprises a plan may take: codes of trades, values of risk colour and scale; empty means all."""

    sectors: list = field(default_factory=list)
    colours: list = field(default_factory=list)
    scales: list = field(default_factory=list)
    high_risk: bool = False
    words: str = ""

    def firms(self, by):
        """Running enterprises in sight, in the order of their keys, so that a list is the same twice."""
        rows = Enterprise.objects.visible_to(by).operating()
        rows = rows.filter(sector__in=self.sectors) if self.sectors else rows
        rows = rows.filter(risk_colour__in=self.colours) if self.colours else rows
        rows = rows.filter(scale__in=self.scales) if self.scales else rows
        return (rows.filter(high_risk=True) if self.high_risk else rows).order_by("pk")


def new_plan(*, name, year, quarter, kinds, by):
    refuse_if(rules.may_plan(by), "" if kinds else "请选择检查方式")
    seat = by.membership
    office = seat.office if by.role == "department" else None
    same = InspectionPlan.objects.filter(place=seat.place, name=name, year=year, quarter=quarter, withdrawn_at=None)
    refuse_if("同一时段已有同名计划" if same.exists() else "")
    return InspectionPlan.objects.create(
        place=seat.place, office=office, name=name, year=year, quarter=quarter, kinds=list(kinds), created_by=by
    )


def held(plan):
    return InspectionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


@transaction.atomic
def add_units(*, plan, scope, by, only=None):
    """All enterprises of the scope (or those of `only`, keys) that the plan has not yet; returns how many."""
    row = held(plan)
    refuse_if(rules.may_plan(by, row), _withdrawn(row))
    firms = scope.firms(by)
    firms = firms if only is None else firms.filter(pk__in=only)
    have = set(row.units.standing().values_list("enterprise", flat=True))
    fresh = [firm for firm in firms.values_list("pk", flat=True) if firm not in have]
    if not fresh and not have:
        raise Refused("没有符合条件的企业，请调整范围")
    PlanUnit.objects.bulk_create([PlanUnit(plan=row, enterprise_id=firm) for firm in fresh], batch_size=500)
    return len(fresh)


@transaction.atomic
def drop_unit(*, unit, reason, by):
    """Take an enterprise off; one that was drawn stays drawn, with the reason in sight."""
    row = held(unit.plan)
    refuse_if(
        rules.may_plan(by, row),
        _withdrawn(row),
        "" if reason.strip() else "移出计划必须写明原因",
        "这家企业已经检查过，不能移出" if unit.inspections.signed().exists() else "",
    )
    standing = PlanUnit.objects.filter(pk=unit.pk, dropped_at=None)
    gone = standing.update(dropped_at=clock.now(), dropped_reason=reason.strip()[:200])
    refuse_if("" if gone else "这家企业已经移出计划")


@transaction.atomic
def withdraw(*, plan, reason, by):
    row = held(plan)
    refuse_if(rules.may_plan(by, row), _withdrawn(row), "" if reason.strip() else "撤销计划必须写明原因")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), reason.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return row


def _withdrawn(row):
    return f"计划已撤销：{row.withdrawn_reason}" if row.withdrawn_at else ""


@transaction.atomic
def draw(*, plan, scope, want, each, inspectors, by, seen, reason=""):
    """Draw once in the open. `seen` is the number of draws the person has looked at; a further one needs a reason.

    All plans of a time that overlaps count together, withdrawn ones too, so that a new plan, or one of the whole year
    beside one of a quarter, is no way to a second first draw.
    What an earlier draw gave stays on record; its units not yet checked make room for the new ones.
    """
    row = _held_with_others(plan)
    number = drawn_for(row).count() + 1
    refuse_if(rules.may_plan(by, row), _withdrawn(row))
    if seen != number - 1:
        raise Stale("这份计划刚刚抽取过，请先看结果；确需重抽的写明原因")
    candidates = _candidates(row, scope, by, number)
    people = [[person.pk, person.name] for person in sorted(inspectors, key=lambda person: person.pk)]
    refuse_if(_unfit(by, candidates, people, want, each), _unexplained(number, reason))
    seed = sampling.new_seed()
    kept = Draw.objects.create(
        plan=row, number=number, seed=seed, want=want, each=each, candidates=candidates, inspectors=people,
        result=sampling.result(seed, candidates, people, want, each), sha256=sampling.digest(candidates, people),
        filters=scope.words[:300], reason=reason.strip()[:200], by=by, at=clock.now(),
    )  # fmt: skip
    _take(row, kept)
    return kept


def drawn_for(plan):
    """The draws of all plans the same unit made for a time that overlaps, the oldest first."""
    return Draw.objects.filter(plan__in=_of_same_time(plan)).select_related("plan", "by").order_by("at", "pk")


def of_plan(kept):
    """The how manieth draw of its own plan it is; its number counts all plans of the same time."""
    return kept.plan.draws.filter(number__lte=kept.number).count()


def _of_same_time(plan):
    rows = InspectionPlan.objects.filter(place=plan.place_id, office=plan.office_id, year=plan.year)
    return rows.filter(quarter__in=[0, plan.quarter]) if plan.quarter else rows


def _held_with_others(plan):
    """The plan, with those whose time overlaps locked, so that two draws never take the same number."""
    rows = _of_same_time(plan).select_for_update(of=("self",)).order_by("pk")
    return next(row for row in rows if row.pk == plan.pk)


def _candidates(row, scope, by, number):
    """[[key, name]] of those that may be drawn: not in the plan by hand, nor checked already."""
    _make_room(row, number)
    have = set(row.units.standing().values_list("enterprise", flat=True))
    return [[pk, name] for pk, name in scope.firms(by).values_list("pk", "name") if pk not in have]


def _make_room(row, number):
    """Units an earlier draw gave and nobody has begun to inspect leave the plan before the next draw."""
    drawn = row.units.standing().filter(inspections=None).exclude(draw=None)
    drawn.update(dropped_at=clock.now(), dropped_reason=f"第{number}次抽取时重抽")


def _unfit(by, candidates, people, want, each):
    if not candidates:
        return "待抽名单是空的，没有企业可抽，请调整范围"
    if not 1 <= want <= len(candidates):
        return f"抽取数应在 1 到 {len(candidates)} 之间，待抽名单共 {len(candidates)} 家"
    if by.role == "supervisor" and want < (least := least_of(by)):
        few = "，请放宽范围" if len(candidates) < least else ""
        return f"上级抽查不少于辖区在营企业的 {LEAST_SHARE}%，至少抽 {least} 家，待抽名单 {len(candidates)} 家{few}"
    return f"检查人员名单只有 {len(people)} 人，每家派不出 {each} 人" if len(people) < each else ""


def least_of(by):
    """How many enterprises the upper level draws at the least: a share of all that are running in its subtree."""
    return -(-Scope().firms(by).count() * LEAST_SHARE // 100)


def _unexplained(number, reason):
    return "重新抽取必须写明原因，原来的结果保留" if number > 1 and not reason.strip() else ""


def _take(row, kept):
    units = [PlanUnit(plan=row, enterprise_id=key, draw=kept) for key, _ in kept.result]
    PlanUnit.objects.bulk_create(units, batch_size=500)
    by_firm = {unit.enterprise_id: unit.pk for unit in row.units.filter(draw=kept)}
    link = PlanUnit.inspectors.through
    rows = [link(planunit_id=by_firm[key], user_id=who) for key, team in kept.result for who in team]
    link.objects.bulk_create(rows, batch_size=500)


def redone(kept):
    """(whether the stored result follows from the stored seed and lists, what follows)."""
    again = sampling.result(kept.seed, kept.candidates, kept.inspectors, kept.want, kept.each)
    whole = sampling.digest(kept.candidates, kept.inspectors) == kept.sha256
    return whole and again == kept.result, again


def whole(plan):
    """All units of a plan as its table lists them: to be checked, checked, taken off."""
    rows = plan.units.with_done().select_related("enterprise__village", "enterprise__sector", "draw")
    taken_off = F("dropped_at").asc(nulls_first=True)
    return rows.prefetch_related("inspectors", "inspections").order_by(taken_off, "is_checked", "pk")


def pool(by):
    """Those who may be drawn as inspectors: oneself and colleagues with an account."""
    return [by, *colleagues(by)]

"""The loop of one hazard: graded, planned, rectified, accepted or sent back, cancelled."""

from django.db import transaction

from accounts.enums import Role
from core import clock
from core.errors import Refused, Stale, refuse_if
from core.workflow import advance

from .. import rules
from ..models import Acceptance, Hazard, Plan
from .judging import keep_use, wrong_basis, wrong_clause
from .people import tell_acceptors, tell_all_judges, tell_rectifiers
from .registering import attach, slots_of


def held(hazard, version=None):
    """The row, locked; Stale when it changed since `version` was shown. Call inside a transaction."""
    row = Hazard.objects.select_for_update(of=("self",)).select_related("enterprise", "village").get(pk=hazard.pk)
    if version is not None and row.version != version:
        last = row.log.select_related("actor").last()
        did = f"{last.actor or '系统'}已{last.action_label}" if last else "内容已改动"
        raise Stale(f"这条隐患刚被别人处理过（{did}），请核对后再提交")
    return row


@transaction.atomic
def confirm(*, hazard, by, version=None):
    """Take a draft of a self-check into the register."""
    return advance(held(hazard, version), "confirm", by=by)


@transaction.atomic
def grade(
    *,
    hazard,
    by,
    at_once,
    due_on,
    responsible,
    grade="",
    grade_basis="",
    clause=None,
    problem_kind="",
    office=None,
    not_at_once_because="",
    version=None,
):
    """Grade and order: mend at once, or report a plan first. A clause sets grade and basis.

    Major ones always need a plan, led by the principal.
    """
    row = held(hazard, version)
    if clause:
        grade, grade_basis = clause.grade, clause.cite[:200]
    refuse_if(
        wrong_clause(clause, row.found_on, row.village.township_code),
        "" if grade else "请选择等级，或选择判定标准条款",
        "" if grade_basis.strip() else "请写明判定依据，或选择判定标准条款",
        "" if clause else wrong_basis(grade_basis, row.found_on, row.village.township_code),
        at_once and rules.not_at_once(grade),
        rules.exit_left_sealed(row, grade, at_once, not_at_once_because),
        rules.wrong_leader(grade, row.enterprise, responsible),
        "" if due_on else "请写明整改期限",
        rules.wrong_limit(due_on, clock.today()),
        rules.foreign_office(office, row.village),
    )
    action = "order_at_once" if at_once else "order_plan"
    values = {"grade": grade, "grade_basis": grade_basis, "at_once": at_once, "due_on": due_on, "responsible": responsible}
    note = not_at_once_because.strip()
    row = advance(row, action, by=by, note=note, **values, problem_kind=problem_kind, office=office or row.office)
    if clause:
        keep_use(row, clause, by=by)
    what = "请立即整改" if at_once else "请报送整改方案"
    tell_rectifiers(row, "hazard-graded", f"{row.number} 定为{row.get_grade_display()}，{what}", by=by, body=row.description)
    return row


@transaction.atomic
def submit_plan(*, hazard, by, due_on, note="", version=None, **parts):
    """Lay down the plan: the five settlements, of a major hazard its six parts and the double report before it.

    `parts` are the other fields of Plan: responsible, measures, money, contingency, and goals, materials, bodies, safety.
    """
    row = held(hazard, version)
    refuse_if(_unexplained(by, note), *plan_faults(row, due_on, parts))
    row = advance(row, "submit_plan", by=by, note=note, responsible=parts["responsible"])
    Plan.objects.create(hazard=row, due_on=due_on, by=by, at=clock.now(), **parts)
    tell_all_judges(row, "hazard-planned", f"{row.number} 已报送整改方案", by=by)
    return row


def plan_faults(row, due_on, parts):
    """What is wrong with a plan, first the five settlements; "" for each question that it answers."""
    return (
        rules.settlement_gaps(due_on=due_on, **parts),
        rules.wrong_leader(row.grade, row.enterprise, parts["responsible"]),
        rules.major_gaps(row, parts),
        due_on and row.due_on and due_on > row.due_on and f"时限不能晚于责令期限 {row.due_on:%Y-%m-%d}，需要延长请申请延期",
    )


@transaction.atomic
def report_done(*, hazard, by, result, rectified_on, photos, note="", version=None):
    """Report the rectification done, with at least one photo taken afterwards."""
    row = held(hazard, version)
    refuse_if(
        _unexplained(by, note),
        "整改完成日期不能晚于今天" if rectified_on > clock.today() else "",
        "整改完成日期不能早于发现日期" if rectified_on < row.found_on else "",
        rules.wrong_leader(row.grade, row.enterprise, row.responsible),
    )
    row = advance(row, "report_done", by=by, note=note, result=result, rectified_on=rectified_on, rectified_by=by)
    if not attach(row, photos, by=by, slot="after"):
        raise Refused("报告整改完成必须附整改后的照片")
    tell_acceptors(row, "hazard-reported", f"{row.number} 已整改，请在 {row.acceptance_due_on:%m月%d日} 前验收", by=by)
    return row


def _unexplained(by, note):
    return "代单位上报必须写明原因" if rules.on_behalf(by) and not note.strip() else ""


@transaction.atomic
def accept(*, hazard, by, note="", held_at=None, place="", people="", photos=(), no_before="", version=None):
    """Accept and close (验收销号); never by the one who reported it done. `no_before`: why no picture shows how it was.

    A major hazard is accepted on site, by at least two people, with photos before and after.
    """
    row = held(hazard, version)
    attach(row, photos, by=by, slot="acceptance")
    refuse_if(
        rules.still_controlled(row),
        rules.acceptance_gaps(row, held_at, place, people, slots_of(row), now=clock.now(), no_before=no_before),
    )
    note = "；".join(filter(None, (note.strip(), no_before.strip() and f"没有整改前照片：{no_before.strip()}")))
    row = advance(row, "accept", by=by, note=note, accepted_by=by)
    _keep_acceptance(row, by, True, note, held_at, place, people)
    tell_rectifiers(row, "hazard-accepted", f"{row.number} 验收通过，已销号", by=by)
    return row


def _keep_acceptance(row, by, passed, note, held_at=None, place="", people=""):
    Acceptance.objects.create(
        hazard=row, passed=passed, on_site=bool(place), held_at=held_at or clock.now(), place=place.strip(),
        people=people.strip() or _called(by), note=note.strip(), by=by,
    )  # fmt: skip


def _called(by):
    """A cadre accepts for the village."""
    return f"{by.name}（{by.membership.place}）" if by.has_role(Role.CADRE) else by.name


@transaction.atomic
def send_back(*, hazard, by, note, version=None):
    """Send back to rectification, saying why."""
    row = advance(held(hazard, version), "send_back", by=by, note=note)
    _keep_acceptance(row, by, False, note)
    tell_rectifiers(row, "hazard-returned", f"{row.number} 验收未通过，请继续整改", by=by, body=note)
    return row


@transaction.atomic
def cancel(*, hazard, by, note, version=None):
    """Take out of the register with a reason; the row and its log stay."""
    row = advance(held(hazard, version), "cancel", by=by, note=note)
    if row.graded_at:
        tell_rectifiers(row, "hazard-cancelled", f"{row.number} 已取消", by=by, body=note)
    return row

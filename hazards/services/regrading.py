"""A grade that proves wrong: raised by those who judge, lowered by a leader, whom they ask."""

from django.db import transaction

from core import clock
from core.errors import refuse_if
from core.workflow import advance

from .. import rules
from ..enums import Grade
from ..models import ClauseUse
from .judging import keep_use, wrong_basis, wrong_clause
from .loop import held
from .notes import write_line
from .people import tell_leaders, tell_rectifiers
from .plans import end_plan


@transaction.atomic
def raise_grade(*, hazard, by, note, due_on, responsible, grade_basis="", clause=None, version=None):
    """From now on a major one: led by the principal, reported twice, mended by a plan of six parts that is still to come."""
    row = held(hazard, version)
    grade_basis = clause.cite[:200] if clause else grade_basis.strip()
    refuse_if(
        wrong_clause(clause, row.found_on, row.village.township_code),
        "所选条款不是重大隐患的条款" if clause and clause.grade != Grade.MAJOR else "",
        "" if grade_basis else "请写明判定依据，或选择判定标准条款",
        "" if clause else wrong_basis(grade_basis, row.found_on, row.village.township_code),
        "" if due_on else "请写明整改期限",
        rules.wrong_leader(Grade.MAJOR, row.enterprise, responsible),
        rules.wrong_limit(due_on, clock.today()),
    )
    values = {"grade": Grade.MAJOR, "grade_basis": grade_basis, "due_on": due_on, "responsible": responsible.strip()}
    row = advance(row, "raise_grade", by=by, note=note, at_once=False, village_accepts=False, **values)
    _judged_by(row, clause, by)
    end_plan(row, by=by, why=f"改判为重大隐患：{note.strip()}")
    told = f"{row.number} 改判为重大隐患，请双报告并报送治理方案"
    tell_rectifiers(row, "hazard-raised", told, by=by, body=note)
    tell_leaders(row, "hazard-raised", told, by=by, body=note)
    return row


@transaction.atomic
def lower_grade(*, hazard, by, note, grade_basis, version=None):
    """An ordinary one after all; where it stands in the loop it stays."""
    row = held(hazard, version)
    refuse_if(
        rules.may_lower(by, row),
        "" if note.strip() else "改判必须写明原因",
        "" if grade_basis.strip() else "请写明判定依据",
        wrong_basis(grade_basis, row.found_on, row.village.township_code),
    )
    said = f"原依据：{row.grade_basis}。{note.strip()}"
    row.grade, row.grade_basis = Grade.ORDINARY, grade_basis.strip()[:200]
    _judged_by(row, None, by)
    write_line(row, "lower_grade", "改判为一般隐患", by=by, note=said, fields=["grade", "grade_basis"])
    tell_rectifiers(row, "hazard-lowered", f"{row.number} 改判为一般隐患", by=by, body=note)
    return row


def _judged_by(row, clause, by):
    if clause:
        keep_use(row, clause, by=by)
    else:
        ClauseUse.objects.filter(hazard=row).delete()


@transaction.atomic
def ask_leader(*, hazard, by, what, note, version=None):
    """Ask the leaders to lower or strike off a major one; who asked and why stays in its log."""
    row = held(hazard, version)
    refuse_if(rules.may_ask_leader(by, row), "" if note.strip() else "请示必须写明原因")
    write_line(row, "ask_leader", f"请示{what}", by=by, note=note.strip())
    tell_leaders(row, "hazard-asked-leader", f"{row.number} 请示{what}", by=by, body=note)
    return row

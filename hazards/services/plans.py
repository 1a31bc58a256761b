"""The plan of a hazard after it was sent: returned, amended, its limit and person kept as they are now; older versions stay."""

from django.db import transaction

from core import clock
from core.errors import refuse_if
from core.workflow import advance

from .. import rules
from ..models import EarlierPlan, Plan
from .loop import held, plan_faults
from .notes import write_line
from .people import tell_all_judges, tell_rectifiers

PARTS = ("responsible", "measures", "money", "due_on", "contingency", *rules.SIX_PARTS)


def _keep_earlier(plan, *, by, why):
    parts = {name: getattr(plan, name) for name in PARTS}
    EarlierPlan.objects.create(
        hazard_id=plan.hazard_id, by=plan.by, at=plan.at, why=why, ended_by=by, ended_at=clock.now(), **parts
    )


def end_plan(row, *, by, why):
    """Take the plan off a hazard that needs another one; it stays among the earlier ones."""
    if plan := Plan.objects.filter(hazard=row).first():
        _keep_earlier(plan, by=by, why=why)
        plan.delete()


def change_plan(row, *, by, why, **parts):
    """Write changed parts into the plan, if there is one and it says otherwise."""
    plan = Plan.objects.filter(hazard=row).first()
    if plan is None or all(getattr(plan, name) == value for name, value in parts.items()):
        return
    _keep_earlier(plan, by=by, why=why)
    for name, value in parts.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(parts))


def shorten_plan(row, *, by, why):
    """A plan names the hazard's person, and no later day than its limit."""
    if plan := Plan.objects.filter(hazard=row).first():
        change_plan(row, by=by, why=why, responsible=row.responsible, due_on=min(plan.due_on, row.due_on or plan.due_on))


@transaction.atomic
def return_plan(*, hazard, by, note, version=None):
    """Send a plan back that does not do; the unit sends another one."""
    row = advance(held(hazard, version), "return_plan", by=by, note=note)
    end_plan(row, by=by, why=f"退回：{note.strip()}")
    tell_rectifiers(row, "hazard-plan-returned", f"{row.number} 的整改方案被退回，请重新报送", by=by, body=note)
    return row


@transaction.atomic
def amend_plan(*, hazard, by, note, due_on, version=None, **parts):
    """Change a plan that was sent, saying why; what it said before is kept."""
    row = held(hazard, version)
    refuse_if(
        rules.may_amend_plan(by, row),
        "" if note.strip() else "修改方案必须写明原因",
        *plan_faults(row, due_on, parts),
    )
    change_plan(row, by=by, why=f"修改：{note.strip()}", due_on=due_on, **parts)
    row.responsible = parts["responsible"]
    write_line(row, "amend_plan", "修改整改方案", by=by, note=note.strip(), fields=["responsible"])
    tell_all_judges(row, "hazard-plan-amended", f"{row.number} 修改了整改方案", by=by, body=note)
    return row

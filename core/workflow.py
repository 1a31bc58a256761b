"""The one door through which a row changes its state.

A model that has states declares `workflow = Workflow(...)` and a log model whose `subject` points at it
with `related_name="log"`. `advance` locks the row, checks table and rule, writes state and stamps, and
appends the log line, all in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction

from . import clock
from .errors import Refused


@dataclass(frozen=True)
class Step:
    """action → (from-states, to-state). `rule(user, obj)` returns "" or the reason of refusal."""

    action: str
    label: str
    sources: tuple
    target: str
    rule: Callable | None = None
    note: bool = False
    stamp: str = ""
    fields: tuple = ()


class Workflow:
    def __init__(self, *steps, field="state", counter="version"):
        """`counter` names the number that grows with every change, where the model has one."""
        self.field, self.counter = field, counter
        self.steps = {step.action: step for step in steps}

    def refusal(self, obj, action, by):
        """Why `by` may not do `action` on `obj` now; "" when they may."""
        step = self.steps[action]
        state = getattr(obj, self.field)
        if state not in step.sources:
            return f"当前状态是“{getattr(obj, f'get_{self.field}_display')()}”，不能{step.label}"
        return step.rule(by, obj) if step.rule and by is not None else ""

    def open_to(self, obj, by):
        """The steps `by` may take now, in the table's order."""
        return [step for step in self.steps.values() if not self.refusal(obj, step.action, by)]


def advance(obj, action, *, by, note="", **values):
    """Move `obj` by `action`; return it in its new state. Raises Refused with a Chinese reason.

    `by` is the acting user, None for the portal itself. `values` may set the step's `fields` only.
    """
    workflow = type(obj).workflow
    step = workflow.steps[action]
    if extra := set(values) - set(step.fields):
        raise TypeError(f"{action} does not set {sorted(extra)}")
    note = (note or "").strip()
    with transaction.atomic():
        locked = _lock(obj)
        if reason := workflow.refusal(locked, action, by):
            raise Refused(reason)
        if step.note and not note:
            raise Refused(f"{step.label}必须写明原因")
        _move(locked, workflow, step, values)
        _append(locked, workflow.field, step, obj, by, note)
    _copy(locked, obj)
    return obj


def _lock(obj):
    return type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def _move(row, workflow, step, values):
    row._was = getattr(row, workflow.field)
    setattr(row, workflow.field, step.target)
    for name, value in values.items():
        setattr(row, name, value)
    changed = [workflow.field, *values]
    if step.stamp:
        setattr(row, step.stamp, clock.now())
        changed.append(step.stamp)
    if hasattr(row, workflow.counter):
        setattr(row, workflow.counter, getattr(row, workflow.counter) + 1)
        changed += [name for name in (workflow.counter, "updated_at") if hasattr(row, name)]
    row.save(update_fields=changed)


def _append(row, field, step, obj, by, note):
    row.log.create(
        actor=by,
        actor_title=getattr(by, "title", "") if by else "系统",
        action=step.action,
        action_label=step.label,
        from_state=row._was,
        to_state=getattr(row, field),
        note=note,
        note_required=step.note,
        at=clock.now(),
    )


def _copy(locked, obj):
    for field in obj._meta.concrete_fields:
        setattr(obj, field.attname, getattr(locked, field.attname))


def begin(obj, *, by, label="登记", note="", state=None):
    """Write the first log line of a row that was just created; `state` where it begins further on than the usual one."""
    field = type(obj).workflow.field
    if state is not None and state != getattr(obj, field):
        setattr(obj, field, state)
        obj.save(update_fields=[field])
    step = Step("begin", label, (), getattr(obj, field))
    obj._was = ""
    _append(obj, field, step, obj, by, note)
    return obj


def state_field(enum, default, **kwargs):
    return models.CharField("状态", max_length=20, choices=enum.choices, default=default, editable=False, **kwargs)

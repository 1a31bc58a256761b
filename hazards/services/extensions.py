"""A longer limit: asked once at a time with a reason, decided by somebody else; granting moves the limit."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workdays import add_workdays
from core.workflow import advance, begin

from .. import rules
from ..enums import ExtensionState, Grade
from ..models import Extension
from ..settings import settings_of
from .loop import held
from .notes import write_line
from .people import tell_deciders, tell_rectifiers
from .plans import change_plan


def last_day_to_ask(hazard):
    """The last day a longer limit may be asked for: so many workdays before the limit (see settings); None without one."""
    if hazard.due_on is None:
        return None
    grade = "major" if hazard.grade == Grade.MAJOR else "ordinary"
    return add_workdays(hazard.due_on, -settings_of(hazard.village.township_code)[f"ask_before_{grade}"])


@transaction.atomic
def ask_extension(*, hazard, by, until, reason, version=None):
    """Ask to move the limit to a later day, in time; what the office brings in late is marked so."""
    row = held(hazard, version)
    today, last_day = clock.today(), last_day_to_ask(row)
    refuse_if(
        rules.may_ask_extension(by, row),
        "" if reason.strip() else "申请延期必须写明理由",
        rules.wrong_limit(until, today),
        until and row.due_on and until <= row.due_on and f"延至日期要晚于现在的期限 {row.due_on:%Y-%m-%d}",
        rules.too_late(by, row.due_on, last_day, today),
    )
    within = settings_of(row.village.township_code)["decide_within"]
    try:
        with transaction.atomic():
            asked = Extension.objects.create(
                hazard=row,
                until=until,
                reason=reason.strip(),
                asked_by=by,
                asked_at=clock.now(),
                late=bool(last_day and today > last_day),
                decide_by=add_workdays(today, within),
            )
    except IntegrityError:
        raise Refused("已有一份延期申请待审批") from None
    begin(asked, by=by, label="申请延期", note=reason)
    write_line(row, "ask_extension", "申请延期", by=by, note=f"延至 {until:%Y-%m-%d}：{reason.strip()}")
    tell_deciders(row, "hazard-extension", f"{row.number} 申请延期至 {until:%m月%d日}", by=by, body=reason)
    return asked


@transaction.atomic
def decide_extension(*, extension, by, granted, note="", version=None):
    """Grant (the limit moves) or refuse with a reason; the one who asked is told."""
    row = held(extension.hazard, version)
    refuse_if("" if not granted or row.state in rules.BEING_MENDED else "隐患已不在整改中，不能再延期")
    decided = advance(extension, "grant" if granted else "refuse", by=by, note=note)
    label = ExtensionState(decided.state).label
    if granted:
        row.due_on = decided.until
        change_plan(row, by=by, why=f"同意延期至 {decided.until:%Y-%m-%d}", due_on=decided.until)
    write_line(
        row, "decide_extension", label, by=by, note=f"延至 {decided.until:%Y-%m-%d}。{note}".strip(), fields=["due_on"]
    )
    tell_rectifiers(row, "hazard-extension-decided", f"{row.number} 延期申请：{label}", by=by, body=note)
    return decided

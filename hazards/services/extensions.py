"""A longer limit: asked once at a time with a reason, decided by somebody else; granting moves the limit."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused
from core.workflow import advance, begin

from .. import rules
from ..enums import ExtensionState
from ..models import Extension
from .loop import held, refuse_if
from .notes import write_line
from .people import tell_judges, tell_rectifiers


@transaction.atomic
def ask_extension(*, hazard, by, until, reason, version=None):
    """Ask to move the limit to a later day."""
    row = held(hazard, version)
    refuse_if(
        rules.may_ask_extension(by, row),
        "" if reason.strip() else "申请延期必须写明理由",
        rules.wrong_limit(until, clock.today()),
        until and row.due_on and until <= row.due_on and f"延至日期要晚于现在的期限 {row.due_on:%Y-%m-%d}",
    )
    try:
        with transaction.atomic():
            asked = Extension.objects.create(
                hazard=row, until=until, reason=reason.strip(), asked_by=by, asked_at=clock.now()
            )
    except IntegrityError:
        raise Refused("已有一份延期申请待审批") from None
    begin(asked, by=by, label="申请延期", note=reason)
    write_line(row, "ask_extension", "申请延期", by=by, note=f"延至 {until:%Y-%m-%d}：{reason.strip()}")
    tell_judges(row, "hazard-extension", f"{row.number} 申请延期至 {until:%m月%d日}", by=by, body=reason)
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
    write_line(
        row, "decide_extension", label, by=by, note=f"延至 {decided.until:%Y-%m-%d}。{note}".strip(), fields=["due_on"]
    )
    tell_rectifiers(row, "hazard-extension-decided", f"{row.number} 延期申请：{label}", by=by, body=note)
    return decided

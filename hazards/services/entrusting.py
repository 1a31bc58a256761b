"""Letting the village accept an ordinary hazard, or taking that back."""

from django.db import transaction

from core.errors import refuse_if

from .. import rules
from ..enums import HazardState
from .loop import held
from .notes import write_line
from .people import tell_acceptors


@transaction.atomic
def entrust(*, hazard, by, version=None):
    row = held(hazard, version)
    refuse_if(rules.may_entrust(by, row))
    row.village_accepts = True
    write_line(row, "entrust", "委托村验收", by=by, fields=["village_accepts"])
    when = "请现场验收" if row.state == HazardState.REPORTED else "整改完成后请验收"
    tell_acceptors(row, "hazard-entrusted", f"{row.number} 委托你村验收，{when}", by=by, body=row.description)
    return row


@transaction.atomic
def take_over(*, hazard, by, note, version=None):
    row = held(hazard, version)
    refuse_if(rules.may_take_over(by, row), "" if note.strip() else "收回验收必须写明原因")
    row.village_accepts = False
    write_line(row, "take_over", "收回验收", by=by, note=note.strip(), fields=["village_accepts"])
    return row

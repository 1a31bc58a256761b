"""Many rows at once, each checked by the same rules as one; what could not be done is told row by row."""

from dataclasses import dataclass, field

from django.db import transaction

from core import clock
from core.errors import Refused, refuse_if

from .. import rules
from ..models import Hazard
from .loop import confirm, held
from .notes import write_line
from .people import tell_rectifiers
from .plans import shorten_plan


@dataclass
class Outcome:
    """Rows done, and (row, reason) of the skipped ones."""

    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


def bulk_assign(*, hazards, by, office=None, responsible="", due_on=None):
    """Set office, responsible person and limit (those given) on every row the rules allow; a limit is never put off here."""
    refuse_if("" if office or responsible or due_on else "请至少填写一项：站所、责任人或期限")
    return _each(hazards, lambda row: _assign(row, by, office, responsible.strip(), due_on))


def bulk_confirm(*, hazards, by):
    """Take drafts into the register."""
    return _each(hazards, lambda row: confirm(hazard=row, by=by))


def _each(hazards, act):
    outcome = Outcome()
    for row in hazards:
        try:
            outcome.done.append(act(row))
        except Refused as error:
            outcome.skipped.append((row, str(error)))
    return outcome


@transaction.atomic
def _assign(hazard: Hazard, by, office, responsible, due_on):
    row = held(hazard)
    refuse_if(
        rules.may_assign(by, row),
        rules.foreign_office(office, row.village),
        rules.wrong_limit(due_on, clock.today()),
        rules.only_shorter(row, due_on),
        responsible and rules.wrong_leader(row.grade, row.enterprise, responsible),
        due_on and due_on < row.found_on and "期限不能早于发现日期",
    )
    values = {"office": office, "responsible": responsible, "due_on": due_on}
    given = {name: value for name, value in values.items() if value}
    for name, value in given.items():
        setattr(row, name, value)
    labels = {name: Hazard._meta.get_field(name).verbose_name for name in given}
    note = "；".join(f"{labels[name]}：{value}" for name, value in given.items())
    shorten_plan(row, by=by, why=f"调整：{note}")
    write_line(row, "assign", "调整", by=by, note=note, fields=list(given))
    if row.state in rules.BEING_MENDED:
        tell_rectifiers(row, "hazard-assigned", f"{row.number} 的整改要求有调整", by=by, body=note)
    return row

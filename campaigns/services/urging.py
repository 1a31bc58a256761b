"""Urging: one message a day to each unit that is late, listing what it owes."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.workflow import begin
from reminders.enums import MessageKind
from reminders.services import tell

from .. import rules
from ..people import Directory, key_of


@dataclass(frozen=True)
class Urged:
    """A unit with what it is late with, the people reached, and how many of them were told only now."""

    unit: str
    rows: list
    people: list
    fresh: int


def urge(*, campaign, rows, by):
    """Urge the units of late assignments; a unit urged already today is listed with fresh = 0. Returns [Urged]."""
    if reason := rules.may_edit(by, campaign):
        raise Refused(reason)
    groups = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    directory = Directory(rows)
    with transaction.atomic():
        found = [_urge(campaign, key, group, directory.of(group[0]), by) for key, group in groups.items()]
        if told := [unit for unit in found if unit.fresh]:
            names = "、".join(unit.unit for unit in told)
            begin(campaign, by=by, label="催办", note=f"催办 {len(told)} 个单位：{names}"[:400])
    return found


def _urge(campaign, key, rows, people, by):
    names = list(dict.fromkeys(row.task.title for row in rows))
    fresh = tell(
        people=people,
        title=f"催办：{campaign.name}有 {len(rows)} 项任务逾期",
        body="\n".join(names),
        by=by,
        about=campaign,
        link=reverse("campaigns:duties"),
        kind=MessageKind.URGING,
        key=f"urge:{campaign.pk}:{key[0]}{key[1]}:{clock.today():%Y%m%d}",
    )
    return Urged(rows[0].unit_name, rows, people, fresh)

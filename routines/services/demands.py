"""Setting, changing and ending what must be held how often; urging who has not held it."""

from django.db import transaction
from django.urls import reverse

from campaigns.people import Directory
from core import clock
from core.errors import refuse_if
from reminders.enums import MessageKind
from reminders.services import tell

from .. import rules
from ..enums import Holder
from ..frequency import held_in


@transaction.atomic
def keep(*, demand, by):
    refuse_if(rules.may_demand(by, demand))
    if demand.pk is None:
        demand.created_by, demand.created_at = by, clock.now()
    demand.save()
    return demand


@transaction.atomic
def end(*, demand, note, by):
    """No longer demanded; what was held under it stays."""
    refuse_if(
        rules.may_demand(by, demand),
        "" if note.strip() else "请写明停止的原因",
        "" if demand.withdrawn_at is None else "这项要求已经停止",
    )
    demand.withdrawn_at, demand.withdrawn_reason = clock.now(), note.strip()[:200]
    demand.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return demand


def short_people(held, pairs, within=None):
    """For each (demand, period) whoever owes something: leaders, cadres, heads of enterprises; `within` are keys in sight."""
    units = [list(_units(held, demand, period, within)) for demand, period in pairs]
    directory = Directory({unit for found in units for unit in found})
    people = [list(dict.fromkeys(person for unit in found for person in directory.of(unit))) for found in units]
    leaders = [held.short_leaders(*pair) if pair[0].holder == Holder.LEADERS else [] for pair in pairs]
    return [one + other for one, other in zip(people, leaders, strict=True)]


def _units(held, demand, period, within):
    if demand.holder in (Holder.VILLAGES, Holder.ENTERPRISES):
        short = held.short(demand, period)
        return [unit for key, unit in short.items() if within is None or key in within]
    return []


def no_urging(demand):
    """Why nobody is urged about a demand; "" when somebody may be."""
    if demand.holder == Holder.TOWNSHIP:
        return "镇本级的会议不用催办"
    if demand.withdrawn_at:
        return "这项要求已经停止，不再催办"
    return "文件要求的期限早于文件日期，请先核定期限再催办" if demand.is_inverted else ""


def urge(*, demand, period, by, within=None):
    """Tell whoever owes something, once a day; returns how many people are told anew."""
    refuse_if(rules.may_urge(by, demand), no_urging(demand))
    [found] = short_people(held_in([(demand, period)]), [(demand, period)], within)
    people = [person for person in found if person != by]
    until = f"，请在 {period.last:%m月%d日} 前办好并登记" if period.last >= clock.today() else "，已经超过期限，请尽快补办"
    return tell(
        people=people, about=demand, by=by, kind=MessageKind.URGING, title=f"催办：{period.label}“{demand}”还没有完成{until}",
        link=f"{reverse('routines:gathering_new')}?demand={demand.pk}", key=f"demand-urge:{demand.pk}:{clock.today():%Y%m%d}",
    )  # fmt: skip

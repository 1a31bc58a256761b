"""Setting, changing and ending what must be held how often; urging who has not held it."""

from django.db import transaction
from django.urls import reverse

from campaigns.people import Directory
from campaigns.units import Target
from core import clock
from core.errors import refuse_if
from reminders.enums import MessageKind
from reminders.services import tell

from .. import rules
from ..enums import Holder
from ..frequency import short_leaders, short_units


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


def people_short(demand, period, within=None):
    """Whoever owes something of a period: leaders, cadres, heads of enterprises; `within` narrows to units in sight."""
    if demand.holder == Holder.LEADERS:
        return short_leaders(demand, period)
    rows = short_units(demand, period)
    rows = rows.filter(pk__in=within.values("pk")) if within is not None else rows
    if demand.holder == Holder.VILLAGES:
        targets = [Target(code) for code in rows.values_list("pk", flat=True)]
    else:
        targets = [Target(village, enterprise_id=pk) for pk, village in rows.values_list("pk", "village_id")]
    directory = Directory(targets)
    return list(dict.fromkeys(person for target in targets for person in directory.of(target)))


def urge(*, demand, period, by, within=None):
    """Tell whoever owes something, once a day; returns how many people are told anew."""
    refuse_if(rules.may_urge(by, demand), "镇本级的会议不用催办" if demand.holder == Holder.TOWNSHIP else "")
    people = [person for person in people_short(demand, period, within) if person != by]
    until = f"，请在 {period.last:%m月%d日} 前办好并登记" if period.last >= clock.today() else "，已经超过期限，请尽快补办"
    return tell(
        people=people, about=demand, by=by, kind=MessageKind.URGING, title=f"催办：{period.label}“{demand}”还没有完成{until}",
        link=f"{reverse('routines:gathering_new')}?demand={demand.pk}", key=f"demand-urge:{demand.pk}:{clock.today():%Y%m%d}",
    )  # fmt: skip

"""From a concluded campaign to routine work: what remains becomes duties of a follow-up with new owners and due days."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import begin
from places.models import Office

from .. import remains, rules
from ..enums import CampaignState, DeadlineKind
from ..models import Campaign, Task
from .dispatch import dispatch


@dataclass(frozen=True)
class Chosen:
    """One remain handed on: to whom, until when, and how often it is reported on ("" for once)."""

    remain: remains.Remain
    office: Office
    due_on: date
    every: str = ""


@transaction.atomic
def hand_on(*, campaign, chosen, by):
    """Open the follow-up of a concluded campaign with one duty per chosen remain, and dispatch it; only once."""
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    known = {one.key for one in remains.of(by, row)}
    refuse_if(
        rules.may_end(by, row),
        "" if row.state == CampaignState.CONCLUDED else "专项行动结束后才能转入常态",
        "" if chosen else "请至少勾选一项转入常态的事项",
        "" if {one.remain.key for one in chosen} <= known else "遗留事项已有变化，请重新核对",
        *("期限不能早于今天" for one in chosen if one.due_on < clock.today()),
        *("责任单位不是本乡镇的站所" for one in chosen if one.office.township_id != row.township_id),
    )  # fmt: skip
    new = _opened(row, by)
    for number, one in enumerate(chosen, 1):
        _duty(new, number, one)
    dispatch(campaign=new, by=by)
    return new


def _opened(campaign, by):
    goal = f"接续{campaign}结束时的遗留事项，转入日常工作，办结为止。"
    values = {"township": campaign.township, "starts_on": clock.today(), "goal": goal, "created_by": by}
    try:
        with transaction.atomic():
            new = Campaign.objects.create(name=f"{campaign.name[:100]}（常态化）", follows=campaign, **values)
    except IntegrityError:
        raise Refused("这个专项行动已经转入常态") from None
    return begin(new, by=by, label="转入常态", note=f"接续{campaign}")


def _duty(campaign, number, one):
    kind = DeadlineKind.RECURRING if one.every else DeadlineKind.DATE
    task = Task.objects.create(
        campaign=campaign, order=number, number=str(number), title=one.remain.title, text=one.remain.text, deadline_kind=kind,
        due_on=None if one.every else one.due_on, every=one.every, settled=True,
        deadline_raw=f"办结期限 {one.due_on}" if one.every else "",
    )  # fmt: skip
    task.units.create(name=one.office.name, office=one.office)


def lines(campaign):
    """The duties that took over from a campaign, a line each; [] while there is no follow-up."""
    new = Campaign.objects.filter(follows=campaign).first()
    if new is None:
        return []
    tasks = new.tasks.filter(dropped=False).prefetch_related("units")
    return [f"{task.title}，责任单位：{'、'.join(unit.name for unit in task.units.all())}，{_until(task)}" for task in tasks]


def _until(task):
    if task.every:
        return f"{task.get_every_display()}报告，{task.deadline_raw}".rstrip("，")
    return f"办结期限 {task.due_on}"

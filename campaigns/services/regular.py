"""定期报送: how often villages (by their liaisons) and offices report on a campaign, and who has not for a period.

The rhythm is a task of the campaign, so that its periods, due days, reminders, matrix and register are those of all duties.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch

from core import clock
from core.errors import refuse_if
from core.workflow import begin
from places.enums import UnitGroup

from .. import periods, rules
from ..enums import RHYTHMS, SENDERS, WAITING, CampaignState, DeadlineKind, Every
from ..models import Assignment, Campaign, Task
from . import dispatch
from .edit import cancel_all, next_order

TITLE = "定期报送工作情况"
TEXT = "写明本期做了什么、查了多少、还有什么问题；没有情况也要报。不写涉亡人员姓名、证件号和线索内容。"


@dataclass
class Sent:
    """One period of the rhythm: how many units owe it, how many have sent, who has not."""

    starts_on: object
    label: str
    due_on: object
    total: int = 0
    unsent: list = field(default_factory=list)

    @property
    def sent(self):
        return self.total - len(self.unsent)


def _rhythms():
    return Task.objects.filter(regular=True, dropped=False).prefetch_related("units")


def with_rhythms(campaigns):
    """A queryset of campaigns whose rhythms are read together."""
    return campaigns.prefetch_related(Prefetch("tasks", _rhythms(), to_attr="rhythms"))


def task_of(campaign):
    """The task that holds the rhythm; None while no rhythm is set."""
    found = campaign.rhythms if hasattr(campaign, "rhythms") else _rhythms().filter(campaign=campaign)
    return next(iter(found), None)


def senders_of(task):
    return [unit.group for unit in task.units.all()] if task else []


@transaction.atomic
def set_rhythm(*, campaign, every, senders, by):
    """Set, change or (with every="") end the rhythm; what is overdue stays owed. Returns the task or None."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("township").get(pk=campaign.pk)
    refuse_if(
        rules.may_edit(by, row),
        "" if every in ("", *RHYTHMS) else "频次只能是每周、每旬、每月、每季度",
        "" if senders or not every else "请至少选一类报送单位",
        "" if set(senders) <= set(SENDERS) else "报送单位只能是包村干部和站所",
    )
    old = task_of(row)
    if (old.every, set(senders_of(old))) == (every, set(senders)) if old else not every:
        return old
    said = f"{Every(every).label}报送，{'、'.join(SENDERS[UnitGroup(one)] for one in senders)}" if every else "不再定期报送"
    if old:
        _end(old, f"频次改为{said}" if every else said, by)
    begin(row, by=by, label="定期报送", note=said)
    return _start(row, every, senders, by) if every else None


def _end(task, reason, by):
    """No new periods; of those opened what is not late yet is cancelled."""
    task.dropped, task.drop_reason, task.version = True, reason[:200], task.version + 1
    task.save(update_fields=["dropped", "drop_reason", "version"])
    cancel_all(task.assignments.waiting().filter(due_on__gte=clock.today()), reason, by)


def _start(campaign, every, senders, by):
    task = Task.objects.create(
        campaign=campaign, order=next_order(campaign.tasks), title=TITLE, text=TEXT, deadline_kind=DeadlineKind.RECURRING,
        every=every, settled=True, regular=True, begins_on=clock.today(),
    )  # fmt: skip
    for group in senders:
        task.units.create(name=UnitGroup(group).label, group=group)
    if campaign.state == CampaignState.RUNNING:
        dispatch.tell_units(campaign, dispatch.open_periods(campaign=campaign, by=by), by, f"regular{task.pk}")
    return task


def spans(campaign, day=None):
    """The periods begun since the rhythm was set, the oldest first; [] without one or before the dispatch."""
    task = task_of(campaign)
    return periods.of_task(task, campaign, day or clock.today()) if task and campaign.dispatched_at else []


def periods_of(user, campaign):
    """Each period with who has not sent, of the units in sight, the newest first."""
    return periods_in(user, [campaign]).get(campaign.pk, [])


def periods_in(user, campaigns):
    """{campaign key: what periods_of gives} of several campaigns; one query."""
    rows = Assignment.objects.visible_to(user).filter(campaign__in=campaigns, task__regular=True).exclude(state="cancelled")
    rows = rows.select_related("place", "office", "enterprise").order_by("-period_starts_on", "place_id", "office_id")
    found = {}
    for row in rows:
        of_task = found.setdefault(row.campaign_id, {})
        one = of_task.setdefault(
            (row.task_id, row.period_starts_on), Sent(row.period_starts_on, row.period_label, row.due_on)
        )
        one.total += 1
        if row.state in WAITING:
            one.unsent.append(row.unit_name)
    return {key: list(periods.values()) for key, periods in found.items()}

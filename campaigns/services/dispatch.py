"""Dispatch: one assignment per responsible unit and period, now and as periods begin."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.workflow import advance
from reminders.services import tell

from .. import periods, rules
from ..enums import AssignmentState, CampaignState
from ..models import Assignment, AssignmentLog, Campaign
from ..people import Directory, key_of
from ..units import Expander, Target

BATCH = 1000


@dataclass
class Preview:
    """What a dispatch would create: rows per task, counts by kind of unit, what stands in the way, what is late at once."""

    rows: list = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    problems: list = field(default_factory=list)
    silent: list = field(default_factory=list)
    past: list = field(default_factory=list)

    @property
    def total(self):
        return sum(self.counts.values())


def tasks_of(campaign):
    """The tasks to be dispatched, with everything needed to expand them."""
    return campaign.tasks.filter(dropped=False).prefetch_related("units", "sectors")


def planned(campaign, day, tasks=None):
    """[(task, target, period)] that should exist on a day."""
    expander = Expander(campaign.township)
    for task in tasks_of(campaign) if tasks is None else tasks:
        spans = periods.of_task(task, campaign, day)
        for target in expander.targets(task):
            yield from ((task, target, span) for span in spans)


def preview(campaign):
    """How many assignments would go to whom; nothing is written."""
    found, by_task = Preview(), {}
    for task in (tasks := list(tasks_of(campaign))):
        by_task[task.pk] = Counter()
        found.problems += [(task, problem) for problem in problems_of(task)]
    targets = {}
    for task, target, _ in planned(campaign, clock.today(), tasks):
        by_task[task.pk][target.kind] += 1
        found.counts[target.kind] += 1
        targets[key_of(target)] = target
    found.rows = [(task, by_task[task.pk]) for task in tasks]
    found.past = [task for task in tasks if task.due_on and task.due_on < clock.today()]
    found.silent = _without_people(list(targets.values()))
    return found


def problems_of(task):
    """Why a task cannot be dispatched yet."""
    found = [reason] if (reason := rules.unsettled(task)) else []
    units = list(task.units.all())
    unknown = [unit.name for unit in units if not (unit.group or unit.place_id or unit.office_id)]
    if not units:
        found.append("没有责任单位")
    return [*found, f"不知道“{'、'.join(unknown)}”指哪些单位"] if unknown else found


def _without_people(targets):
    """Units nobody has an account for: they would be told nothing."""
    directory = Directory(targets)
    return [target for target in targets if not directory.of(target)]


def dispatch(*, campaign, by):
    """Send every task out: DRAFT → RUNNING, assignments written, people told. Returns the number of assignments."""
    with transaction.atomic():
        row = Campaign.objects.select_for_update(of=("self",)).select_related("township").get(pk=campaign.pk)
        if reason := Campaign.workflow.refusal(row, "dispatch", by):
            raise Refused(reason)
        _refuse_unready(row)
        advance(row, "dispatch", by=by)
        made = open_periods(campaign=row, by=by)
        tell_units(row, made, by)
    campaign.refresh_from_db()
    return len(made)


def _refuse_unready(campaign):
    tasks = list(tasks_of(campaign))
    if not tasks:
        raise Refused("还没有可以派发的任务")
    problems = [f"{task.title}：{problem}" for task in tasks for problem in problems_of(task)]
    if problems:
        more = f"等 {len(problems)} 处" if len(problems) > 3 else ""
        raise Refused(f"还不能派发：{'；'.join(problems[:3])}{more}")


def open_periods(*, campaign, by=None, day=None):
    """Write the assignments that should exist by a day and do not; returns the new ones. Safe to run again."""
    with transaction.atomic():
        row = Campaign.objects.select_for_update(of=("self",)).select_related("township").get(pk=campaign.pk)
        if row.state != CampaignState.RUNNING:
            return []
        known = set(row.assignments.values_list("task_id", "place_id", "office_id", "enterprise_id", "period_starts_on"))
        fresh = [
            _assignment(row, task, target, span)
            for task, target, span in planned(row, day or clock.today())
            if (task.pk, target.place_id, target.office_id, target.enterprise_id, span.starts_on) not in known
        ]
        return _write(fresh, by)


def _assignment(campaign, task, target: Target, span):
    return Assignment(
        task=task,
        campaign=campaign,
        place_id=target.place_id,
        office_id=target.office_id,
        enterprise_id=target.enterprise_id,
        period_starts_on=span.starts_on,
        period_label=span.label,
        due_on=periods.due_on(task, span),
        created_at=clock.now(),
    )


def _write(rows, by):
    """Insert in bulk, each with its first log line."""
    made = Assignment.objects.bulk_create(rows, batch_size=BATCH)
    title = by.title if by else "系统"
    AssignmentLog.objects.bulk_create(
        (
            AssignmentLog(
                subject=row,
                actor=by,
                actor_title=title,
                action="begin",
                action_label="派发",
                from_state="",
                to_state=AssignmentState.OPEN,
                at=clock.now(),
            )
            for row in made
        ),
        batch_size=BATCH,
    )
    return made


def tell_units(campaign, made, by, kind="dispatch"):
    """One message per unit, however many tasks it got."""
    directory, per_unit = Directory(made), {}
    for row in made:
        per_unit.setdefault(key_of(row), []).append(row)
    for key, rows in per_unit.items():
        tell(
            people=directory.of(rows[0]),
            title=f"收到 {len(rows)} 项任务：{campaign.name}",
            body="\n".join(dict.fromkeys(row.task.title for row in rows)),
            link=reverse("campaigns:duties"),
            about=campaign,
            by=by,
            key=f"{kind}:{campaign.pk}:{key[0]}{key[1]}:{clock.today():%Y%m%d}",
        )


def open_all_periods(day=None):
    """Every running campaign; one that fails does not stop the others. Returns the number of new assignments."""
    count = 0
    for campaign in Campaign.objects.running().filter(withdrawn_at=None):
        made = open_periods(campaign=campaign, day=day)
        tell_units(campaign, made, None, "period")
        count += len(made)
    return count

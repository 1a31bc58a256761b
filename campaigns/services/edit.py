"""Changes of a campaign after it was made: tasks, phases, roster, meanings of names. Each leaves a log line."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from circulars.units import canonical
from core import clock
from core.errors import Refused
from core.workflow import advance, begin
from reminders.services import tell

from .. import guards, rules
from ..enums import CampaignState
from ..models import Assignment, GroupMember, TaskUnit
from ..people import Directory
from ..units import Dictionary, meaning_of, remember
from . import dispatch

NEVER_ASKED = "任务不再派发："


def _refuse(by, campaign):
    if reason := rules.may_edit(by, campaign):
        raise Refused(reason)


def save_campaign(*, campaign, form, by):
    _refuse(by, campaign)
    with transaction.atomic():
        row = form.save()
        begin(row, by=by, label="修改", note=_changed(form))
    return row


def save_phase(*, campaign, form, by):
    """Write a new or changed phase."""
    _refuse(by, campaign)
    with transaction.atomic():
        form.instance.campaign = campaign
        form.instance.order = form.instance.order or next_order(campaign.phases)
        row = form.save()
        begin(campaign, by=by, label="修改阶段", note=f"{row.name}：{_changed(form)}")
    return row


def next_order(rows):
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _changed(form):
    """The labels of what a form changed."""
    names = [str(form.fields[name].label) for name in form.changed_data if name in form.fields and name != "row_version"]
    return "、".join(names) or "无变化"


def save_task(*, campaign, form, by):
    """Write a new or changed task and let the change reach its open assignments; returns (task, number touched)."""
    _refuse(by, campaign)
    with transaction.atomic():
        form.instance.campaign = campaign
        form.instance.order = form.instance.order or next_order(campaign.tasks)
        task = form.save()
        _save_units(task, form.cleaned_data["unit_names"])
        begin(campaign, by=by, label="修改任务", note=f"{task.title}：{_changed(form)}"[:400])
        touched = _flow(campaign, task, by) if campaign.state == CampaignState.RUNNING else 0
    return task, touched


def _save_units(task, names):
    """Keep the units by name; new names get the meaning the township knows."""
    known = {unit.name: unit for unit in task.units.all()}
    dictionary = Dictionary(task.campaign.township)
    for name in [name for name in known if name not in names]:
        known[name].delete()
    for name in names:
        if name not in known:
            TaskUnit.objects.create(task=task, name=name[:60], **meaning_of(dictionary.meaning(name)))


def _flow(campaign, task, by):
    """Carry a task's new deadline, units or withdrawal to its assignments."""
    if task.dropped:
        return cancel_all(task.assignments.waiting(), task.drop_reason, by)
    if problems := dispatch.problems_of(task):
        raise Refused(f"任务已派发，不能这样改：{problems[0]}")
    moved = _move_due(task, by)
    made = dispatch.open_periods(campaign=campaign, by=by)
    return moved + len(made)


def _move_due(task, by):
    """A new date reaches every assignment that is still open; people are told."""
    if task.every:
        return 0
    rows = list(
        task.assignments.waiting().exclude(due_on=task.due_on).select_related("task", "place", "office", "enterprise")
    )
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(due_on=task.due_on, updated_at=clock.now())
    directory = Directory(rows)
    people = [person for row in rows for person in directory.of(row)]
    if rows:
        tell(
            people=people,
            title=f"期限改为 {task.due_on or '长期'}：{task.title}",
            link=reverse("campaigns:duties"),
            about=task.campaign,
            by=by,
            key=f"moved:{task.pk}:{task.version}",
        )
    return len(rows)


def cancel_all(rows, reason, by):
    count = 0
    for row in rows.select_related("campaign"):
        advance(row, "cancel", by=by, note=f"{NEVER_ASKED}{reason}")
        count += 1
    return count


def say_unit(*, campaign, name, key, by):
    """Say what a name means for all tasks of a campaign; remembered for the township. Returns the rows changed."""
    _refuse(by, campaign)
    values = {"group": "", "place_id": None, "office_id": None, **meaning_of(key)}
    same = [unit.pk for unit in TaskUnit.objects.filter(task__campaign=campaign) if canonical(unit.name) == canonical(name)]
    with transaction.atomic():
        remember(township=campaign.township, name=name, key=key)
        changed = TaskUnit.objects.filter(pk__in=same).update(**values)
        begin(campaign, by=by, label="指明单位", note=name)
    return changed


def leave(*, member, left_on, by, successor="", post=""):
    """A member leaves the leading group; who takes the seat stands beside. Returns the successor or None."""
    _refuse(by, member.campaign)
    if member.left_on:
        raise Refused(f"{member.name}已登记离任")
    with transaction.atomic():
        new = None
        if successor:
            new = GroupMember.objects.create(
                campaign=member.campaign, order=member.order, role=member.role, name=successor, post=post or member.post
            )
        member.left_on, member.successor = left_on, new
        member.save(update_fields=["left_on", "successor"])
        after = f"，由{successor}接任" if successor else ""
        begin(member.campaign, by=by, label="成员变动", note=f"{member.name}离任{after}")
    return new


def add_member(*, campaign, role, name, post, by):
    _refuse(by, campaign)
    with transaction.atomic():
        row = GroupMember.objects.create(
            campaign=campaign, order=next_order(campaign.members), role=role, name=name, post=post
        )
        begin(campaign, by=by, label="成员变动", note=f"{name}加入，{role}")
    return row


def start_blank(*, form, by):
    """A campaign without a circular, in preparation."""
    if reason := rules.may_manage(by):
        raise Refused(reason)
    with transaction.atomic():
        form.instance.township, form.instance.created_by = by.membership.place, by
        row = form.save()
        begin(row, by=by, label="建立", note="不依据来文")
    return row


def conclude(*, campaign, note, by):
    """End a campaign; what is still open stands in the log before the leader's reason."""
    left = guards.owed(by, campaign)
    if left and note.strip():
        said = dict.fromkeys(one.logged for one in left)
        note = f"带未完成事项结束：{'；'.join(said)}。{note.strip()}"
    return advance(campaign, "conclude", by=by, note=note)


def owed(campaign):
    """How many assignments are unfinished: said before a campaign is concluded."""
    return campaign.assignments.unfinished().count()

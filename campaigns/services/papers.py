"""Papers born of a campaign: its circular, and the urging notices to units that are late."""

from django.db import transaction

from circulars.layout import cn_date, editable
from core.errors import Refused
from notices import drafts
from notices.enums import PaperState

from .. import rules
from ..models import Assignment, Campaign
from ..people import key_of
from ..units import Expander

ORDINALS = "一二三四五六七八九十"


@transaction.atomic
def draft_circular(*, campaign, by):
    """The campaign's circular as a paper, addressed to the units its tasks go to; asked twice, the same paper."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("paper", "circular", "township")
    row = rows.get(pk=campaign.pk)
    if row.paper_id and row.paper.state != PaperState.WITHDRAWN:
        return row.paper
    if reason := rules.may_edit(by, row):
        raise Refused(reason)
    title, body = words(row)
    row.paper = drafts.draft_circular(title=title[:200], body=body, units=units_of(row), by=by, subject=row)
    row.save(update_fields=["paper", "updated_at"])
    return row.paper


def words(campaign):
    """(title, body): the circular as it came, else what the campaign itself says."""
    if campaign.circular:
        title, body = editable(campaign.circular.text)
        return title or campaign.name, body
    return f"{campaign.township}人民政府关于开展{campaign.name}的通知", "\n".join(composed(campaign))


def composed(campaign):
    """Paragraphs of a circular from goal, phases and tasks."""
    yield f"为做好{campaign.name}，现将有关事项通知如下。"
    goal = [campaign.goal] if campaign.goal else []
    parts = [("工作目标", goal), ("时间安排", list(_phases(campaign))), ("重点任务", list(_tasks(campaign)))]
    for ordinal, (heading, rows) in zip(ORDINALS, [part for part in parts if part[1]], strict=False):
        yield f"{ordinal}、{heading}"
        yield from rows


def _phases(campaign):
    for number, phase in enumerate(campaign.phases.all()):
        ends = [cn_date(day) for day in (phase.starts_on, phase.ends_on) if day]
        when = f"（{'至'.join(ends)}）" if ends else ""
        yield f"（{ORDINALS[number % 10]}）{phase.name}{when}。{phase.text}"


def _tasks(campaign):
    tasks = campaign.tasks.filter(dropped=False).prefetch_related("units")
    for number, task in enumerate(tasks, 1):
        units = "、".join(unit.name for unit in task.units.all())
        limit = f"{cn_date(task.due_on)}前" if task.due_on else task.get_every_display()
        tail = [f"责任单位：{units}" if units else "", f"完成时限：{limit}" if limit else ""]
        text = f"{task.text.rstrip('。')}。" if task.text else ""
        yield f"{number}.{task.title}。{text}{'；'.join(filter(None, tail))}".rstrip("。；") + "。"


def units_of(campaign):
    """The distinct units the tasks were sent to, or would be."""
    rows = list(campaign.assignments.select_related("place", "office", "enterprise"))
    if not rows:
        rows = _to_be_sent(campaign)
    return list({key_of(row): row.unit for row in rows}.values())


def _to_be_sent(campaign):
    expander, found = Expander(campaign.township), {}
    for task in campaign.tasks.filter(dropped=False).prefetch_related("units", "sectors"):
        for target in expander.targets(task):
            found[target] = Assignment(
                place_id=target.place_id, office_id=target.office_id, enterprise_id=target.enterprise_id
            )
    return list(found.values())


def late_units(rows):
    """{unit key: its late assignments}, the key as a form sends it: village-…, office-…, enterprise-…"""
    groups = {}
    for row in rows:
        kind, key = key_of(row)
        groups.setdefault(f"{kind}-{key}", []).append(row)
    return groups


@transaction.atomic
def draft_urging(*, campaign, groups, due_on, note, by, key=None):
    """One urging notice to each of the late units; `groups` as late_units gives them. Returns the papers."""
    if reason := rules.may_edit(by, campaign):
        raise Refused(reason)
    if not groups:
        raise Refused("请至少选一个单位")
    return [
        drafts.draft_urging(
            unit=rows[0].unit, tasks=[(_title(row), row.due_on) for row in rows], due_on=due_on, note=note, by=by,
            subject=campaign, key=f"urging:{key}:{unit}" if key else None,
        )
        for unit, rows in groups.items()
    ]  # fmt: skip


def _title(row):
    return f"{row.task.title}（{row.period_label}）" if row.period_label else row.task.title

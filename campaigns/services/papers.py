"""Papers born of a campaign: its circular, and the urging notices to units that are late."""

from django.db import transaction

from circulars.layout import editable
from core.errors import Refused
from notices import drafts
from notices.enums import PaperState

from .. import rules
from ..models import Assignment, Campaign
from ..people import key_of
from ..units import Expander
from . import composing


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
    return composing.notice(campaign)


def units_of(campaign):
    """The distinct units the tasks were sent to, or would be."""
    rows = list(campaign.assignments.select_related("task", "place", "office", "enterprise"))
    if not rows:
        rows = _to_be_sent(campaign)
    return list(dict.fromkeys(row.unit for row in rows))


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
        groups.setdefault(f"{'village' if kind == 'liaison' else kind}-{key}", []).append(row)
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

"""Duties that need no report of their own: a signed visit or an accepted self-check settles them in each campaign."""

from django.db import transaction

from core import clock
from core.workflow import advance

from ..enums import WAITING, CampaignState
from ..models import Assignment, Submission


@transaction.atomic
def count(*, how, campaigns, place, enterprise, day, told, by, office=None):
    """Settle what this unit owes in these campaigns by `how` (see enums.Counts); returns how many duties.

    Of a recurring task the newest period begun by `day`. A settled duty stays so; the office may send it back.
    """
    done = 0
    for row in _owed(how, campaigns, day, place=place, enterprise=enterprise, office=office):
        Submission.objects.create(assignment=row, text=told, held_on=day, by=by, at=clock.now())
        advance(row, "submit", by=None, note=told)
        advance(row, "accept", by=None, note="按检查结果自动计入")
        done += 1
    return done


def _owed(how, campaigns, day, **unit):
    """One waiting duty per task, locked."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(
        task__counts=how, campaign__in=campaigns, campaign__state=CampaignState.RUNNING, state__in=WAITING,
        period_starts_on__lte=day, **unit,
    )  # fmt: skip
    newest = {row.task_id: row for row in rows.order_by("task_id", "period_starts_on")}
    return list(newest.values())

"""Makers of this folder: tasks with units, a dispatched campaign."""

from datetime import date

from campaigns.models import TaskUnit
from campaigns.services import dispatch
from tests import factories

START = date(2026, 11, 1)


def task(campaign, *, group="villages", due_on=None, every="", units=True, **fields):
    kind = "date" if due_on else ("recurring" if every else "standing")
    row = factories.task(campaign, deadline_kind=kind, due_on=due_on, every=every, settled=True, **fields)
    if units:
        TaskUnit.objects.create(task=row, name=group, group=group)
    return row


def draft(w, **fields):
    return factories.campaign(w.town, **{"state": "draft", "looks_back": False, **fields})


def sent(w, **fields):
    """A running campaign with one dated task sent to the two villages; returns (campaign, assignments by village)."""
    campaign = draft(w)
    task(campaign, due_on=fields.pop("due_on", campaign.starts_on), **fields)
    dispatch.dispatch(campaign=campaign, by=w.officer)
    return campaign, {row.place_id: row for row in campaign.assignments.all()}


WORDS = "入户排查 46 户，发现烟管破损 3 处，已全部更换"

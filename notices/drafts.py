"""The contents of ready-made papers, from plain rows; notices lies left of campaigns and hazards and never imports them."""

from django.db import transaction

from core.errors import Refused

from . import rules, services, wording
from .enums import PaperKind, PaperState
from .models import Paper


def draft_order(*, unit, hazards, due_on, inspectors, by, measures="", found_on=None, sources=(), subject=None, key=None):
    """A rectification order to one unit. `hazards` are (description, location) pairs, `sources` their keys."""
    if not hazards:
        raise Refused("请至少选一条要写进指令书的隐患")
    content = {
        "unit": str(unit), "hazards": [f"{location}：{text}" if location else text for text, location in hazards],
        "due_on": due_on.isoformat(), "inspectors": inspectors, "measures": measures,
        "found_on": found_on.isoformat() if found_on else None, "sources": [str(source) for source in sources],
    }  # fmt: skip
    return services.draft(
        kind=PaperKind.ORDER, title="责令限期整改指令书", content=content, by=by, subject=subject, units=[unit], key=key
    )


def orders_on(source, *, unit, user):
    """The orders to an enterprise in sight that list one hazard, newest first."""
    rows = Paper.objects.visible_to(user).filter(kind=PaperKind.ORDER, receipts__enterprise=unit)
    return [paper for paper in rows.order_by("-created_at") if str(source) in paper.content.get("sources", [])]


def draft_urging(*, unit, tasks, due_on, by, note="", subject=None, key=None):
    """An urging notice to one unit. `tasks` are (title, due date) pairs that are late."""
    if not tasks:
        raise Refused("这个单位没有逾期事项")
    content = {
        "unit": str(unit), "tasks": [[title, day.isoformat()] for title, day in tasks],
        "due_on": due_on.isoformat(), "note": note,
    }  # fmt: skip
    return services.draft(
        kind=PaperKind.URGING, title="督办通知", content=content, by=by, subject=subject, units=[unit], key=key
    )


def draft_circular(*, title, body, units, by, subject=None, key=None):
    """A circular to many units; printed by the office its drafter sits in."""
    content = {"body": body, "copied_to": "", "printer": services.printer_of(by)}
    return services.draft(
        kind=PaperKind.CIRCULAR, title=title, content=content, by=by, subject=subject, units=units, key=key
    )


@transaction.atomic
def renew(*, paper, by):
    """Let a draft say what is said now in place of what was said when it was begun. Raises Refused."""
    locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if reason := rules.may_draft(by, locked):
        raise Refused(reason)
    if locked.state != PaperState.DRAFT:
        raise Refused(services.FIXED)
    locked.wording = wording.snapshot(locked.kind, locked.township)
    locked.version += 1
    locked.save(update_fields=["wording", "version", "updated_at"])
    return locked

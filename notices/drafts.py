"""The contents of ready-made papers, from plain rows; notices lies left of campaigns and hazards and never imports them."""

from core.errors import Refused

from . import services
from .enums import PaperKind


def draft_order(*, unit, hazards, due_on, inspectors, by, measures="", subject=None):
    """A rectification order to one unit. `hazards` are (description, location) pairs."""
    if not hazards:
        raise Refused("没有可以写进指令书的隐患")
    content = {
        "unit": str(unit), "hazards": [f"{location}：{text}" if location else text for text, location in hazards],
        "due_on": due_on.isoformat(), "inspectors": inspectors, "measures": measures, "found_on": None,
    }  # fmt: skip
    return services.draft(
        kind=PaperKind.ORDER, title="责令限期整改指令书", content=content, by=by, subject=subject, units=[unit]
    )


def draft_urging(*, unit, tasks, due_on, by, note="", subject=None):
    """An urging notice to one unit. `tasks` are (title, due date) pairs that are late."""
    if not tasks:
        raise Refused("这个单位没有逾期事项")
    content = {
        "unit": str(unit), "tasks": [[title, day.isoformat()] for title, day in tasks],
        "due_on": due_on.isoformat(), "note": note,
    }  # fmt: skip
    return services.draft(kind=PaperKind.URGING, title="督办通知", content=content, by=by, subject=subject, units=[unit])

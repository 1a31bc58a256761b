"""The daily scan: every registered deadline against its ladder of workdays, each step told once to each person.

A scan may run twice, be missed for a week or die halfway: messages carry a unique key of source, object, step and
recipient. After a gap only the latest step reached is told, not the missed ones one by one.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from core import clock, workdays
from core.models import Holiday

from . import deadlines, services
from .enums import MessageKind
from .models import Ladder, Message

REACH = timedelta(days=60)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rungs:
    """Lead days before and after the due day, in workdays."""

    before: tuple
    after: tuple


def scan(on=None):
    """Tell everybody what is due; returns {source name: new messages}, None for a source that could not be read."""
    day = on or clock.today()
    table = workdays.exceptions(day - 2 * REACH, day + 2 * REACH)
    return {source.name: _guarded(source, day, table) for source in deadlines.sources()}


def _guarded(source, day, table):
    """One broken source must not keep the others from being told; tomorrow's scan reads it again."""
    try:
        return _scan_source(source, day, table)
    except Exception:
        logger.exception("source %s could not be scanned", source.name)
        return None


def _scan_source(source, day, table):
    rungs = rungs_of(source)
    if rungs is None:
        return 0
    steps, told = {}, {}  # due day → its step; key → what makes its message
    for due in source.find(day - REACH, day + REACH):
        if due.due_on not in steps:
            steps[due.due_on] = step_reached(due.due_on, day, rungs, table)
        if step := steps[due.due_on]:
            told.update(_keyed(source, due, step))
    fresh = services.untold(told)
    return services.write([_message(key, day, *made) for key, made in told.items() if key in fresh])


def rungs_of(source):
    """The source's ladder: the office's setting, else the default; None when switched off."""
    row = Ladder.objects.filter(source=source.name).first()
    if row is None:
        return Rungs(source.before, source.after)
    return Rungs(tuple(row.before), tuple(row.after)) if row.is_active else None


def step_reached(due_on, day, rungs, table):
    """The rung the day stands on: ("before", 3), ("after", 1) …, None between and outside the rungs."""
    distance = _distance(day, due_on, table)
    if distance >= 0:
        reached = [n for n in rungs.before if distance <= n]
        return ("before", min(reached)) if reached else None
    reached = [n for n in rungs.after if -distance >= n]
    return ("after", max(reached)) if reached else None


def _distance(day, due_on, table):
    """Workdays from `day` to `due_on`; negative when overdue. A due day that is over is late even on a weekend."""
    first, last = sorted((day, due_on))
    count = sum(workdays.is_workday(first + timedelta(days=n), table) for n in range(1, (last - first).days + 1))
    if due_on >= day:
        return count
    return -max(count, 1)


def _keyed(source, due, step):
    """(key, (due, step, level, person)) of each message of a step; who answers and stands above is told once, as who answers."""
    side, number = step
    stem = f"{source.name}:{due.obj.pk}:{due.due_on:%Y%m%d}:{side}{number}"
    found = {}
    for level, people in enumerate([due.people, *_escalated(due, step)]):
        for person in people:
            found.setdefault(f"{stem}:{person.pk}", (due, step, level, person))
    return found


def _message(key, day, due, step, level, person):
    kind = MessageKind.ESCALATION if level else (MessageKind.OVERDUE if step[0] == "after" else MessageKind.REMINDER)
    return Message(
        recipient=person, kind=kind, title=_title(due, day, level)[:120], body="" if due.bare else due.title, link=due.link,
        key=key, created_at=clock.now(), **({} if due.bare else {"about": due.obj}),
    )  # fmt: skip


def _escalated(due, step):
    """Late, it climbs: the n-th overdue step also tells the first n levels above."""
    side, number = step
    if side == "before":
        return []
    height = {1: 1, 3: 2}.get(number, len(due.ladder))
    return due.ladder[:height]


def _title(due, day, level):
    if due.bare:
        return due.title
    left = (due.due_on - day).days
    when = f"逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还剩 {left} 天")
    return f"{'下级' if level else ''}{when}：{due.title}"


def holidays_known(year):
    """Whether the table covers a year, so that the office is told when it must be filled in."""
    return Holiday.objects.filter(day__year=year).exists()

"""What others did since yesterday to rows a person sees; deaths and confidential checks are never among them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from campaigns.models import Assignment, AssignmentLog
from core import clock
from hazards.models import Hazard, HazardLog
from notices.models import Paper, PaperLog

SHOWN = 12
READ = 40  # newest lines read per kind, before those of one person doing the same are drawn as one
# what a unit is told of a paper; how the office came to it is the office's own business
TOLD_UNITS = ("issue", "withdraw")


@dataclass(frozen=True)
class Change:
    at: object
    who: str
    what: str
    link: str
    times: int = 1


@dataclass(frozen=True)
class Kind:
    """A log: its rows in sight, what its subject is called, where it is shown."""

    log: type
    rows: Callable
    title: str
    url: str
    related: tuple = ()


KINDS = (
    Kind(AssignmentLog, Assignment.objects.visible_to, "task__title", "campaigns:assignment", ("subject__task",)),
    Kind(HazardLog, Hazard.objects.visible_to, "description", "hazards:detail"),
    Kind(PaperLog, Paper.objects.visible_to, "title", "notices:detail"),
)


def since_yesterday(user):
    """The newest changes since the start of yesterday, one query per kind of row."""
    now = timezone.localtime(clock.now())
    start = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    found = [change for kind in KINDS for change in _of(kind, user, start, now)]
    return _together(sorted(found, key=lambda change: change.at, reverse=True))[:SHOWN]


def _of(kind, user, start, now):
    lines = kind.log.objects.filter(at__range=(start, now), subject__in=kind.rows(user)).exclude(actor=user.pk)
    if kind.log is PaperLog and user.membership.on_phone:
        lines = lines.filter(action__in=TOLD_UNITS)
    for line in lines.select_related("subject", "actor", *kind.related).order_by("-at", "-pk")[:READ]:
        what = f"{line.action_label}：{_title(line.subject, kind)}"
        yield Change(line.at, str(line.actor or "系统"), what, reverse(kind.url, args=[line.subject_id]))


def _together(changes):
    """Several of the same by the same person are one line with a count, at the newest."""
    found = {}
    for change in changes:
        first = found.setdefault((change.who, change.what), change)
        if first is not change:
            found[change.who, change.what] = replace(first, times=first.times + 1)
    return list(found.values())


def _title(subject, kind):
    for name in kind.title.split("__"):
        subject = getattr(subject, name)
    return subject

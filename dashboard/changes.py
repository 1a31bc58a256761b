"""What others did since yesterday to rows a person sees; deaths and confidential checks are never among them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from campaigns.models import Assignment, AssignmentLog
from core import clock
from hazards.models import Hazard, HazardLog
from notices.models import Paper, PaperLog

SHOWN = 12
# what a unit is told of a paper; how the office came to it is the office's own business
TOLD_UNITS = ("issue", "withdraw")


@dataclass(frozen=True)
class Change:
    at: object
    who: str
    what: str
    link: str


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
    start = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    found = [change for kind in KINDS for change in _of(kind, user, start)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN]


def _of(kind, user, start):
    lines = kind.log.objects.filter(at__gte=start, subject__in=kind.rows(user)).exclude(actor=user.pk)
    if kind.log is PaperLog and user.membership.on_phone:
        lines = lines.filter(action__in=TOLD_UNITS)
    for line in lines.select_related("subject", "actor", *kind.related).order_by("-at")[:SHOWN]:
        yield Change(line.at, str(line.actor or "系统"), f"{line.action_label}：{_title(line.subject, kind)}", reverse(kind.url, args=[line.subject_id]))


def _title(subject, kind):
    for name in kind.title.split("__"):
        subject = getattr(subject, name)
    return subject

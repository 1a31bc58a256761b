"""今日: what waits for me by deadline, what I sent that is late, what changed since yesterday."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from campaigns.models import Assignment, AssignmentLog
from checks.models import Check
from enterprises.models import Permit
from hazards.models import Extension, Hazard, HazardLog
from incidents.models import Lead
from notices.models import Paper, PaperLog, Receipt

SHOWN = 8
STAFF = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)


@dataclass(frozen=True)
class Line:
    """One row of a box: what, for whom, when, where to go."""

    title: str
    who: str
    due_on: object
    link: str
    state: str = ""


@dataclass(frozen=True)
class Box:
    title: str
    lines: list
    total: int
    more: str = ""


@dataclass(frozen=True)
class Waiting:
    """A kind of row that waits for some roles: how to find it for a user and how to draw a line of it."""

    title: str
    roles: tuple
    find: Callable
    line: Callable
    more: str = ""


def own_unit(rows, user):
    """The rows addressed to the user's own unit, not merely seen by them."""
    seat = user.membership
    if seat.role == Role.ENTERPRISE:
        return rows.filter(enterprise__seats__membership=seat)
    if seat.role == Role.DEPARTMENT:
        return rows.filter(office=seat.office)
    return rows.filter(place=seat.place, office=None, enterprise=None)


def assignment_line(row):
    return Line(row.task.title, row.unit_name, row.due_on, reverse("campaigns:assignment", args=[row.pk]), row.state)


def check_line(row):
    return Line(str(row.version.checklist), row.unit_name, row.due_on, reverse("checks:detail", args=[row.pk]), row.state)


def hazard_line(row):
    who = row.enterprise.name if row.enterprise else row.village.name
    return Line(row.description, who, row.due_on, reverse("hazards:detail", args=[row.pk]), row.state)


def extension_line(row):
    return Line(f"申请延期：{row.hazard.description}", row.hazard.number, row.until, reverse("hazards:detail", args=[row.hazard_id]))


def paper_line(row):
    return Line(row.title, row.get_kind_display(), None, reverse("notices:detail", args=[row.pk]), row.state)


def receipt_line(row):
    return Line(row.paper.title, row.paper.doc_number, row.due_on, reverse("notices:detail", args=[row.paper_id]), row.state)


def lead_line(row):
    return Line(f"涉亡线索 {row.number}", row.get_state_display(), row.due_on, reverse("incidents:detail", args=[row.pk]), row.state)


def permit_line(row):
    return Line(row.name, row.enterprise.name, row.expires_on, reverse("enterprises:detail", args=[row.enterprise_id]))


def assignments(user):
    return Assignment.objects.visible_to(user).select_related("task", "place", "office", "enterprise")


def checks(user):
    return Check.objects.visible_to(user).select_related("version__checklist", "place", "office", "enterprise")


def hazards(user):
    return Hazard.objects.visible_to(user).select_related("enterprise", "village")


def extensions(user):
    rows = Extension.objects.filter(hazard__in=Hazard.objects.visible_to(user), state="asked")
    return rows.select_related("hazard")


def expiring(user):
    soon = timezone.localdate() + timedelta(days=30)
    return Permit.objects.visible_to(user).filter(expires_on__lte=soon, withdrawn_at=None).select_related("enterprise")


def receipts(user):
    rows = Receipt.objects.visible_to(user).exclude(state="signed").filter(paper__state="issued")
    return own_unit(rows, user).select_related("paper")


UNITS = (Role.CADRE, Role.ENTERPRISE, Role.DEPARTMENT)
JUDGES = (Role.OFFICER, Role.DEPARTMENT)
WAITING = (
    Waiting("待签收公文", UNITS, receipts, receipt_line, "notices:list"),
    Waiting("待办任务", UNITS, lambda u: own_unit(assignments(u).waiting(), u).order_by("due_on"), assignment_line, "campaigns:duties"),
    Waiting("待填自查", UNITS, lambda u: own_unit(checks(u).waiting(), u).order_by("due_on"), check_line, "checks:list"),
    Waiting(
        "待整改隐患", (Role.CADRE, Role.ENTERPRISE),
        lambda u: hazards(u).filter(state__in=["planning", "rectifying"], **({"enterprise": None} if u.role == Role.CADRE else {})),
        hazard_line, "hazards:list",
    ),
    Waiting("待签发公文", (Role.LEADER,), lambda u: Paper.objects.visible_to(u).filter(state="reviewed"), paper_line, "notices:list"),
    Waiting("涉亡线索", (Role.LEADER, Role.OFFICER, Role.DISCIPLINE, Role.DEPARTMENT),
            lambda u: Lead.objects.visible_to(u).filter(state__in=["received", "verifying"]), lead_line, "incidents:list"),
    Waiting("待审核任务", (Role.OFFICER,), lambda u: assignments(u).filter(state="submitted"), assignment_line, "campaigns:queue"),
    Waiting("待审核自查", (Role.OFFICER,), lambda u: checks(u).filter(state="submitted"), check_line, "checks:list"),
    Waiting("待定级隐患", JUDGES, lambda u: hazards(u).filter(state__in=["draft", "found"]), hazard_line, "hazards:list"),
    Waiting("待验收隐患", JUDGES, lambda u: hazards(u).filter(state="reported"), hazard_line, "hazards:list"),
    Waiting("待审批延期", JUDGES, extensions, extension_line, "hazards:list"),
    Waiting("待印发公文", (Role.OFFICER,), lambda u: Paper.objects.visible_to(u).filter(state="signed"), paper_line, "notices:list"),
)  # fmt: skip
LATE = (
    Waiting("逾期任务", (*STAFF, Role.LIAISON), lambda u: assignments(u).late().order_by("due_on"), assignment_line, "campaigns:list"),
    Waiting("逾期自查", (*STAFF, Role.LIAISON), lambda u: checks(u).late().order_by("due_on"), check_line, "checks:list"),
    Waiting("逾期隐患", (*STAFF, Role.LIAISON, Role.DEPARTMENT), lambda u: hazards(u).overdue().order_by("due_on"), hazard_line, "hazards:list"),
    Waiting("证照即将到期", (Role.OFFICER, Role.DEPARTMENT, Role.ENTERPRISE), expiring, permit_line, "enterprises:list"),
)  # fmt: skip


def boxes(kinds, user):
    """The non-empty boxes for this user."""
    found = (_box(kind, user) for kind in kinds if user.role in kind.roles)
    return [box for box in found if box.total]


def _box(kind, user):
    rows = kind.find(user)
    lines = [kind.line(row) for row in rows[:SHOWN]]
    total = len(lines) if len(lines) < SHOWN else rows.count()
    return Box(kind.title, lines, total, reverse(kind.more) if kind.more else "")


@dataclass(frozen=True)
class Change:
    at: object
    who: str
    what: str
    link: str


def changes(user, limit=12):
    """What others did since yesterday to rows this user sees, newest first; deaths are never among them."""
    since = timezone.now() - timedelta(days=1)
    found = [
        *_changes(AssignmentLog, Assignment.objects.visible_to(user), since, lambda s: (s.task.title, "campaigns:assignment"), "subject__task"),
        *_changes(HazardLog, Hazard.objects.visible_to(user), since, lambda s: (s.description, "hazards:detail")),
        *_changes(PaperLog, Paper.objects.visible_to(user), since, lambda s: (s.title, "notices:detail")),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)[:limit]


def _changes(log, rows, since, describe, *related):
    lines = log.objects.filter(at__gte=since, subject__in=rows).select_related("subject", "actor", *related).order_by("-at")[:12]
    for line in lines:
        title, url = describe(line.subject)
        yield Change(line.at, str(line.actor or "系统"), f"{line.action_label}：{title}", reverse(url, args=[line.subject_id]))

"""Writing, instructing and closing reports; leaders and officers of the township are told by title of the kind only."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import seated
from core import clock, workdays
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from reminders.services import tell

from ..models import Brief
from ..rules import wrong_limit
from ..services.leads import held
from . import rules
from .enums import BriefKind

TOLD = {
    "submit": (Role.LEADER, "待批示"), "send_back": (Role.OFFICER, "已退回修改"), "instruct": (Role.OFFICER, "已批示，请办理"),
    "finish": (Role.LEADER, "已办结"),
}  # fmt: skip


@transaction.atomic
def write(*, by, kind, title, text, campaign=None, period=None, key=None):
    """A draft; the same `key` gives the same one. A regular report may say the period it is for (rhythm.Owed)."""
    refuse_if(rules.may_draft(by))
    if known := key and Brief.objects.filter(token=key).first():
        return known
    row = Brief(township=by.membership.place, kind=kind, title=title, text=text, token=key or None, created_by=by)
    _keep(row, campaign, period)
    return begin(row, by=by, label="起草", note=row.period_label)


def _keep(row, campaign, period):
    """Save with the campaign and the period it is for; two reports on one period are refused."""
    row.campaign, row.period_starts_on, row.period_label = campaign, None, ""
    if period and row.kind == BriefKind.REGULAR:
        row.campaign, row.period_starts_on, row.period_label = period.campaign, period.starts_on, period.label
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"{row.period_label}的定期报告已经起草，请在原报告上修改") from None


@transaction.atomic
def rewrite(*, brief, by, kind, title, text, campaign=None, period=None, version=None):
    row = held(brief, version)
    refuse_if(rules.may_draft(by, row), "" if row.state == "draft" else "报告已报送，不能修改；需要修改请领导退回")
    row.kind, row.title, row.text, row.version = kind, title, text, row.version + 1
    _keep(row, campaign, period)
    return row


@transaction.atomic
def step(*, brief, action, by, note="", version=None, **values):
    """Submit, send back, instruct, finish, file or drop."""
    held(brief, version)
    if action == "instruct":
        limit = "" if values.get("due_on") else "请填写办理期限"
        refuse_if(
            "" if values.get("instruction", "").strip() else "请写明批示",
            limit,
            wrong_limit(values.get("due_on"), clock.today()),
        )
    if action == "finish":
        refuse_if("" if values.get("result", "").strip() else "请写明办理结果")
    advance(brief, action, by=by, note=note, **values)
    if action in TOLD:
        role, word = TOLD[action]
        people = [person for person in seated(brief.township_id, role) if person != by]
        link, key = reverse("incidents:brief", args=[brief.pk]), f"brief:{brief.pk}:{action}:{brief.version}"
        tell(people=people, title=f"{brief.get_kind_display()}{word}", key=key, about=brief, link=link, by=by)
    return brief


INSTRUCT_WORKDAYS = 3  # the office's practice; an urgent report waits no longer than its day


def instruct_by(row):
    day = timezone.localdate(row.submitted_at)
    return day if row.kind == BriefKind.URGENT else workdays.add_workdays(day, INSTRUCT_WORKDAYS)


def due_briefs(first, last):
    """Reports that wait for a leader's word, then instructions to be carried out, with the leaders above."""
    from reminders.deadlines import Due

    for row in Brief.objects.filter(state="submitted").select_related("township"):
        if first <= (day := instruct_by(row)) <= last:
            link = reverse("incidents:brief", args=[row.pk])
            yield Due(row, day, seated(row.township_id, Role.LEADER), f"{row.get_kind_display()}的批示", link)

    for row in Brief.objects.filter(state="instructed", due_on__range=(first, last)).select_related("township"):
        officers, leaders = seated(row.township_id, Role.OFFICER), seated(row.township_id, Role.LEADER)
        link = reverse("incidents:brief", args=[row.pk])
        yield Due(row, row.due_on, officers, f"{row.get_kind_display()}的批示办理", link, [leaders])

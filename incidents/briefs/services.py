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
from ..rules import may_handle, wrong_limit
from ..services.leads import held
from ..services.people import handlers_of
from . import rules
from .enums import BriefKind

TOLD = {
    "submit": (Role.LEADER, "待批示"), "send_back": (Role.OFFICER, "已退回修改"), "instruct": (Role.OFFICER, "已批示，请办理"),
    "finish": (Role.LEADER, "已办结"),
}  # fmt: skip
TOLD_AUTHOR = {"send_back": "已退回修改", "instruct": "已批示", "finish": "已办结", "file": "已归档"}


@transaction.atomic
def write(*, by, kind, title, text, campaign=None, period=None, lead=None, key=None):
    """A draft; the same `key` gives the same one. A regular report may say the period it is for (rhythm.Owed)."""
    refuse_if(rules.may_draft(by), rules.wrong_kind(by, kind), _wrong_lead(by, lead))
    if known := key and Brief.objects.filter(token=key).first():
        return known
    row = Brief(
        township=by.membership.place, kind=kind, title=title, text=text, token=key or None, created_by=by, lead=lead,
        by_liaison=by.has_role(Role.LIAISON),
    )  # fmt: skip
    _keep(row, campaign, period)
    return begin(row, by=by, label="起草", note=row.period_label)


def _wrong_lead(by, lead):
    return may_handle(by, lead) if lead is not None else ""


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
def rewrite(*, brief, by, kind, title, text, campaign=None, period=None, lead=None, version=None):
    """A report that is about a case stays so."""
    row = held(brief, version)
    refuse_if(
        rules.may_draft(by, row), rules.wrong_kind(by, kind), _wrong_lead(by, lead),
        "" if row.state == "draft" else "报告已报送，不能修改；需要修改请领导退回",
    )  # fmt: skip
    row.kind, row.title, row.text, row.version, row.lead = kind, title, text, row.version + 1, lead or row.lead
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
    if action in TOLD and not (action == "send_back" and brief.by_liaison):
        role, word = TOLD[action]
        roles = (role, Role.OFFICER) if action == "submit" and brief.by_liaison else (role,)
        _tell(brief, people_of(brief, *roles), action, word, by)
    if brief.by_liaison and action in TOLD_AUTHOR:
        _tell(brief, [brief.created_by], action, TOLD_AUTHOR[action], by)
    return brief


def _tell(brief, people, action, word, by):
    people = [person for person in people if person != by]
    link, key = reverse("incidents:brief", args=[brief.pk]), f"brief:{brief.pk}:{action}:{brief.version}"
    tell(people=people, title=f"{brief.get_kind_display()}{word}", key=key, about=brief, link=link, by=by)


def people_of(brief, *roles):
    """Who of the township is told of a report; of one about a case only who handles the case, else the leaders."""
    people = seated(brief.township_id, *roles)
    if brief.lead is None:
        return people
    leaders = seated(brief.township_id, Role.LEADER)
    named = {person.pk for person in (*leaders, *handlers_of(brief.lead))}
    return [person for person in people if person.pk in named] or leaders


@transaction.atomic
def tie(*, brief, lead, by, version=None):
    """Say which case a report handed in is about: from now on who sees the case opens it, and its author."""
    row = held(brief, version)
    refuse_if(rules.may_tie(by, row), _wrong_lead(by, lead), "" if row.submitted_at else "报告报送后才能关联线索")
    row.lead, row.version = lead, row.version + 1
    row.save(update_fields=["lead", "version", "updated_at"])
    return begin(row, by=by, label="关联线索")


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

    rows = Brief.objects.filter(state="instructed", due_on__range=(first, last))
    for row in rows.select_related("township", "lead__village"):
        officers, leaders = people_of(row, Role.OFFICER), seated(row.township_id, Role.LEADER)
        link = reverse("incidents:brief", args=[row.pk])
        yield Due(row, row.due_on, officers, f"{row.get_kind_display()}的批示办理", link, [leaders])

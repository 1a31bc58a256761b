"""Writing, instructing and closing reports; leaders and officers of the township are told by title of the kind only."""

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import seated
from core import clock
from core.errors import refuse_if
from core.workflow import advance, begin
from reminders.services import tell

from ..models import Brief
from ..rules import wrong_limit
from ..services.leads import held
from . import rules

TOLD = {
    "submit": (Role.LEADER, "待批示"), "send_back": (Role.OFFICER, "已退回修改"), "instruct": (Role.OFFICER, "已批示，请办理"),
    "finish": (Role.LEADER, "已办结"),
}  # fmt: skip


@transaction.atomic
def write(*, by, kind, title, text, campaign=None, key=None):
    """A draft; the same `key` gives the same one."""
    refuse_if(rules.may_write(by))
    if known := key and Brief.objects.filter(token=key).first():
        return known
    row = Brief.objects.create(
        township=by.membership.place, kind=kind, title=title, text=text, campaign=campaign, token=key or None, created_by=by
    )
    return begin(row, by=by, label="起草")


@transaction.atomic
def rewrite(*, brief, by, kind, title, text, campaign=None, version=None):
    row = held(brief, version)
    refuse_if(rules.may_write(by, row), "" if row.state == "draft" else "报告已报送，不能修改；需要修改请领导退回")
    row.kind, row.title, row.text, row.campaign, row.version = kind, title, text, campaign, row.version + 1
    row.save(update_fields=["kind", "title", "text", "campaign", "version", "updated_at"])
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


def due_briefs(first, last):
    """Instructions to be carried out, for the reminder scan; the leaders stand above."""
    from reminders.deadlines import Due

    for row in Brief.objects.filter(state="instructed", due_on__range=(first, last)).select_related("township"):
        officers, leaders = seated(row.township_id, Role.OFFICER), seated(row.township_id, Role.LEADER)
        link = reverse("incidents:brief", args=[row.pk])
        yield Due(row, row.due_on, officers, f"{row.get_kind_display()}的批示办理", link, [leaders])

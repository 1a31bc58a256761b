"""Taking a list out of the portal: asked for with a reason, allowed by a second person, fetched once."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from core import clock, workdays, xlsx
from core.errors import Refused
from core.workflow import advance, begin
from reminders.services import tell

from .. import access
from ..enums import AccessAction
from ..models import Export, Handler, Lead
from . import printing, rules, veil
from .enums import OF_LEADS
from .sheets import SHEETS

DECIDE_WORKDAYS = 1  # the office's practice


@transaction.atomic
def ask(*, kind, rows, reason, by, key=None):
    """Ask to take rows (a queryset in sight) out of the portal; the same `key` asks once. Tells who may allow it."""
    if known := key and Export.objects.filter(token=key).first():
        return known
    if why := rules.may_ask(by, kind):
        raise Refused(why)
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    if not keys:
        raise Refused("没有可导出的内容，请放宽筛选条件")
    leads = _leads(kind, rows)
    if why := veil.wrong_words(reason, leads, "用途"):
        raise Refused(why)
    row = Export.objects.create(
        town_id=by.membership.place.township_code,
        kind=kind,
        keys=keys,
        reason=reason.strip(),
        created_by=by,
        token=key or None,
    )
    row.leads.set(leads)
    begin(row, by=by, label=f"申请{row.way}", note=row.reason)
    _tell(row, [person for person in deciders(row) if person != by], f"有一份涉亡{row.way}申请待审批", "asked")
    return row


def _leads(kind, rows):
    """The cases that rows of a kind belong to."""
    path = (SHEETS.get(kind) or printing.PAPERS[kind]).lead
    return list(Lead.objects.filter(pk__in=rows.order_by().values(path))) if path else []


def decide_by(row):
    return workdays.add_workdays(timezone.localdate(row.created_at), DECIDE_WORKDAYS)


def due_exports(first, last):
    """Lists and papers that wait for a second person; the title says neither what nor why."""
    from reminders.deadlines import Due

    for row in Export.objects.filter(state="asked").select_related("created_by", "town"):
        if first <= (day := decide_by(row)) <= last:
            link = reverse("incidents:export_row", args=[row.pk])
            yield Due(row, day, deciders(row), f"涉亡{row.way}申请的审批", link)


def deciders(row):
    """Who may allow an export, the asker left out: other leaders; without any, discipline or whoever handles all of it."""
    seats = Membership.objects.filter(place=row.town_id, user__is_active=True).exclude(user=row.created_by_id)
    leaders = [seat.user for seat in seats.of_role(Role.LEADER).select_related("user")]
    if leaders:
        return leaders
    if row.kind not in OF_LEADS:
        return [seat.user for seat in seats.of_role(Role.DISCIPLINE).select_related("user")]
    counted = [set(Handler.objects.current().filter(lead=lead).values_list("user", flat=True)) for lead in row.leads.all()]
    keys = set.intersection(*counted) if counted else set()
    return [seat.user for seat in seats.filter(user__in=keys).select_related("user")]


def _tell(row, people, title, key):
    link = reverse("incidents:export_row", args=[row.pk])
    tell(people=people, title=title, key=f"lead-export:{row.pk}:{key}", about=row, link=link)


@transaction.atomic
def decide(*, export, allow, by, note=""):
    """Allow or refuse; the record of looks keeps who decided."""
    advance(export, "allow" if allow else "refuse", by=by, note=note)
    words = "同意" if allow else "不同意"
    _log(export, export.leads.all(), by, AccessAction.DECIDED, f"{words}：{export.reason}")
    _tell(export, [export.created_by], f"您的涉亡{export.way}申请：{words}", "decided")
    return export


@transaction.atomic
def fetch(*, export, by):
    """(title, bytes of the workbook), once. Rows no longer in sight are left out; what leaves is logged."""
    advance(export, "fetch", by=by)
    sheet = SHEETS[export.kind]
    rows = list(sheet.rows(by, export.keys))
    if not rows:
        raise Refused("申请的内容您已都看不到，不能下载")
    title, columns = sheet.columns
    at = timezone.localtime(clock.now())
    mark = f"{title}（{by.name} {at:%Y-%m-%d %H:%M} 导出，{export.decider.name}同意，仅限本人用于：{export.reason}）"
    out = Lead.objects.filter(pk__in=export.leads.values("pk")) & Lead.objects.visible_to(by)
    _log(export, out, by, AccessAction.EXPORT, export.reason)
    return title, xlsx.write(title, columns, rows, heading=mark)


def _log(export, leads, by, action, words):
    """A line for each lead; a list that names no lead leaves one line of what it was."""
    if leads := list(leads):
        access.log_many(leads=leads, by=by, action=action, detail=words)
    else:
        access.log_without_lead(by=by, action=action, detail=f"{export.get_kind_display()}：{words}")


def withdraw(*, export, by):
    return advance(export, "withdraw", by=by)

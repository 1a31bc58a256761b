"""Alerts of accidents elsewhere: the list, writing one, its paper, the push, who has not answered."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.forms import ReasonForm
from core.lists import list_page, workbook_response
from core.one_form import filled, refused, show_form
from core.tokens import token_of
from core.xlsx import Column, write
from enterprises.models import Enterprise
from notices.models import Paper

from .. import alert_rules as rules
from .. import rules as check_rules
from .. import unheard
from ..filters_alerts import AlertFilter
from ..forms_alerts import AlertForm, CloseForm, PutOffForm
from ..models import Alert, Check
from ..services import alerts as services

SHOWN = 200
ACTS = {
    "drop": (services.drop, ReasonForm, "撤销", "已撤销"),
    "close": (services.close, CloseForm, "办结", "已办结"),
    "put_off": (services.put_off, PutOffForm, "改回执期限", "期限已改"),
}


def alerts(request):
    refuse_if(rules.may_read_alerts(request.user))
    rows = Alert.objects.visible_to(request.user).select_related("township", "sector", "paper", "checklist__checklist")
    return rows.with_answers(request.user)


def alert_of(request, alert_id):
    return get_object_or_404(alerts(request), pk=alert_id)


def index(request):
    return list_page(
        request, alerts(request), template="checks/alerts.html", partial="checks/_alerts.html", filterset=AlertFilter,
        export=("举一反三排查", _columns()), tabs=(("排查中", "state=sent"), ("有逾期", "late=1"), ("待推送", "push=1")),
        may_alert=not rules.may_alert(request.user),
    )  # fmt: skip


def _columns():
    return [
        Column("事故", str, 30), Column("事故日期", "happened_on", 12), Column("状态", "get_state_display", 10),
        Column("警示通知", lambda row: row.paper.doc_number if row.paper else "", 24), Column("回执期限", "due_on", 12),
        Column("推送", "asked", 8), Column("未回执", "waiting", 8), Column("逾期", "late", 8), Column("报零", "zero", 8),
    ]  # fmt: skip


def edit(request, alert_id=None):
    """A new alert, or one whose paper is not begun."""
    refuse_if(rules.may_alert(request.user))
    row = alert_of(request, alert_id) if alert_id else Alert(township=request.user.membership.place)
    form = AlertForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.keep(alert=form.save(commit=False), firms=form.firms(), by=request.user, token=token_of(request))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存，涉及 {kept.firms.count()} 家企业，请核对后起草警示通知")
            return redirect("checks:alert", kept.pk)
    back = reverse("checks:alert", args=[row.pk]) if alert_id else reverse("checks:alerts")
    return render(request, "checks/alert_edit.html", {"form": form, "row": row if alert_id else None, "back": back})


def detail(request, alert_id):
    """`?export=xlsx` is the sheet of answers."""
    row = alert_of(request, alert_id)
    checks = _answers(request, row)
    if request.GET.get("export") == "xlsx":
        data = write("排查回执", _answer_columns(), checks, heading=f"{row}举一反三排查回执表")
        return workbook_response(f"{row}排查回执", data)
    asked = Check.objects.visible_to(request.user).filter(version=row.checklist_id).exclude(state="cancelled")
    villages = list(unheard.by_village(asked)) if row.checklist_id else []
    firms = Enterprise.objects.visible_to(request.user).filter(pk__in=row.firms.values("pk"))
    open_to = {step.action for step in row.workflow.open_to(row, request.user)}
    context = {
        "row": row, "villages": villages, "checks": list(checks[:SHOWN]) if row.checklist_id else [], "open_to": open_to,
        "firms": list(firms.select_related("village", "sector")[:SHOWN]) if not row.checklist_id else [],
        "wrong": services.lines(row.wrong), "points": services.lines(row.points), "log": row.log.select_related("actor"),
        "paper_seen": Paper.objects.visible_to(request.user).filter(pk=row.paper_id).exists(),
        "may_alert": not rules.may_alert(request.user), "may_urge": not check_rules.may_urge(request.user),
    }  # fmt: skip
    return render(request, "checks/alert.html", context)


def _answers(request, row):
    rows = Check.objects.visible_to(request.user).exclude(state="cancelled").filter(version=row.checklist_id)
    rows = rows.select_related("enterprise", "place", "version__checklist").with_results(request.user)
    return rows.order_by("place_id", "pk")


def _answer_columns():
    return [
        Column("企业", "unit_name", 30), Column("所在村", "place__name"), Column("状态", "get_state_display", 10),
        Column("查出问题", "problems", 10), Column("报零", "zero_report", 8), Column("签名人", "signed_name", 12),
        Column("回执时间", "submitted_at", 18), Column("期限", "due_on", 12),
    ]  # fmt: skip


@require_POST
def paper(request, alert_id):
    """Begin the alert as an official paper."""
    row = alert_of(request, alert_id)
    made = services.draft_paper(alert=row, by=request.user)
    messages.success(request, "警示通知已起草，核对后送领导签发；印发后回到这里推送排查")
    return redirect("notices:detail", made.pk)


@require_POST
def push(request, alert_id):
    row = alert_of(request, alert_id)
    back = reverse("checks:alert", args=[row.pk])
    if reason := row.workflow.refusal(row, "push", request.user):
        return refused(request, reason, back)
    sent = services.push(alert=row, by=request.user)
    nobody = f"；{len(sent.unreached)} 家没有账号，请电话通知" if sent.unreached else ""
    messages.success(request, f"已推送 {len(sent.checks)} 家，企业会收到排查任务{nobody}")
    return redirect(back)


def step(request, alert_id, action):
    """Close, drop, or set another limit before the push."""
    row = alert_of(request, alert_id)
    if action not in ACTS:
        raise Http404
    act, form_class, label, told = ACTS[action]
    back = reverse("checks:alert", args=[row.pk])
    reason = row.workflow.refusal(row, action, request.user) if action != "put_off" else rules.may_alert(request.user)
    if reason:
        return refused(request, reason, back)
    form = form_class(request.POST or None)
    do = lambda **given: act(alert=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, do, told, back) or show_form(request, form, label, label, back, str(row))

"""The register of leads, one lead with its verifications, and who looked at it. Each look is logged."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.enums import Role
from campaigns.models import Campaign
from core import xlsx
from core.errors import Refused
from core.lists import list_page, workbook_response
from core.middleware import say_refused

from . import rules, services
from .exports import REGISTER
from .filters import LeadFilter
from .forms import ConcludeForm, ExportForm, HandlerForm, InterviewForm, LeadForm, ReportForm, TeamForm
from .models import AccessLog, Lead, Verification

ROOM = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.DEPARTMENT)


def leads(request):
    """The leads in sight; the whole room is closed to other roles."""
    if not request.user.has_role(*ROOM):
        raise Refused("涉亡核查只对经办人和乡镇领导开放")
    return Lead.objects.visible_to(request.user).select_related("village", "enterprise", "former")


def lead_of(request, lead_id, action="查看"):
    """One lead in sight, with the look logged."""
    lead = get_object_or_404(leads(request), pk=lead_id)
    services.log_access(lead=lead, user=request.user, action=action)
    return lead


def lead_list(request):
    rows = leads(request)
    return list_page(
        request, rows, template="incidents/list.html", partial="incidents/_list.html", filterset=LeadFilter,
        may_open=not rules.may_open(request.user), again=_again(request), export_form=ExportForm(),
    )  # fmt: skip


def _again(request):
    """The running campaign that refuted leads must be verified again for, and how many wait."""
    campaign = Campaign.objects.visible_to(request.user).running().first()
    if campaign is None:
        return None
    return {"campaign": campaign, "count": services.due_again(user=request.user, campaign=campaign).count()}


def new(request):
    leads(request)
    if reason := rules.may_open(request.user):
        raise Refused(reason)
    form = LeadForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        lead = services.open_lead(key=_token(request), by=request.user, **form.cleaned_data)
        messages.success(request, f"已登记 {lead.number}，已通知乡镇领导")
        return redirect("incidents:detail", lead_id=lead.pk)
    return render(request, "incidents/new.html", {"form": form})


def _token(request):
    """A form sent twice registers one lead."""
    token = request.POST.get("form_token", "")[:32]
    return f"form:{request.user.pk}:{token}" if token else None


def detail(request, lead_id):
    lead = lead_of(request, lead_id)
    context = {
        "lead": lead,
        "chain": list(chain(lead)),
        "steps": Lead.workflow.open_to(lead, request.user),
        "verifications": lead.verifications.prefetch_related("team", "interviews__by").order_by("created_at"),
        "handlers": lead.handlers.current().select_related("user", "granted_by"),
        "handler_form": None if rules.may_name(request.user, lead) else HandlerForm(lead=lead),
        "conclude_form": ConcludeForm(),
        "refusal": Lead.workflow.refusal(lead, "conclude", request.user),
        "log": lead.log.select_related("actor"),
        "accesses": lead.accesses.select_related("user")[:20],
    }
    return render(request, "incidents/detail.html", context)


def chain(lead):
    """The former leads of a case, newest first: old and new conclusions stay side by side."""
    while lead.former is not None:
        lead = lead.former
        yield lead


@require_POST
def dismiss(request, lead_id):
    from core.workflow import advance

    return _act(request, lead_id, lambda lead: advance(lead, "dismiss", by=request.user, note=request.POST.get("note", "")), "已决定不予受理")


@require_POST
def handler_add(request, lead_id):
    lead = lead_of(request, lead_id, "办理")
    form = HandlerForm(request.POST, lead=lead)
    if not form.is_valid():
        return say_refused(request, "请选择经办人", _url(lead))
    return _act(request, lead_id, lambda row: services.name_handler(lead=row, by=request.user, **form.cleaned_data), "已指定经办人")


@require_POST
def handler_end(request, lead_id, handler_id):
    lead = lead_of(request, lead_id, "办理")
    handler = get_object_or_404(lead.handlers, pk=handler_id)
    return _act(request, lead_id, lambda row: services.end_handler(handler=handler, by=request.user), "已取消")


def _act(request, lead_id, act, done):
    """Do one step and come back to the lead with what happened."""
    lead = get_object_or_404(leads(request), pk=lead_id)
    try:
        act(lead)
    except Refused as error:
        return say_refused(request, error, _url(lead))
    messages.success(request, done)
    return redirect(_url(lead))


def _url(lead):
    from django.urls import reverse

    return reverse("incidents:detail", args=[lead.pk])


@require_POST
def conclude(request, lead_id):
    lead = lead_of(request, lead_id, "办理")
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return say_refused(request, "请选择结论并写明理由", _url(lead))
    return _act(request, lead_id, lambda row: services.conclude(lead=row, by=request.user, **form.cleaned_data), "结论已记录")


@require_POST
def again(request, lead_id):
    """Take a refuted case up again in the running campaign."""
    former = lead_of(request, lead_id, "重新核查")
    campaign = Campaign.objects.visible_to(request.user).running().first()
    if campaign is None:
        return say_refused(request, "当前没有进行中的专项行动", _url(former))
    try:
        lead = services.verify_again(former=former, campaign=campaign, by=request.user)
    except Refused as error:
        return say_refused(request, error, _url(former))
    return redirect(_url(lead))


@require_POST
def export(request):
    """The register in sight, for a stated purpose; logged lead by lead."""
    rows = LeadFilter(request.GET or None, queryset=leads(request), request=request).qs
    form = ExportForm(request.POST)
    if not form.is_valid():
        return say_refused(request, "请写明导出用途（至少 4 个字）", "incidents:list")
    for lead in rows:
        services.log_access(lead=lead, user=request.user, action="导出", detail=form.cleaned_data["reason"])
    return workbook_response(REGISTER[0], xlsx.write(REGISTER[0], REGISTER[1], rows))


def accesses(request):
    """Who looked at what, for leaders."""
    if not request.user.has_role(Role.LEADER):
        raise Refused("查阅记录只对乡镇领导开放")
    rows = AccessLog.objects.filter(lead__in=leads(request)).select_related("user", "lead")
    return list_page(request, rows, template="incidents/accesses.html", partial="incidents/_accesses.html")


def verification_new(request, lead_id):
    """Form a team for a lead."""
    lead = lead_of(request, lead_id, "办理")
    form = TeamForm(request.POST or None, lead=lead)
    if request.method == "POST" and form.is_valid():
        try:
            services.start_verification(lead=lead, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "核查组已组成，成员会收到通知")
            return redirect(_url(lead))
    return render(request, "incidents/team.html", {"form": form, "lead": lead})


def verification_of(request, lead_id, verification_id):
    lead = lead_of(request, lead_id, "办理")
    return get_object_or_404(Verification.objects.select_related("lead"), pk=verification_id, lead=lead)


def interview_new(request, lead_id, verification_id):
    row = verification_of(request, lead_id, verification_id)
    if reason := rules.may_report(request.user, row):
        raise Refused(reason)
    form = InterviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_interview(verification=row, by=request.user, **form.cleaned_data)
        messages.success(request, "谈话笔录已保存")
        return redirect(_url(row.lead))
    return render(request, "incidents/interview.html", {"form": form, "lead": row.lead})


def report(request, lead_id, verification_id):
    row = verification_of(request, lead_id, verification_id)
    if reason := rules.may_report(request.user, row):
        raise Refused(reason)
    form = ReportForm(request.POST or None, initial={"findings": row.findings, "proposal": row.proposal})
    if request.method == "POST" and form.is_valid():
        return _act(request, lead_id, lambda lead: services.report(verification=row, by=request.user, **form.cleaned_data), "核查报告已提交，等待审定")
    return render(request, "incidents/report.html", {"form": form, "lead": row.lead, "row": row})


@require_POST
def verification_step(request, lead_id, verification_id, action):
    """Confirm a report or send it back."""
    from core.workflow import advance

    row = verification_of(request, lead_id, verification_id)
    labels = {"confirm": "已审定核查报告", "send_back": "已退回补充核查"}
    if action not in labels:
        raise Refused("没有这个操作")
    note = request.POST.get("note", "")
    return _act(request, lead_id, lambda lead: advance(row, action, by=request.user, note=note), labels[action])

"""Inspections: the list, one with its next step, beginning, writing, findings, and the printed record."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import download, list_page
from core.middleware import say_refused
from core.tokens import token_of
from enterprises.models import Enterprise
from evidence.models import Attachment

from .. import inspection_rules as rules
from .. import record, return_rules
from ..disposals import papers_for
from ..enums import Post
from ..exports_inspections import inspection_columns
from ..filters_inspections import InspectionFilter
from ..forms_inspections import CampaignsForm, FindingForm, HeadForm, MemberForm, PresentForm, RecheckForm, StartForm
from ..models import (
    Check,
    ExpertOpinion,
    Finding,
    Inspection,
    InspectionAnswer,
    PlanUnit,
    RecheckLine,
    Signature,
    TeamMember,
)
from ..services import advising, inspecting, signing
from ..services.campaigns import set_campaigns
from ..services.composing import by_part
from ..services.inspected import hazards_of
from ..services.photos_by import photos_by
from ..sheet import counts, groups_of_inspection

RELATED = ("enterprise", "place", "office", "checklist__checklist", "first", "created_by", "plan_unit__plan")
TABS = (
    ("未锁定", "working=1"),
    ("暗访", "kind=unannounced"),
    ("抽查", "kind=spot"),
    ("联合检查", "kind=joint"),
    ("拒签", "refused=1"),
)
PHONE_TABS = (("未锁定", "working=1"),)


def inspections(request):
    return Inspection.objects.visible_to(request.user).select_related(*RELATED)


def inspection_of(request, inspection_id):
    """One inspection in sight; 404 out of it."""
    return get_object_or_404(inspections(request), pk=inspection_id)


def mine(request, inspection_id):
    """One this person may write on; 403 for those who only see it."""
    row = inspection_of(request, inspection_id)
    if reason := rules.may_write(request.user, row):
        raise Refused(reason)
    return row


def with_counts(rows):
    """Adds `problems`: bad answers and findings."""
    bad = InspectionAnswer.objects.bad().filter(inspection=OuterRef("pk"))
    found = Finding.objects.filter(inspection=OuterRef("pk"))
    return rows.annotate(problems=_count(bad) + _count(found)).order_by("-held_on", "-pk")


def _count(rows):
    counted = rows.order_by().values("inspection").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def index(request):
    if request.user.membership is None:
        raise Refused("你还没有任职，请联系乡镇应急办")
    on_phone = request.user.membership.on_phone
    return list_page(
        request,
        with_counts(inspections(request)),
        template="checks/inspections.html",
        partial="checks/_inspections.html",
        filterset=InspectionFilter,
        export=None if on_phone else ("现场检查台账", inspection_columns()),
        may_start=not rules.may_start(request.user),
        tabs=PHONE_TABS if on_phone else TABS,
    )


def new(request):
    """Begin at once; `?enterprise=`, `?first=` (recheck) and `?unit=` (of a plan) fill in what is known."""
    if reason := rules.may_start(request.user):
        raise Refused(reason)
    first, unit = _named(request, Inspection, "first"), _plan_unit(request)
    form = StartForm(request.POST or None, user=request.user, initial=_initial(request, first, unit))
    if request.method == "POST" and form.is_valid():
        try:
            row = inspecting.start(by=request.user, token=token_of(request), first=first, plan_unit=unit, **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("checks:inspection", row.pk)
    return render(request, "checks/inspection_new.html", {"form": form, "first": first, "unit": unit})


def _named(request, model, name):
    """A row in sight named in the address; None for none or one out of sight."""
    value = request.GET.get(name, "")
    return model.objects.visible_to(request.user).filter(pk=value).first() if value.isdecimal() else None


def _plan_unit(request):
    value = request.GET.get("unit", "")
    rows = (
        PlanUnit.objects.standing()
        .filter(plan__place=request.user.membership.place_id, plan__withdrawn_at=None)
        .select_related("plan", "enterprise")
    )
    return rows.filter(pk=value).first() if value.isdecimal() and not rules.may_read_plans(request.user) else None


def _initial(request, first, unit):
    firm = first.enterprise if first else unit.enterprise if unit else _named(request, Enterprise, "enterprise")
    known = {"enterprise": firm, "enterprise_name": firm.name} if firm else {}
    if first:
        known |= {"kind": "recheck", "village": first.place, "checklist": first.checklist and first.checklist.checklist}
        known["campaigns"] = first.campaigns.all()
    if unit:
        known |= {"kind": unit.plan.kinds[0] if unit.plan.kinds else "", "colleagues": unit.inspectors.all()}
    if kind := request.GET.get("kind"):
        known["kind"] = kind
    return known


def detail(request, inspection_id):
    row = inspection_of(request, inspection_id)
    groups = groups_of_inspection(row)
    writer = not rules.may_write(request.user, row)
    findings = list(row.findings.select_related("hazard"))
    lines = list(row.lines.select_related("hazard"))
    shown, seen = photos_by(Finding, findings), photos_by(RecheckLine, lines)
    context = {
        "row": row, "groups": groups, "counts": counts(groups), "leads": (), "team": row.team.all(), "writer": writer,
        "lines": [(line, seen[line.pk]) for line in lines],
        "findings": [(finding, shown[finding.pk]) for finding in findings], "may_edit": writer and row.is_open,
        "signers": signing.signers(row) if row.state in ("signing", "signed") else (),
        "unready": signing.unready(row) if writer and row.is_open else "", "present_form": PresentForm(),
        "papers": papers_for(row, request.user), "parts": by_part(row),
        "hazards": hazards_of(row), "log": row.log.select_related("actor"), "rechecks": row.rechecks.all(),
        "steps": [step for step in row.workflow.open_to(row, request.user) if step.action in ("reopen", "cancel")],
        "campaigns": row.campaigns.all(), "may_count": not rules.may_count(request.user),
        "is_whole": record.is_whole(row) if row.state == "signed" else None,
        "opinions": ExpertOpinion.objects.visible_to(request.user).filter(inspection=row).select_related("member"),
        "experts": advising.experts_without(row) if writer and row.state == "signed" else (),
        "may_feed": row.state == "signed" and not row.is_own and not return_rules.may_feed(request.user),
        "may_recheck": row.state == "signed" and "recheck" in rules.kinds_of(request.user),
    }  # fmt: skip
    return render(request, "checks/inspection.html", context)


def edit(request, inspection_id):
    """The written part; a stale form is told what changed."""
    row = mine(request, inspection_id)
    if reason := inspecting.closed_because(row):
        return say_refused(request, reason, _url(row))
    form = HeadForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields if name != "row_version"}
        try:
            inspecting.change(inspection=row, by=request.user, seen=form.cleaned_data["row_version"], **values)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect(_url(row))
    return render(request, "checks/inspection_edit.html", {"form": form, "row": row})


def finding_new(request, inspection_id):
    row = mine(request, inspection_id)
    if reason := inspecting.closed_because(row):
        return say_refused(request, reason, _url(row))
    form = FindingForm(request.POST or None, request.FILES or None, row=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            inspecting.add_finding(inspection=row, by=request.user, token=token_of(request), **form.values(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已记录，锁定后转入隐患台账")
            return redirect(_url(row))
    return render(request, "checks/finding_new.html", {"form": form, "row": row})


def recheck(request, line_id):
    """What a recheck has seen of one hazard of the visit before."""
    rows = RecheckLine.objects.filter(inspection__in=inspections(request)).select_related("hazard", "inspection")
    line = get_object_or_404(rows, pk=line_id)
    row = mine(request, line.inspection_id)
    if reason := inspecting.closed_because(row):
        return say_refused(request, reason, _url(row))
    initial = {"seen": line.seen, "note": line.note}
    form = RecheckForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            inspecting.recheck(line=line, by=request.user, **form.values(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect(_url(row))
    shown = photos_by(RecheckLine, [line])[line.pk]
    return render(request, "checks/recheck.html", {"form": form, "row": row, "line": line, "photos": shown})


@require_POST
def finding_drop(request, finding_id):
    finding = get_object_or_404(Finding, pk=finding_id, inspection__in=Inspection.objects.visible_to(request.user))
    return _try(request, finding.inspection, lambda: inspecting.drop_finding(finding=finding, by=request.user), "已移除")


def member_new(request, inspection_id):
    row = mine(request, inspection_id)
    if reason := inspecting.closed_because(row):
        return say_refused(request, reason, _url(row))
    form = MemberForm(request.POST or None, initial={"post": Post.MEMBER})
    if request.method == "POST" and form.is_valid():
        act = lambda: inspecting.add_member(inspection=row, by=request.user, **form.cleaned_data)  # noqa: E731
        return _try(request, row, act, "已加入检查组")
    return render(request, "checks/member_new.html", {"form": form, "row": row})


@require_POST
def member_drop(request, member_id):
    member = get_object_or_404(TeamMember, pk=member_id, inspection__in=Inspection.objects.visible_to(request.user))
    return _try(request, member.inspection, lambda: inspecting.drop_member(member=member, by=request.user), "已移出检查组")


def _try(request, row, act, told):
    """Do it and go back to the inspection, saying what happened; 403 for those who may not write on it."""
    if reason := rules.may_write(request.user, row):
        raise Refused(reason)
    try:
        act()
    except Refused as error:
        return say_refused(request, error, _url(row))
    messages.success(request, told)
    return redirect(_url(row))


def inspection_campaigns(request, inspection_id):
    return _campaigns(request, inspection_of(request, inspection_id), "checks:inspection")


def check_campaigns(request, check_id):
    row = get_object_or_404(
        Check.objects.visible_to(request.user).select_related("campaign", "place", "enterprise"), pk=check_id
    )
    return _campaigns(request, row, "checks:detail")


def _campaigns(request, row, page):
    """Which campaigns this counts in."""
    if reason := rules.may_count(request.user):
        raise Refused(reason)
    now = row.campaigns.all() if isinstance(row, Inspection) else row.counts_in
    form = CampaignsForm(request.POST or None, user=request.user, initial={"campaigns": now})
    if request.method == "POST" and form.is_valid():
        set_campaigns(row=row, campaigns=form.cleaned_data["campaigns"], by=request.user)
        messages.success(request, "已保存，各专项行动分别计数")
        return redirect(page, row.pk)
    return render(request, "checks/campaigns.html", {"form": form, "row": row, "back": reverse(page, args=[row.pk])})


@require_POST
def act(request, inspection_id, action):
    """Back to writing, or given up; both with a reason."""
    acts = {"reopen": signing.reopen, "cancel": signing.cancel}
    if action not in acts:
        raise Http404
    row = mine(request, inspection_id)
    note = request.POST.get("note", "")
    told = {"reopen": "已退回修改，原有签名作废", "cancel": "已取消，记录保留"}[action]
    return _try(request, row, lambda: acts[action](inspection=row, by=request.user, note=note), told)


def pdf(request, inspection_id):
    """The printed record; of a locked one always the same bytes."""
    row = inspection_of(request, inspection_id)
    try:
        data = record.pdf(row)
    except Refused as error:
        return say_refused(request, error, _url(row))
    return download(f"{record.title_of(row)}（{row.unit_name}{row.held_on:%Y%m%d}）.pdf", data, "application/pdf")


def signature(request, signature_id):
    """The picture of one signature."""
    row = get_object_or_404(Signature, pk=signature_id, inspection__in=Inspection.objects.visible_to(request.user))
    return redirect("evidence:file", Attachment.objects.of(row).last().pk)


def _url(row):
    return reverse("checks:inspection", args=[row.pk])

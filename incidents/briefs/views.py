"""Reports of the look-back: register, one report with its steps, writing, the figures, printing.

What a report says is covered until a reason is given; each look leaves a line that bears its kind and key only.
"""

from datetime import timedelta

import django_filters
from django import forms as django_forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from campaigns.models import Campaign
from core import clock
from core.errors import refuse_if
from core.middleware import say_refused
from core.one_form import filled

from .. import access
from ..enums import AccessAction
from ..guard import opening
from ..guard import rules as guard
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page, ask_paper
from ..models import Brief
from ..rules import may_handle
from ..views.register import token
from ..views.sight import enter, marked_form, marked_list, marked_page
from . import concluding, figures, forms, rhythm, rules, services
from .enums import BriefKind, BriefState
from .exports import HEADS

TOLD = {
    "submit": "已报送，等待乡镇领导批示", "send_back": "已退回修改", "instruct": "已批示，应急办会收到消息", "finish": "已报告办结",
    "file": "已归档", "drop": "已作废",
}  # fmt: skip


class BriefFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=BriefKind.choices, empty_label="全部类别")
    state = django_filters.ChoiceFilter(label="状态", choices=BriefState.choices, empty_label="全部状态")
    waiting = django_filters.ChoiceFilter(
        choices=(("1", "待办"),), method="to_do", widget=django_forms.HiddenInput, label=""
    )

    class Meta:
        model = Brief
        fields = []

    def to_do(self, rows, name, value):
        return rows.waiting()


def briefs(request):
    enter(request, rules.may_read)
    return Brief.objects.visible_to(request.user).select_related("township", "campaign", "created_by", "lead__village")


def register(request):
    """A liaison finds the own reports; what the whole township owes is the office's."""
    office = not rules.may_count(request.user)
    return marked_list(
        request, briefs(request), look="情况报告", template="incidents/briefs/list.html", partial="incidents/briefs/_list.html",
        filterset=BriefFilter, tabs=(("待批示", "state=submitted"), ("批示办理中", "state=instructed")), office=office,
        export_at=reverse("incidents:briefs_export") if office else "", may_write=not rules.may_draft(request.user),
        may_set=not rules.may_write(request.user), rhythms=rhythm.shown(request.user) if office else (),
        campaigns=Campaign.objects.visible_to(request.user).exclude(state="draft")[:5] if office else (),
    )  # fmt: skip


def one(request, brief_id, doing):
    """A report in sight, with the look or act logged."""
    row = get_object_or_404(briefs(request), pk=brief_id)
    action = AccessAction.WORK if request.method == "POST" else AccessAction.VIEW
    access.log_without_lead(by=request.user, action=action, detail=f"{named(row)}{doing}")
    return row


def named(row):
    return f"{row.get_kind_display()}（第 {row.pk} 份）"


def detail(request, brief_id):
    """Posted with a reason: with what it says, for this one answer."""
    row, why = one(request, brief_id, "查看"), opening.why_form(request)
    seen = row.lead if row.lead and not may_handle(request.user, row.lead) else None
    context = {
        "why": why, "opened": opening.is_opened(request, why, seen, named(row)), "seen": seen,
        "may_print": not guard.may_ask(request.user, ExportKind.BRIEF),
        "may_tie": bool(row.submitted_at) and not rules.may_tie(request.user, row),
        "brief": row, "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
        "may_write": row.state == BriefState.DRAFT and not rules.may_draft(request.user, row),
    }  # fmt: skip
    return marked_page(request, "incidents/briefs/detail.html", context)


def new(request):
    """Begins with the figures of what the writer sees."""
    enter(request, rules.may_read)
    form = forms.BriefForm(request.POST or None, user=request.user, initial=_first(request))
    if request.method == "POST" and form.is_valid():
        row = services.write(by=request.user, key=token(request), **form.cleaned_data)
        access.log_without_lead(by=request.user, action=AccessAction.WORK, detail=f"{named(row)}起草")
        messages.success(request, "草稿已保存，核对后报送")
        return redirect("incidents:brief", row.pk)
    lead = "报送后由应急办和乡镇领导批示办理，结果在本报告里看。" if rules.may_count(request.user) else ""
    return marked_form(request, form, "起草情况报告", "保存草稿", reverse("incidents:briefs"), lead)


def _first(request):
    """What a draft begins with: the figures in sight, or with ?period= the regular report of that period, with ?campaign=
    the concluding report of that campaign."""
    if rules.may_count(request.user):
        return {}
    asked = {one.key: one for one in rhythm.open_periods(Campaign.objects.visible_to(request.user))}
    if period := asked.get(request.GET.get("period", "")):
        return {
            "kind": BriefKind.REGULAR, "campaign": period.campaign.pk, "period": period.key,
            "title": f"{period.label}瞒报回头看定期报告", "text": figures.opening(request.user, period.campaign),
        }  # fmt: skip
    chosen = request.GET.get("campaign", "")
    campaign = chosen.isdecimal() and Campaign.objects.visible_to(request.user).filter(pk=chosen[:18]).first()
    if not campaign:
        return {"text": figures.opening(request.user)}
    text = concluding.text(request.user, campaign)
    return {
        "kind": BriefKind.CONCLUDING,
        "campaign": campaign.pk,
        "title": f"关于{campaign.name[:60]}的总结报告",
        "text": text,
    }


def edit(request, brief_id):
    """The text comes back to its writer; others read it for a reason, or leave it as it is."""
    row = one(request, brief_id, "修改")
    refuse_if(rules.may_draft(request.user, row))
    back = reverse("incidents:brief", args=[row.pk])
    if row.state != BriefState.DRAFT:
        return say_refused(request, "报告已报送，不能修改；需要修改请领导退回", back)
    initial = {"kind": row.kind, "campaign": row.campaign_id, "title": row.title, "lead": row.lead_id}
    for period in rhythm.own(row):
        initial["period"] = period.key
    why, own = opening.why_form(request, opening.ASKED in request.POST), row.created_by_id == request.user.pk
    opened = own or opening.is_opened(request, why, None, named(row))
    form = forms.BriefForm(
        None if why.is_bound else request.POST or None, user=request.user, row=row, kept={} if own else {"text": row.text},
        initial=initial | ({"text": row.text} if opened else {}),
    )  # fmt: skip
    act = lambda **values: services.rewrite(brief=row, by=request.user, **values)  # noqa: E731
    if not why.is_bound and (answer := filled(request, form, act, "已保存", back)):
        return answer
    context = {"form": form, "back": back, "why": None if opened else why, "opened": opened}
    return marked_page(request, "incidents/briefs/edit.html", context)


def step(request, brief_id, action):
    if action not in TOLD:
        raise Http404
    row = one(request, brief_id, Brief.workflow.steps[action].label)
    back, label = reverse("incidents:brief", args=[row.pk]), row.workflow.steps[action].label
    if reason := row.workflow.refusal(row, action, request.user):
        return say_refused(request, reason, back)
    form = forms.FORMS[action](request.POST or None, row=row)
    act = lambda **_: services.step(brief=row, action=action, by=request.user, **form.values())  # noqa: E731
    return filled(request, form, act, TOLD[action], back) or marked_form(request, form, label, label, back, row.title)


def case(request, brief_id):
    """Which case a report is about."""
    row = one(request, brief_id, "关联线索")
    refuse_if(rules.may_tie(request.user, row))
    back = reverse("incidents:brief", args=[row.pk])
    form = forms.TieForm(request.POST or None, row=row, user=request.user)
    act = lambda **_: services.tie(brief=row, by=request.user, **form.values())  # noqa: E731
    told = "已关联，今后只有能看到这条线索的人能打开"
    return filled(request, form, act, told, back) or marked_form(request, form, "关联线索", "关联", back, row.title)


def printing(request, brief_id):
    """Asked for with a reason; it comes out when a second person has allowed it."""
    row = one(request, brief_id, "打印")
    refuse_if(guard.may_ask(request.user, ExportKind.BRIEF))
    return ask_paper(request, None, ExportKind.BRIEF, row.pk, back=reverse("incidents:brief", args=[row.pk]))


class Span(django_forms.Form):
    first = django_forms.DateField(label="收到日期从", required=False)
    last = django_forms.DateField(label="到", required=False)


def _span(request):
    """(first, last) day of the span asked for, a year by itself."""
    form = Span(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    last = given.get("last") or clock.today()
    return given.get("first") or min(last, last - timedelta(days=364)), last


def statistics(request):
    """Leads received between two days by source, as the upper level asks for them; of those in sight only."""
    refuse_if(rules.may_count(request.user))
    enter(request)
    first, last = _span(request)
    rows = figures.table(figures.received(request.user, first, last))
    sums = [sum(row[n] for row in rows) for n in range(1, len(HEADS))]
    return marked_list(
        request, rows, template="incidents/briefs/figures.html", partial="incidents/briefs/_figures.html",
        first=first, last=last, heads=HEADS, sums=sums,
    )  # fmt: skip


def statistics_export(request):
    refuse_if(rules.may_count(request.user))
    first, last = _span(request)
    rows, reason = figures.received(request.user, first, last), f"统计 {first} 至 {last} 收到的涉亡线索"
    return ask_page(request, ExportKind.FIGURES, rows, back="incidents:statistics", reason=reason)


def export(request):
    rows = BriefFilter(request.GET or None, queryset=briefs(request), request=request).qs
    return ask_page(request, ExportKind.BRIEFS, rows, back="incidents:briefs")

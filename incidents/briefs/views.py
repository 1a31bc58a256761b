"""Reports of the look-back: register, one report with its steps, writing, the figures, PDF."""

from datetime import timedelta

import django_filters
from csp.decorators import csp_exempt
from django import forms as django_forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock
from core.errors import Refused, refuse_if
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled, show_form
from core.xlsx import Column
from notices.views import inline

from .. import papers
from ..models import Brief
from ..views.register import token
from ..views.sight import enter, marked_page
from . import figures, forms, rules, services
from .enums import BriefKind, BriefState

TOLD = {
    "submit": "已报送，等待乡镇领导批示", "send_back": "已退回修改", "instruct": "已批示，应急办会收到消息", "finish": "已报告办结",
    "file": "已归档", "drop": "已作废",
}  # fmt: skip
COLUMNS = [
    Column("类别", "get_kind_display", 12),
    Column("标题", "title", 40),
    Column("专项行动", "campaign", 28),
    Column("状态", "get_state_display", 12),
    Column("报送时间", "submitted_at", 18),
    Column("批示时间", "instructed_at", 18),
    Column("办理期限", "due_on", 12),
    Column("办结时间", "done_at", 18),
]
FIGURES = ("来源", "收到", "在办", "已结论", "查否存疑", "属生产安全事故", "不予受理")


class BriefFilter(django_filters.FilterSet):
    title = django_filters.CharFilter(label="标题", lookup_expr="icontains")
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
    refuse_if(rules.may_read(request.user))
    enter(request)
    return Brief.objects.visible_to(request.user).select_related("township", "campaign", "created_by")


def register(request):
    return list_page(
        request, briefs(request), template="incidents/briefs/list.html", partial="incidents/briefs/_list.html",
        filterset=BriefFilter, export=("情况报告台账", COLUMNS), tabs=(("待批示", "state=submitted"), ("批示办理中", "state=instructed")),
        may_write=not rules.may_write(request.user),
    )  # fmt: skip


def detail(request, brief_id):
    row = get_object_or_404(briefs(request), pk=brief_id)
    context = {
        "brief": row, "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
        "may_write": row.state == BriefState.DRAFT and not rules.may_write(request.user, row),
    }  # fmt: skip
    return marked_page(request, "incidents/briefs/detail.html", context)


def new(request):
    """Begins with the figures of what the writer sees."""
    refuse_if(rules.may_write(request.user))
    enter(request)
    form = forms.BriefForm(request.POST or None, user=request.user, initial={"text": figures.opening(request.user)})
    if request.method == "POST" and form.is_valid():
        row = services.write(by=request.user, key=token(request), **form.cleaned_data)
        messages.success(request, "草稿已保存，核对后报送")
        return redirect("incidents:brief", row.pk)
    return show_form(request, form, "起草情况报告", "保存草稿", reverse("incidents:briefs"))


def edit(request, brief_id):
    row = get_object_or_404(briefs(request), pk=brief_id)
    refuse_if(rules.may_write(request.user, row))
    back = reverse("incidents:brief", args=[row.pk])
    if row.state != BriefState.DRAFT:
        return say_refused(request, "报告已报送，不能修改；需要修改请领导退回", back)
    initial = {"kind": row.kind, "campaign": row.campaign_id, "title": row.title, "text": row.text}
    form = forms.BriefForm(request.POST or None, user=request.user, initial=initial)
    act = lambda **values: services.rewrite(brief=row, by=request.user, **values)  # noqa: E731
    return filled(request, form, act, "已保存", back) or show_form(request, form, "修改情况报告", "保存", back)


def step(request, brief_id, action):
    row = get_object_or_404(briefs(request), pk=brief_id)
    if action not in TOLD:
        raise Http404
    back, label = reverse("incidents:brief", args=[row.pk]), row.workflow.steps[action].label
    if reason := row.workflow.refusal(row, action, request.user):
        return say_refused(request, reason, back)
    form = forms.FORMS[action](request.POST or None, row=row)
    act = lambda **_: services.step(brief=row, action=action, by=request.user, **form.values())  # noqa: E731
    return filled(request, form, act, TOLD[action], back) or show_form(request, form, label, label, back, row.title)


@csp_exempt()
@require_GET
def pdf(request, brief_id):
    row = get_object_or_404(briefs(request), pk=brief_id)
    try:
        return inline(papers.brief(row, request.user), f"{row.get_kind_display()}.pdf")
    except Refused as error:
        return say_refused(request, error, reverse("incidents:brief", args=[row.pk]))


class Span(django_forms.Form):
    first = django_forms.DateField(label="收到日期从", required=False)
    last = django_forms.DateField(label="到", required=False)


def statistics(request):
    """Leads received between two days by source, as the upper level asks for them; of those in sight only."""
    refuse_if(rules.may_read(request.user))
    enter(request)
    form = Span(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    last = given.get("last") or clock.today()
    first = given.get("first") or min(last, last - timedelta(days=364))
    rows = figures.table(request.user, first, last)
    columns = [Column(name, lambda row, n=n: row[n], 16) for n, name in enumerate(FIGURES)]
    sums = [sum(row[n] for row in rows) for n in range(1, len(FIGURES))]
    return list_page(
        request, rows, template="incidents/briefs/figures.html", partial="incidents/briefs/_figures.html",
        export=(f"涉亡线索统计 {first} 至 {last}", columns), first=first, last=last, heads=FIGURES, sums=sums,
    )  # fmt: skip

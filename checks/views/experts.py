"""专家意见书: the register, writing one after a visit, one with its signature, the print."""

import django_filters
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.one_form import refused, step_page
from core.tokens import token_of
from core.xlsx import Column
from notices.views import inline

from .. import inspection_rules as rules
from .. import opinion_sheet
from ..enums import OpinionState, Post
from ..forms_experts import OpinionForm
from ..models import ExpertOpinion, TeamMember
from ..services import advising
from .inspections import inspection_of

RELATED = ("inspection__enterprise", "inspection__place", "inspection__created_by", "member", "created_by")


class OpinionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="查找", method="search", widget=forms.TextInput(attrs={"placeholder": "单位或专家"}))
    state = django_filters.ChoiceFilter(label="状态", choices=OpinionState.choices, empty_label="全部状态")
    since = django_filters.DateFilter(
        label="检查日期起",
        field_name="inspection__held_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = ExpertOpinion
        fields = []

    def search(self, rows, name, text):
        units = rows.filter(inspection__enterprise__name__icontains=text) | rows.filter(
            inspection__place__name__icontains=text
        )
        return units | rows.filter(member__name__icontains=text)


COLUMNS = [
    Column("检查日期", "inspection__held_on", 12), Column("被检查单位", "inspection__unit_name", 30),
    Column("专家", "member__name", 12), Column("职务、职称", "post", 20), Column("所在单位", "member__unit", 24),
    Column("总体意见", "opinion", 60), Column("状态", "get_state_display", 10), Column("签名时间", "signed_at", 18),
]  # fmt: skip


def opinions(request):
    return ExpertOpinion.objects.visible_to(request.user).select_related(*RELATED)


def opinion_of(request, opinion_id):
    return get_object_or_404(opinions(request), pk=opinion_id)


def index(request):
    return list_page(
        request, opinions(request).order_by("-inspection__held_on", "-pk"), template="checks/opinions.html",
        partial="checks/_opinions.html", filterset=OpinionFilter, export=("专家意见书", COLUMNS),
        tabs=(("待签名", "state=draft"), ("已签名", "state=signed")),
    )  # fmt: skip


def new(request, member_id):
    """An opinion of one expert of a visit that is signed."""
    member = get_object_or_404(TeamMember, pk=member_id, post=Post.EXPERT)
    visit = inspection_of(request, member.inspection_id)
    refuse_if(rules.may_write(request.user, visit))
    form = OpinionForm(request.POST or None, visit=visit, initial={"opinion": visit.expert_opinion})
    if request.method == "POST" and form.is_valid():
        try:
            row = advising.write(inspection=visit, member=member, by=request.user, token=token_of(request), **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存，请专家核对后签名")
            return redirect("checks:opinion", row.pk)
    return _form(request, form, member, reverse("checks:inspection", args=[visit.pk]))


def edit(request, opinion_id):
    row = opinion_of(request, opinion_id)
    refuse_if(rules.may_advise(request.user, row))
    back = reverse("checks:opinion", args=[row.pk])
    if row.state != OpinionState.DRAFT:
        return refused(request, f"当前状态是“{row.get_state_display()}”，不能再改", back)
    form = OpinionForm(request.POST or None, visit=row.inspection, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            advising.change(row=row, by=request.user, seen=form.cleaned_data["row_version"], **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存")
            return redirect(back)
    return _form(request, form, row.member, back)


def _form(request, form, member, back):
    return render(request, "checks/opinion_form.html", {"form": form, "member": member, "back": back})


def detail(request, opinion_id):
    """What it says; the same address takes the signature."""
    row, error = opinion_of(request, opinion_id), ""
    may_sign = not row.workflow.refusal(row, "sign", request.user)
    if request.method == "POST":
        try:
            seen = request.POST.get("row_version", "")
            row = advising.sign(
                row=row, drawn=request.POST.get("signature", ""), by=request.user, seen=int(seen) if seen.isdecimal() else 0
            )
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, "已签名，可以打印")
            return redirect("checks:opinion", row.pk)
    context = {
        "row": row, "visit": row.inspection, "advice": row.advice.select_related("hazard"), "error": error, "may_sign": may_sign,
        "may_withdraw": not row.workflow.refusal(row, "withdraw", request.user), "log": row.log.select_related("actor"),
        "picture": opinion_sheet.picture_of(row) if row.signed_at else None,
        "is_whole": advising.is_whole(row) if row.state == "signed" else None,
    }  # fmt: skip
    return render(request, "checks/opinion.html", context)


def withdraw(request, opinion_id):
    row = opinion_of(request, opinion_id)
    back = reverse("checks:opinion", args=[row.pk])
    return step_page(request, row, "withdraw", lambda note: advising.withdraw(row=row, note=note, by=request.user), back)


def pdf(request, opinion_id):
    row = opinion_of(request, opinion_id)
    return inline(opinion_sheet.pdf(row), f"专家意见书（{row.inspection.unit_name}）.pdf")

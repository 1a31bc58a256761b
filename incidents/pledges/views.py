"""The pledge: reading and signing, its paper, the register of who has signed, a new version of the text."""

import django_filters
from csp.decorators import csp_exempt
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from core.errors import Refused, refuse_if
from core.forms import PortalForm
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled, show_form
from core.xlsx import Column
from notices.views import inline

from .. import rules as room
from ..forms.fields import text_field
from ..models import Pledge, PledgeText
from . import papers, rules, services

COLUMNS = [
    Column("姓名", "name", 12),
    Column("身份", lambda row: "、".join(map(str, row.seats_here)), 36),
    Column("签署情况", lambda row: said(row), 16),
    Column("版本", lambda row: f"第 {row.last_number} 版" if row.last_number else "", 10),
    Column("签署时间", "last_at", 18),
    Column("有效期至", "last_until", 14),
]


def said(person):
    """已签署, 未签署, or that it must be signed anew."""
    if person.in_force_until:
        return "已签署"
    return "须重新签署" if person.last_number else "未签署"


class SignersFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="姓名", lookup_expr="icontains")
    shut = django_filters.ChoiceFilter(
        label="签署情况", choices=(("1", "未签署或须重签"), ("0", "已签署")), method="is_shut", empty_label="全部"
    )

    class Meta:
        model = User
        fields = []

    def is_shut(self, rows, name, value):
        return rows.filter(in_force_until__isnull=value == "1")


class TextForm(PortalForm):
    text = text_field("承诺内容", 16, max_length=4000, help_text="每段一行；保存后为新的版本，所有人须重新签署")
    version = forms.IntegerField(widget=forms.HiddenInput)


def sign(request):
    """Read the text in force and sign it; who has signed sees until when."""
    refuse_if(rules.may_sign(request.user))
    text = services.text_of(services.town_of(request.user))
    error, status = "", 200
    if request.method == "POST":
        shown = get_object_or_404(PledgeText, pk=_number(request.POST.get("text", "")), township=text.township)
        try:
            services.sign(text=shown, signature=request.POST.get("signature", ""), by=request.user)
        except Refused as refused:
            error, status = str(refused), 400
        else:
            messages.success(request, "已签署保密承诺书")
            return redirect("incidents:briefs" if room.may_enter(request.user) else "incidents:list")
    signed = rules.in_force(request.user)
    context = {"text": text, "signed": signed, "again": signed and services.renewable(signed), "error": error}
    return render(request, "incidents/pledges/sign.html", context, status=status)


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@csp_exempt()
@require_GET
def paper(request, pledge_id):
    rows = Pledge.objects.visible_to(request.user).select_related("text__township", "user")
    row = get_object_or_404(rows, pk=pledge_id)
    try:
        return inline(papers.pledge(row), f"保密承诺书 {row.user.name}.pdf")
    except Refused as error:
        return say_refused(request, error, "incidents:pledge")


def register(request):
    """Who has signed and who has not."""
    refuse_if(rules.may_see_register(request.user))
    town = services.town_of(request.user)
    people = services.signers(town.pk)
    return list_page(
        request, people, template="incidents/pledges/register.html", partial="incidents/pledges/_register.html",
        filterset=SignersFilter, export=("保密承诺书签署情况", COLUMNS), tabs=(("未签署或须重签", "shut=1"), ("已签署", "shut=0")),
        text=services.text_of(town), texts=PledgeText.objects.visible_to(request.user).select_related("created_by"),
    )  # fmt: skip


@require_POST
def urge(request):
    services.urge(by=request.user)
    messages.success(request, "已提醒需要签署而没有签署的人员，同一天只提醒一次")
    return redirect("incidents:pledges")


def write(request):
    refuse_if(rules.may_write(request.user))
    now = services.text_of(services.town_of(request.user))
    form = TextForm(request.POST or None, initial={"text": now.text, "version": now.number})
    act = lambda **values: services.write(by=request.user, **values)  # noqa: E731
    back = reverse("incidents:pledges")
    told = "新的版本已施行，有关人员会收到重新签署的消息"
    return filled(request, form, act, told, back) or show_form(
        request, form, f"修订保密承诺书（现行{now}）", "保存为新的版本", back
    )


@require_GET
def version(request, text_id):
    """One version as it stood, with how many signed it."""
    refuse_if(rules.may_see_register(request.user))
    text = get_object_or_404(PledgeText.objects.visible_to(request.user).select_related("created_by"), pk=text_id)
    return render(request, "incidents/pledges/version.html", {"text": text, "signed": text.pledges.count()})

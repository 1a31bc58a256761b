"""Chains of supervision: the register with its gaps, the matrix of links and offices, keeping them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.lists import workbook_response
from core.middleware import say_refused
from core.one_form import filled, show_form
from core.xlsx import Column, write
from notices.views import inline

from .. import prints, rules
from ..forms import ChainForm, LinkForm
from ..models import Chain, ChainLink
from ..services import chains as services


def chains(request):
    refuse_if(rules.may_read(request.user))
    return Chain.objects.visible_to(request.user).kept().select_related("township")


def chain_of(request, chain_id):
    return get_object_or_404(chains(request), pk=chain_id)


def links_of(request):
    rows = ChainLink.objects.visible_to(request.user).kept().filter(chain__in=chains(request))
    return rows.order_by("chain_id", "order", "pk")


def index(request):
    """Every chain with its links and gaps; `?gaps=1` only links with a gap, `?export=xlsx` all as a table."""
    found = services.looks(links_of(request))
    if request.GET.get("export") == "xlsx":
        return workbook_response("全链条监管责任表", write("链条表", COLUMNS, found))
    only = request.GET.get("gaps") == "1"
    shown = [look for look in found if look.gaps] if only else found
    groups = [(chain, [look for look in shown if look.link.chain_id == chain.pk]) for chain in chains(request)]
    groups = [(chain, held) for chain, held in groups if held or not only]
    context = {
        "groups": groups, "only": only, "gaps": sum(bool(look.gaps) for look in found), "links": len(found),
        "may_keep": not rules.may_keep_chain(request.user),
    }  # fmt: skip
    return render(request, "mandates/chains.html", context)


COLUMNS = [
    Column("链条", "link__chain__name", 20), Column("环节", "link__name", 14), Column("牵头站所", "link__led_by__name", 20),
    Column("配合站所", lambda look: "、".join(str(row) for row in look.link.supports.all()), 30),
    Column("监管职责", "link__duties", 40), Column("企业数", "firms", 8), Column("至少几天检查一次", "link__within_days", 16),
    Column("最近检查", "last", 12), Column("缺口", lambda look: "、".join(look.gaps), 30),
]  # fmt: skip


def new(request):
    refuse_if(rules.may_keep_chain(request.user))
    form, made = ChainForm(request.POST or None), []
    act = lambda **given: made.append(services.new(by=request.user, **given))  # noqa: E731
    back = reverse("mandates:chains")
    done = filled(request, form, act, "已建链条，请逐个加环节", back)
    return redirect("mandates:chain", made[0].pk) if done else show_form(request, form, "建一条链", "建立", back)


def detail(request, chain_id):
    row = chain_of(request, chain_id)
    found = services.looks(row.links.filter(withdrawn_at=None))
    offices = services.offices_of(found)
    matrix = [(look, [look.role(office) for office in offices]) for look in found]
    context = {"row": row, "matrix": matrix, "offices": offices, "may_keep": not rules.may_keep_chain(request.user)}
    return render(request, "mandates/chain.html", context)


def pdf(request, chain_id):
    row = chain_of(request, chain_id)
    return inline(prints.chain(row), f"{row}全链条监管责任表.pdf")


def link_add(request, chain_id):
    row = chain_of(request, chain_id)
    refuse_if(rules.may_keep_chain(request.user))
    start = {"order": row.links.filter(withdrawn_at=None).count() + 1}
    form, back = LinkForm(request.POST or None, user=request.user, initial=start), reverse("mandates:chain", args=[row.pk])
    act = lambda **_: services.keep_link(chain=row, by=request.user, **form.values())  # noqa: E731
    return filled(request, form, act, "已加环节", back) or show_form(request, form, "加一个环节", "加入", back, str(row))


def link_of(request, chain_link_id):
    row = get_object_or_404(links_of(request).select_related("chain"), pk=chain_link_id)
    refuse_if(rules.may_keep_chain(request.user))
    return row


def link_edit(request, chain_link_id):
    row = link_of(request, chain_link_id)
    start = {name: getattr(row, name) for name in services.PLAIN} | {
        "supports": row.supports.all(), "inspections": row.inspections.all(),
        "firms": "\n".join(row.enterprises.values_list("name", flat=True)),
    }  # fmt: skip
    form = LinkForm(request.POST or None, user=request.user, link=row, initial=start)
    back = reverse("mandates:chain", args=[row.chain_id])
    act = lambda **_: services.keep_link(chain=row.chain, link=row, by=request.user, **form.values())  # noqa: E731
    return filled(request, form, act, "已保存", back) or show_form(request, form, "修改环节", "保存", back, str(row))


@require_POST
def withdraw(request, chain_id):
    return _withdrawn(request, chain_of(request, chain_id), reverse("mandates:chains"))


@require_POST
def link_withdraw(request, chain_link_id):
    row = link_of(request, chain_link_id)
    return _withdrawn(request, row, reverse("mandates:chain", args=[row.chain_id]))


def _withdrawn(request, row, back):
    refuse_if(rules.may_keep_chain(request.user))
    try:
        services.withdraw(row=row, note=request.POST.get("note", ""), by=request.user)
    except Refused as error:
        return say_refused(request, error, back)
    messages.success(request, "已撤销")
    return redirect(back)

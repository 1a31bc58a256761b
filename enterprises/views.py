"""The register, one enterprise's page, its permits."""

import logging

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import list_page
from core.middleware import say_refused
from places.sight import villages_of

from . import rules, services
from .exports import columns_for
from .filters import EnterpriseFilter
from .forms import EnterpriseForm, PermitForm
from .history import edits_of
from .lines import LISTED
from .models import Enterprise, Permit
from .tabs import banners_of, tabs_of

logger = logging.getLogger(__name__)
TABS = (("高危", "high_risk=1"), ("重大风险", "risk_colour=red"), ("停产停业", "status=suspended"))


def firms(request):
    """The enterprises in sight."""
    rows = Enterprise.objects.visible_to(request.user)
    return rows.select_related("village", "sector", "supervising_office")


def register_list(request):
    return list_page(
        request,
        firms(request),
        template="enterprises/list.html",
        partial="enterprises/_list.html",
        filterset=EnterpriseFilter,
        export=("企业台账", columns_for(request.user)),
        only=LISTED,
        may_edit=not rules.may_edit(request.user),
        tabs=TABS,
    )


def options(request):
    """Enterprises by name, initials or credit code, for a field with suggestions."""
    text = request.GET.get("q", "").strip()
    rows = Enterprise.objects.visible_to(request.user).operating().named(text)[:12] if text else ()
    return JsonResponse({"options": [{"value": row.pk, "label": row.name} for row in rows]})


def detail(request, firm_id):
    firm = get_object_or_404(firms(request), pk=firm_id)
    tabs = dict(tabs_of(firm, request.user))
    tab = request.GET.get("tab") if request.GET.get("tab") in tabs else next(iter(tabs))
    context = {
        "firm": firm,
        "permits": firm.permits.filter(withdrawn_at=None),
        "tabs": tabs.items(),
        "banners": banners_of(firm),
        "tab": tab,
        "tab_url": tabs[tab],
        "edits": edits_of(firm),
        "may_edit": not rules.may_edit(request.user),
    }
    return render(request, "enterprises/detail.html", context)


def _editable(request, firm_id, rows=None):
    """The enterprise to change: 404 out of sight, 403 without the right."""
    firm = get_object_or_404(rows if rows is not None else firms(request), pk=firm_id)
    _must_edit(request)
    return firm


def _must_edit(request):
    if reason := rules.may_edit(request.user):
        raise Refused(reason)


def new(request):
    _must_edit(request)
    return _form(request, Enterprise(), "登记企业")


@transaction.atomic
def edit(request, firm_id):
    rows = Enterprise.objects.visible_to(request.user)
    firm = _editable(request, firm_id, rows.select_for_update(of=("self",)) if request.method == "POST" else rows)
    return _form(request, firm, f"修改 {firm.name}")


def _form(request, firm, heading):
    form = EnterpriseForm(request.POST or None, instance=firm, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.keep(firm=form.save(commit=False), by=request.user)
        messages.success(request, f"已保存“{firm.name}”")
        return redirect("enterprises:detail", firm.pk)
    back = firm_url(firm) if firm.pk else reverse("enterprises:list")
    context = {"form": form, "heading": heading, "villages": villages_of(request.user), "back": back}
    return render(request, "enterprises/form.html", context)


@require_POST
def phone(request, firm_id):
    """The whole number, to the officer who asks for it; the asking is logged, the number is not."""
    firm = _editable(request, firm_id)
    logger.info("phone of enterprise %s shown to user %s", firm.pk, request.user.pk)
    return HttpResponse(firm.principal_phone or "未登记", content_type="text/plain; charset=utf-8")


def permit(request, firm_id, permit_id=None):
    """A new permit of an enterprise, or one to change."""
    firm = _editable(request, firm_id)
    rows = firm.permits.filter(withdrawn_at=None)
    row = get_object_or_404(rows, pk=permit_id) if permit_id else Permit(enterprise=firm, village=firm.village)
    form = PermitForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.keep_permit(permit=form.save(commit=False), firm=firm, by=request.user)
        messages.success(request, f"已保存“{row.name}”")
        return redirect("enterprises:detail", firm.pk)
    context = {"form": form, "heading": f"{firm.name} 的证照", "permit": row, "back": firm_url(firm)}
    return render(request, "enterprises/form.html", context)


@require_POST
def permit_withdraw(request, firm_id, permit_id):
    firm = _editable(request, firm_id)
    row = get_object_or_404(firm.permits, pk=permit_id)
    try:
        services.withdraw_permit(permit=row, reason=request.POST.get("note", ""), by=request.user)
    except Refused as error:
        return say_refused(request, error, firm_url(firm))
    messages.success(request, "已撤回")
    return redirect(firm_url(firm))


def firm_url(firm):
    return reverse("enterprises:detail", args=[firm.pk])

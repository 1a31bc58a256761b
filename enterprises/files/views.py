"""Registers of the files over the township, the tab of an enterprise, one row: the same pages for every kind."""

import logging

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import list_page
from core.middleware import say_refused
from evidence.models import Attachment
from places.sight import villages_of

from ..exports import columns_for
from ..history import edits_of
from ..lines import LISTED
from ..models import Enterprise
from . import cells, kinds, rules, services, stats, urging
from .filters import filter_of
from .firm_filter import FirmFilter
from .forms import blank_row, form_of
from .registers import also_of

logger = logging.getLogger(__name__)
SHOWN = 30


def kind_or_404(slug):
    kind = kinds.kind_of(slug)
    if kind is None:
        raise Http404
    return kind


def firm_or_404(request, firm_id):
    rows = Enterprise.objects.visible_to(request.user).select_related("village", "sector", "supervising_office")
    return get_object_or_404(rows, pk=firm_id)


def rows_of(request, kind):
    """The rows of a kind in sight that stand."""
    return kind.model.objects.visible_to(request.user).kept().select_related("enterprise", "village")


def overview(request):
    """All registers with their counts, and how many enterprises are insured."""
    user = request.user
    context = {"figures": stats.figures(user), "coverage": stats.coverage(user), "fires": stats.fires(user)}
    return render(request, "enterprises/files/overview.html", context)


def register(request, kind):
    kind = kind_or_404(kind)
    whole = not rules.may_show(request.user)
    tabs = [("要处理的", "standing=mend"), ("临期", "standing=near"), ("过期", "standing=over")] if kind.runs_out else []
    return list_page(
        request,
        rows_of(request, kind),
        template="enterprises/files/register.html",
        partial="enterprises/files/_register.html",
        filterset=filter_of(kind.slug),
        export=(kind.label, cells.columns(kind, whole)),
        kind=kind,
        tabs=tabs,
        villages=() if request.user.role in ("supervisor", "") else villages_of(request.user),
        own=_own_firm(request.user),
        may_import=bool(kind.known) and not rules.may_keep(request.user, kind),
    )


def _own_firm(user):
    """The enterprise of a head, whose register is its own file."""
    return Enterprise.objects.visible_to(user).first() if user.role == "enterprise" else None


def short(request, kind):
    """The enterprises that lack what a kind demands today."""
    kind = kind_or_404(kind)
    if kind.lacking is None:
        raise Http404
    return list_page(
        request,
        short_of(request, kind).select_related("village", "sector", "supervising_office"),
        template="enterprises/files/short.html",
        partial="enterprises/_list.html",
        filterset=FirmFilter,
        export=(f"{kind.label}未达标企业", columns_for(request.user)),
        only=LISTED,
        kind=kind,
        may_urge=not urging.may_urge(request.user),
        tabs=[(label, f"gap={key}") for key, label, _ in kind.gaps],
    )


def short_of(request, kind):
    return kind.short_of(Enterprise.objects.visible_to(request.user), request.GET.get("gap", ""))


@require_POST
def urge(request, kind):
    """Urge those of the list in the address."""
    kind = kind_or_404(kind)
    if kind.lacking is None:
        raise Http404
    back = reverse("enterprises:files_short", args=[kind.slug]) + (f"?{request.GET.urlencode()}" if request.GET else "")
    bar = FirmFilter(request.GET, queryset=short_of(request, kind), request=request)
    try:
        asked, bare = urging.urge(kind=kind, firms=bar.qs, by=request.user)
    except Refused as error:
        return say_refused(request, error, back)
    messages.success(request, urging.told(asked, bare))
    return redirect(back)


def group(request, firm_id, group):
    """The files of one tab of an enterprise."""
    firm, found = firm_or_404(request, firm_id), kinds.of_group(group)
    if not found:
        raise Http404
    context = {"firm": firm, "parts": [_part(request, kind, firm) for kind in found], "also": also_of(group, firm)}
    return render(request, "enterprises/files/_group.html", context)


def _part(request, kind, firm):
    rows = list(rows_of(request, kind).filter(enterprise=firm)[: SHOWN + 1])
    return {
        "kind": kind,
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "may_keep": not rules.may_keep(request.user, kind),
        "short": kind.lacking is not None and kind.short_of(Enterprise.objects.filter(pk=firm.pk)).exists(),
    }


def row_or_404(request, firm_id, kind, row_id, rows=None):
    """(firm, kind, row) in sight; a row is only found under its own enterprise."""
    firm, kind = firm_or_404(request, firm_id), kind_or_404(kind)
    rows = rows_of(request, kind) if rows is None else rows
    return firm, kind, get_object_or_404(rows, enterprise=firm, pk=row_id)


def row(request, firm_id, kind, row_id):
    firm, kind, found = row_or_404(request, firm_id, kind, row_id)
    context = {
        "firm": firm,
        "kind": kind,
        "row": found,
        "facts": cells.facts(kind, found),
        "photos": list(Attachment.objects.of(found)),
        "edits": edits_of(found, secret=kind.masked),
        "may_change": not rules.may_change(request.user, kind),
        "may_keep": not rules.may_keep(request.user, kind),
        "may_show": bool(kind.masked) and not rules.may_show(request.user),
    }
    return render(request, "enterprises/files/row.html", context)


@transaction.atomic
def edit(request, firm_id, kind, row_id=None):
    """A new row of an enterprise, or one to change."""
    firm, kind = firm_or_404(request, firm_id), kind_or_404(kind)
    if reason := (rules.may_change if row_id else rules.may_keep)(request.user, kind):
        raise Refused(reason)
    found = _locked(request, firm, kind, row_id) if row_id else blank_row(kind, firm)
    form = form_of(kind.slug)(request.POST or None, request.FILES or None, instance=found, user=request.user, kind=kind)
    if request.method == "POST" and form.is_valid():
        kept = services.keep_row(row=form.save(commit=False), firm=firm, by=request.user, photos=form.photos(request.user))
        messages.success(request, f"已保存“{kept}”")
        return redirect("enterprises:file", firm.pk, kind.slug, kept.pk)
    context = {"form": form, "firm": firm, "kind": kind, "row": found if row_id else None, "back": tab_url(firm, kind.group)}
    return render(request, "enterprises/files/form.html", context)


def _locked(request, firm, kind, row_id):
    rows = kind.model.objects.visible_to(request.user).kept()
    rows = rows.select_for_update(of=("self",)) if request.method == "POST" else rows
    return get_object_or_404(rows, enterprise=firm, pk=row_id)


def tab_url(firm, group):
    return reverse("enterprises:detail", args=[firm.pk]) + f"?tab={group.label}"


@require_POST
def withdraw(request, firm_id, kind, row_id):
    firm, kind, found = row_or_404(request, firm_id, kind, row_id)
    if reason := rules.may_keep(request.user, kind):
        raise Refused(reason)
    try:
        services.withdraw_row(row=found, reason=request.POST.get("note", ""), by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("enterprises:file", args=[firm.pk, kind.slug, found.pk]))
    messages.success(request, f"已撤回“{found}”，记录保留")
    return redirect(tab_url(firm, kind.group))


@require_POST
def whole(request, firm_id, kind, row_id):
    """The numbers of a person, whole; the asking is logged, the numbers are not."""
    _, kind, found = row_or_404(request, firm_id, kind, row_id)
    if reason := rules.may_show(request.user):
        raise Refused(reason)
    logger.info("numbers of %s %s shown to user %s", kind.slug, found.pk, request.user.pk)
    said = "、".join(filter(None, (cells.said(kind, found, name, whole=True) for name in kind.masked)))
    return HttpResponse(said or "未登记", content_type="text/plain; charset=utf-8")

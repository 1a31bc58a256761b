"""Rectification orders: one from the page of a hazard, many from the ticked rows of the register."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core import clock
from core.errors import Refused
from core.lists import ticked
from core.middleware import say_refused
from notices.forms import OrderForm

from . import orders, rules
from .enums import HazardState
from .views import chosen_rows, hazards, list_url

USUAL_TIME = timedelta(days=15)
SHOWN = 200  # enterprises and refused hazards listed on the page


def order(request, hazard_id):
    """Choose which open hazards of the enterprise the order lists, its limit and inspectors; POST drafts the paper.

    `?also=` are keys of further ones that are ticked at first.
    """
    hazard = get_object_or_404(hazards(request), pk=hazard_id)
    if reason := rules.may_order(request.user, hazard):
        raise Refused(reason)
    form = OrderForm(request.POST or None, initial=_usual(request.user, hazard))
    first = {str(hazard.pk), *request.GET.getlist("also")}
    chosen = set(request.POST.getlist("hazards")) if request.method == "POST" else first
    rows = [(row, str(row.pk) in chosen) for row in orderable(request, hazard.enterprise)]
    if request.method == "POST" and form.is_valid():
        try:
            paper = _draft(request, hazard, [row for row, on in rows if on], form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "指令书已起草，核稿后送领导签发")
            return redirect("notices:detail", paper.pk)
    return render(request, "hazards/order.html", {"hazard": hazard, "form": form, "rows": rows})


def orderable(request, enterprise):
    """The hazards in sight of one enterprise that still have to be mended."""
    states = (HazardState.FOUND, *rules.BEING_MENDED)
    return hazards(request).filter(enterprise=enterprise, state__in=states).order_by("found_on", "pk")


def _usual(user, hazard):
    """The hazard's own limit while it lies ahead, else the usual time; the drafter as first inspector."""
    today = clock.today()
    due_on = hazard.due_on if hazard.due_on and hazard.due_on > today else today + USUAL_TIME
    return {"due_on": due_on, "inspectors": f"{user.name}、"}


def _draft(request, hazard, chosen, values):
    """The same form sent twice drafts one paper."""
    if not chosen:
        raise Refused("请至少选一条要写进指令书的隐患")
    token = request.POST.get("form_token", "")[:32]
    key = f"order:{token}" if token else None
    return orders.draft_one(hazard.enterprise, chosen, by=request.user, key=key, **values)


@require_POST
def orders_confirm(request):
    """What would be drafted of the ticked rows, or of all rows of the filter in the address: one order per enterprise."""
    _officers_only(request)
    try:
        found = orders.grouped(chosen_rows(request), request.user)
    except Refused as error:
        return say_refused(request, error, list_url(request))
    if not found.firms and not found.refused:
        return say_refused(request, "没有选中隐患", list_url(request))
    form = OrderForm(initial={"due_on": clock.today() + USUAL_TIME, "inspectors": f"{request.user.name}、"})
    return _show_orders(request, found, form)


@require_POST
def orders_start(request):
    """Draft them as a job, each hazard checked once more."""
    _officers_only(request)
    ids = ticked(request.POST.get("ids", "").split(","))
    rows, form = hazards(request).filter(pk__in=ids), OrderForm(request.POST)
    if not form.is_valid():
        return _show_orders(request, orders.grouped(rows, request.user), form)
    try:
        token = request.POST.get("form_token", "")[:32]
        job = orders.start(hazards=rows, by=request.user, key=token, **form.cleaned_data)
    except Refused as error:
        return say_refused(request, error, "hazards:list")
    return redirect("core:job", job_id=job.pk)


def _officers_only(request):
    if not request.user.has_role(Role.OFFICER):
        raise Refused("责令限期整改指令书由应急办制作")


def _show_orders(request, found, form):
    ids = ",".join(str(row.pk) for rows in found.firms.values() for row in rows)
    context = {"found": found, "firms": list(found.firms.items())[:SHOWN], "ids": ids, "form": form, "shown": SHOWN}
    return render(request, "hazards/orders.html", context | {"back": list_url(request)})

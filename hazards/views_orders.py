"""The rectification order to an enterprise, drawn up from the page of one of its hazards."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from core import clock
from core.errors import Refused
from notices.drafts import draft_order
from notices.forms import OrderForm

from . import rules
from .enums import HazardState
from .views import hazards

USUAL_TIME = timedelta(days=15)


def order(request, hazard_id):
    """Choose which open hazards of the enterprise the order lists, its limit and inspectors; POST drafts the paper."""
    hazard = get_object_or_404(hazards(request), pk=hazard_id)
    if reason := rules.may_order(request.user, hazard):
        raise Refused(reason)
    form = OrderForm(request.POST or None, initial=_usual(request.user, hazard))
    ticked = set(request.POST.getlist("hazards")) if request.method == "POST" else {str(hazard.pk)}
    rows = [(row, str(row.pk) in ticked) for row in orderable(request, hazard.enterprise)]
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
    days = {row.found_on for row in chosen}
    token = request.POST.get("form_token", "")[:32]
    return draft_order(
        unit=hazard.enterprise,
        hazards=[(row.description.strip(), row.location) for row in chosen],
        sources=[row.pk for row in chosen],
        found_on=days.pop() if len(days) == 1 else None,
        subject=hazard,
        by=request.user,
        key=f"order:{token}" if token else None,
        **values,
    )

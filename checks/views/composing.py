"""Putting a list together from several: choose lists, take out items, keep it as a draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from core.errors import Refused

from .. import rules
from ..forms_composing import ComposeForm
from ..services.composing import compose, once


def page(request):
    """`act=look` shows the items of the chosen lists, `act=keep` makes the draft of those left ticked."""
    if reason := rules.may_keep_lists(request.user):
        raise Refused(reason)
    form = ComposeForm(request.POST or None, user=request.user)
    items = []
    if request.method == "POST" and form.is_valid():
        lists = form.cleaned_data["lists"]
        every = [item for row in lists for item in row.current.items.select_related("version__checklist")]
        items = once(every)
        if request.POST.get("act") == "keep":
            return _keep(request, form, items)
    return render(request, "checks/compose.html", {"form": form, "items": items})


def _keep(request, form, items):
    left = {int(value) for value in request.POST.getlist("items") if value.isdecimal()}
    data = form.cleaned_data
    without = [item.pk for item in items if item.pk not in left]
    try:
        row, doubles = compose(
            name=data["name"], lists=data["lists"], campaign=data["campaign"], without=without, by=request.user
        )
    except Refused as error:
        form.add_error(None, str(error))
        return render(request, "checks/compose.html", {"form": form, "items": items})
    messages.success(request, f"已组成“{row.name}”" + (f"，去掉重复 {doubles} 项" if doubles else "") + "，核对后发布")
    return redirect(reverse("checks:version", args=[row.draft.pk]))

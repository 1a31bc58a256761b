"""Sending a checklist to units: choose, look at how many, send."""

from django.shortcuts import render

from core.errors import Refused

from .. import rules, services
from ..forms import SendForm
from ..services.sending import plan


def new(request):
    """GET shows the form; `act=preview` counts the units; `act=send` sends and says who has no account."""
    if reason := rules.may_send(request.user):
        raise Refused(reason)
    sent, first = request.method == "POST", {name: request.GET.get(name) for name in ("checklist", "campaign", "only_new")}
    form = SendForm(request.POST if sent else None, user=request.user, initial=first)
    if not (sent and form.is_valid()):
        return render(request, "checks/send.html", {"form": form})
    values = form.values()
    if request.POST.get("act") != "send":
        counted = {name: value for name, value in values.items() if name != "also_for"}
        fresh, already = plan(**counted)
        return render(request, "checks/send.html", {"form": form, "fresh": fresh, "already": already, "previewed": True})
    return _send(request, form, values)


def _send(request, form, values):
    try:
        sent = services.send(by=request.user, **values)
    except Refused as error:
        form.add_error(None, str(error))
        return render(request, "checks/send.html", {"form": form})
    return render(request, "checks/sent.html", {"sent": sent, "checklist": values["version"].checklist})

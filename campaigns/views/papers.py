"""From a campaign to its papers: the circular, and urging notices to the units that are late."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused
from notices.forms import UrgingForm

from .. import coverage, rules
from ..services import papers as service
from .campaigns import campaign_of

USUAL_TIME = timedelta(days=5)


@require_POST
def circular(request, campaign_id):
    """Draft the campaign's circular; the officer goes on in the editor of papers."""
    campaign = campaign_of(request, campaign_id)
    if reason := rules.may_edit(request.user, campaign):
        raise Refused(reason)
    paper = service.draft_circular(campaign=campaign, by=request.user)
    messages.success(request, "通知已起草，请核对正文和收文单位")
    return redirect("notices:detail", paper.pk)


def urging(request, campaign_id):
    """GET lists the units that are late (of one tab); POST drafts a notice to each ticked one."""
    campaign = campaign_of(request, campaign_id)
    if reason := rules.may_edit(request.user, campaign):
        raise Refused(reason)
    tab = request.GET.get("tab", "")
    groups = service.late_units(coverage.late_rows(request.user, campaign, tab))
    form = UrgingForm(request.POST or None, initial={"due_on": clock.today() + USUAL_TIME})
    ticked = set(request.POST.getlist("units")) if request.method == "POST" else set(groups)
    if request.method == "POST" and form.is_valid():
        try:
            return _drafted(request, campaign, {key: rows for key, rows in groups.items() if key in ticked}, form)
        except Refused as error:
            form.add_error(None, str(error))
    units = [(key, rows, key in ticked) for key, rows in groups.items()]
    return render(request, "campaigns/urging.html", {"campaign": campaign, "form": form, "units": units, "tab": tab})


def _drafted(request, campaign, groups, form):
    token = request.POST.get("form_token", "")[:24] or None
    made = service.draft_urging(campaign=campaign, groups=groups, by=request.user, key=token, **form.cleaned_data)
    messages.success(request, f"已起草 {len(made)} 份督办通知，核稿后送领导签发")
    if len(made) == 1:
        return redirect("notices:detail", made[0].pk)
    return redirect(f"{reverse('notices:list')}?kind=urging&state=draft")

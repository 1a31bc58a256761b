"""The coverage matrix and the urging of who is late."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.lists import workbook_response

from .. import coverage, rules
from ..exports import matrix_workbook
from ..services.urging import urge as urge_units
from .campaigns import campaign_of


def matrix(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    found = coverage.matrix(request.user, campaign, request.GET.get("tab", ""))
    if request.GET.get("export") == "xlsx":
        return workbook_response(f"{campaign.name}任务完成情况", matrix_workbook(campaign, found))
    context = {
        "campaign": campaign,
        "matrix": found,
        "tabs": [(key, name, found.counts[key]) for key, name in coverage.TABS.items()],
        "tones": coverage.TONES,
        "may_urge": not rules.may_edit(request.user, campaign) and campaign.state == "running",
    }
    return render(request, "campaigns/matrix.html", context)


@require_POST
def urge(request, campaign_id):
    """Urge every unit that is late (of the tab shown), and list whom."""
    campaign = campaign_of(request, campaign_id)
    tab = request.POST.get("tab", "")
    found = urge_units(campaign=campaign, rows=coverage.late_rows(request.user, campaign, tab), by=request.user)
    if not found:
        messages.info(request, "没有逾期的任务，不用催办")
        return redirect(f"{reverse('campaigns:matrix', args=[campaign.pk])}?tab={tab}")
    fresh = [unit for unit in found if unit.fresh]
    context = {
        "campaign": campaign,
        "units": found,
        "fresh": len(fresh),
        "tab": tab,
    }
    return render(request, "campaigns/urged.html", context)

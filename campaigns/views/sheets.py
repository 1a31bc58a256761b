"""Tables of a campaign that are handed round: 联络表 and 任务分解表, each on a page, as a print and as a workbook."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.middleware import say_refused
from notices.views import inline

from .. import breakdown, contacts, rules
from ..services.papers import units_of
from .campaigns import campaign_of


def _contacts(request, campaign):
    """The lines, of one section when the address names it."""
    refuse_if(rules.may_see_contacts(request.user, campaign))
    lines, chosen = contacts.contacts_of(campaign), request.GET.get("section", "")
    return [line for line in lines if not chosen or line.section == chosen]


def contact_list(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return list_page(
        request, _contacts(request, campaign), template="campaigns/contacts.html", partial="campaigns/_contacts.html",
        export=("联络表", contacts.COLUMNS), campaign=campaign,
        tabs=[(name, f"section={name}") for name in (contacts.GROUP, *contacts.SECTIONS.values())],
    )  # fmt: skip


@csp_exempt()
@require_GET
def contact_pdf(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return _printed(request, campaign, contacts.pdf, _contacts(request, campaign), name="联络表", back="contacts")


def breakdown_list(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return list_page(
        request, breakdown.lines_of(campaign), template="campaigns/breakdown.html", partial="campaigns/_breakdown.html",
        export=(breakdown.NAME, breakdown.COLUMNS), per_page=200, campaign=campaign,
        may_edit=not rules.may_edit(request.user, campaign),
    )  # fmt: skip


@csp_exempt()
@require_GET
def breakdown_pdf(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return _printed(request, campaign, breakdown.pdf, name=breakdown.NAME, back="breakdown")


def _printed(request, campaign, make, *rows, name, back):
    try:
        return inline(make(campaign, *rows), f"{campaign}{name}.pdf")
    except Refused as error:
        return say_refused(request, error, reverse(f"campaigns:{back}", args=[campaign.pk]))


@require_POST
def breakdown_issue(request, campaign_id):
    """Draft the notice with the table behind it; the officer goes on in the editor of papers."""
    campaign = campaign_of(request, campaign_id)
    refuse_if(rules.may_edit(request.user, campaign))
    token = request.POST.get("form_token", "")[:24] or None
    try:
        paper = breakdown.draft(campaign=campaign, units=units_of(campaign), by=request.user, key=token)
    except Refused as error:
        return say_refused(request, error, reverse("campaigns:breakdown", args=[campaign.pk]))
    messages.success(request, "通知已起草，任务分解表作为附件，核稿后送领导签发")
    return redirect("notices:detail", paper.pk)

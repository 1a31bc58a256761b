"""Enterprises that a campaign has not asked, and the way to ask just these."""

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from campaigns.models import Campaign
from core.errors import refuse_if
from core.lists import list_page
from core.xlsx import Column
from enterprises.models import Enterprise

from .. import rules, unasked
from ..filters import lists_of
from ..filters_levels import UnaskedFilter

COLUMNS = [
    Column("企业", "name", 30), Column("所在村", "village__name"), Column("行业", "sector__name"),
    Column("主要负责人", "principal"), Column("登记日期", "created_at", 18),
]  # fmt: skip


def page(request, campaign_id):
    refuse_if(rules.may_see_unasked(request.user))
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=campaign_id)
    checklist = _chosen(request)
    firms = Enterprise.objects.visible_to(request.user).filter(pk__in=unasked.firms_of(campaign, checklist).values("pk"))
    return list_page(
        request, firms.select_related("village", "sector").order_by("village_id", "pk"),
        template="checks/unasked.html", partial="checks/_unasked.html", filterset=UnaskedFilter,
        export=("没有派发自查的企业", COLUMNS), campaign=campaign, checklist=checklist,
        send="" if rules.may_send(request.user) else _send(campaign, checklist),
    )  # fmt: skip


def _chosen(request):
    key = request.GET.get("checklist", "")
    return lists_of(request).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _send(campaign, checklist):
    """The form of sending, filled in for those not asked."""
    query, known = QueryDict(mutable=True), checklist or unasked.list_of(campaign)
    query.update({"campaign": campaign.pk, "only_new": "on"} | ({"checklist": known.pk} if known else {}))
    return f"{reverse('checks:send')}?{query.urlencode()}"

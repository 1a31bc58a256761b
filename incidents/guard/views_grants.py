"""The page of the grants, for leaders."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused

from .. import rules
from ..views.sight import enter, marked_list
from . import grants
from .filters import GrantFilter
from .forms import RenewForm

TABS = (("7 天内到期", "soon=1"),)


def _grants(request):
    enter(request)
    if reason := rules.may_name(request.user, None):
        raise Refused(reason)
    return grants.of_leader(request.user)


def grant_list(request, form=None, chosen=()):
    return marked_list(
        request, _grants(request), template="incidents/guard/grants.html", partial="incidents/guard/_grants.html",
        filterset=GrantFilter, tabs=TABS, form=form or RenewForm(), chosen=chosen,
    )  # fmt: skip


@require_POST
def renew(request):
    """Prolong the ticked grants until one day; what could not be is named with the reason."""
    rows, form = _grants(request), RenewForm(request.POST)
    ids = [int(value) for value in request.POST.getlist("ids") if value.isdecimal() and len(value) < 19]
    if not form.is_valid() or not ids:
        if not ids:
            form.add_error(None, "请先勾选要延长的授权")
        return grant_list(request, form, ids)
    done, refused = grants.renew_all(handlers=rows.filter(pk__in=ids), until=form.cleaned_data["until"], by=request.user)
    if done:
        messages.success(request, f"已延长 {len(done)} 项授权至 {form.cleaned_data['until']}，经办人会收到消息")
    for _, why in refused:
        messages.error(request, why)
    query = request.GET.urlencode()
    return redirect(reverse("incidents:grants") + (f"?{query}" if query else ""))

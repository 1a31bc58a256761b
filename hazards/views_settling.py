"""Slips of one hazard, closed hazards like the one being written, how the township decides on longer limits."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.enums import Role
from core.errors import Refused
from enterprises.models import Enterprise
from notices.views import inline
from places.models import Place

from . import rules, services, slips
from .forms import villages_for
from .forms_settling import SettingsForm
from .settings import keep_settings, settings_of
from .views import OF_ONE, hazards


# the browser's PDF viewer is a page of its own; the portal's policy for pages would take its styles and viewer away
@csp_exempt()
@require_GET
def slip(request, hazard_id, kind):
    hazard = get_object_or_404(hazards(request).select_related(*OF_ONE), pk=hazard_id)
    if kind not in slips.KINDS:
        raise Http404
    return inline(slips.KINDS[kind](hazard), f"{kind} {hazard.number}.pdf".replace(kind, NAMES[kind]))


NAMES = {
    "closing": "销号单",
    "plan": "治理方案",
    "accident": "事故化处置单",
    "order": "责令整改通知单",
    "stop": "停产撤人措施单",
}


@require_GET
def similar(request):
    """Closed hazards of the named unit in words like those being written; a fragment of the form."""
    if reason := rules.may_register(request.user):
        raise Refused(reason)
    firm, village = _unit(request)
    text = request.GET.get("description", "")[:1000]
    rows = services.similar(by=request.user, enterprise=firm, village=village, text=text) if firm or village else []
    return render(request, "hazards/_similar.html", {"rows": rows, "chosen": request.GET.get("recurs", "")})


def _unit(request):
    """(enterprise or None, village or None) the form names so far, in sight of the person."""
    firms = Enterprise.objects.visible_to(request.user)
    if request.user.has_role(Role.ENTERPRISE):
        return firms.first(), None
    key, name = request.GET.get("enterprise", ""), request.GET.get("enterprise_name", "").strip()
    if key.isdecimal() and len(key) < 16:
        return firms.filter(pk=key).first(), None
    if name:
        return firms.filter(name=name).first(), None
    code = request.GET.get("village", "")
    place = request.user.membership.place
    own = place if place.level == "village" else None
    return None, own or (villages_for(request.user).filter(pk=code).first() if code else None)


def settings(request):
    """When a longer limit is asked and decided, and by whom for a major hazard."""
    if reason := rules.may_set(request.user):
        raise Refused(reason)
    town = Place.objects.get(pk=request.user.membership.place.township_code)
    form = SettingsForm(request.POST or None, initial=settings_of(town.pk))
    if request.method == "POST" and form.is_valid():
        keep_settings(town.pk, form.cleaned_data)
        messages.success(request, "已保存，新的延期申请按此办理")
        return redirect("hazards:settings")
    lead = "各地规定不同，请按本地文件填写；期限按工作日计算，节假日表见设置。"
    context = {"form": form, "heading": "隐患办理规则", "back": "/hazards/", "lead": lead}
    return render(request, "hazards/plain_form.html", context)

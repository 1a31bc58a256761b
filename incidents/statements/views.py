"""What was said about a case in order of time, contradictions side by side, and how they are settled."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.middleware import say_refused
from core.one_form import filled

from .. import access
from ..enums import AccessAction
from ..guard import veil
from ..guard.forms import ReasonToOpen
from ..models import Settlement, Statement
from ..views.register import token
from ..views.sight import enter, form_page, lead_of, marked_form, must, page
from . import contradictions, rules, services, sources, tolerance
from .forms import BackForm, SettleForm, StatementForm, ToleranceForm


def url_of(lead):
    return reverse("incidents:statements", args=[lead.pk])


def statement_list(request, lead_id):
    return _show(request, lead_of(request, lead_id, "陈述与矛盾"))


def _show(request, lead, opened=False, open_form=None):
    said = sources.of(lead, request.user)
    found = contradictions.of(lead, request.user, said)
    context = {
        "found": found, "timed": sorted((one for one in said if one.at), key=lambda one: one.at),
        "others": sorted((one for one in said if not one.at), key=lambda one: one.label), "total": len(said),
        "open": sum(row.hinders for row in found), "near": sum(row.near and row.is_open for row in found),
        "doubted": {one.key for row in found if row.is_open for side in row.sides for one in side},
        "tolerances": tolerance.said(tolerance.settings_of(lead.village.township_code)),
        "may_set": not rules.may_set(request.user),
        "may_note": not rules.may_note(request.user, lead), "may_settle": not rules.may_settle(request.user, lead),
        "opened": opened, "open_form": open_form or ReasonToOpen(),
    }  # fmt: skip
    return page(request, lead, "incidents/statements/list.html", context)


@require_POST
def statement_open(request, lead_id):
    """Names in full for this one answer."""
    lead = lead_of(request, lead_id, "陈述与矛盾")
    form = ReasonToOpen(request.POST)
    if not form.is_valid():
        return _show(request, lead, open_form=form)
    reason = form.cleaned_data["reason"]
    if why := veil.wrong_reason(lead, reason):
        form.add_error("reason", why)
        return _show(request, lead, open_form=form)
    access.log(lead=lead, by=request.user, action=AccessAction.OPENED, detail=f"陈述与矛盾：{reason.strip()}")
    return _show(request, lead, opened=True)


def statement_new(request, lead_id):
    lead = lead_of(request, lead_id, "登记陈述")
    must(request, lead, rules.may_note(request.user, lead))
    form = StatementForm(request.POST or None, lead=lead, initial={"source": request.GET.get("source", "")})
    if request.method == "POST" and form.is_valid():
        try:
            services.note(lead=lead, by=request.user, key=token(request), **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，与其他说法的比对已更新")
            return redirect(request.get_full_path() if "more" in request.POST else url_of(lead))
    context = {"form": form, "label": "登记陈述", "back": url_of(lead), "more": True}
    return page(request, lead, "incidents/custody/form.html", context)


def settle(request, lead_id, key):
    """Both sides beside the form."""
    lead = lead_of(request, lead_id, "处理矛盾")
    row = next((row for row in contradictions.of(lead, request.user) if row.key == key), None)
    if row is None:
        raise Http404
    must(request, lead, rules.may_settle(request.user, lead))
    if row.settlement and request.method != "POST":
        return say_refused(request, "这处矛盾已经处理过，要改先撤回", url_of(lead))
    form = SettleForm(request.POST or None, sides=len(row.sides))
    if request.method == "POST" and form.is_valid():
        try:
            services.settle(lead=lead, key=key, by=request.user, **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "矛盾已处理，会写进核查报告")
            return redirect(url_of(lead))
    return page(request, lead, "incidents/statements/settle.html", {"form": form, "row": row, "back": url_of(lead)})


def statement_back(request, lead_id, statement_id):
    lead = lead_of(request, lead_id, "撤回陈述")
    row = get_object_or_404(Statement.objects.in_force(), pk=statement_id, lead=lead)
    act = lambda values: services.withdraw(statement=row, by=request.user, **values)  # noqa: E731
    return _back(request, lead, row, rules.may_note, "撤回陈述", act)


def settlement_back(request, lead_id, settlement_id):
    lead = lead_of(request, lead_id, "撤回矛盾处理")
    row = get_object_or_404(Settlement.objects.in_force(), pk=settlement_id, lead=lead)
    act = lambda values: services.undo(settlement=row, by=request.user, **values)  # noqa: E731
    return _back(request, lead, row, rules.may_settle, "撤回矛盾处理", act)


def _back(request, lead, row, rule, label, act):
    must(request, lead, rule(request.user, lead))
    return form_page(
        request, lead, row, form=BackForm(request.POST or None), act=act, done="已撤回，比对已更新", to=url_of(lead), label=label,
        template="incidents/custody/form.html",
    )  # fmt: skip


def tolerances(request):
    """How far times may lie apart before they contradict each other, in the cases of the township."""
    enter(request)
    refuse_if(rules.may_set(request.user))
    town, back = request.user.membership.place.township_code, reverse("incidents:list")
    form = ToleranceForm(request.POST or None, initial=tolerance.settings_of(town))
    act = lambda **values: tolerance.keep_settings(town, values, by=request.user)  # noqa: E731
    lead = "两个时间的范围有重合就不算矛盾。改动以后，没有办结的线索按新的容差重新比对。"
    done = filled(request, form, act, "已保存，矛盾按新的容差比对", back)
    return done or marked_form(request, form, "矛盾比对容差", "保存", back, lead)

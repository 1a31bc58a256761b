"""The tree of linked cases, linking, taking apart."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.middleware import say_refused

from ..models import CaseLink
from ..views.sight import lead_of, must, page
from . import links
from .forms import LinkForm
from .ties import Tie


def linked(request, lead_id):
    return _show_links(request, lead_of(request, lead_id, "关联案件"))


def _show_links(request, lead, form=None):
    tree = links.tree(lead, request.user)
    may = not links.may_link(request.user, lead)
    past = CaseLink.objects.visible_to(request.user).filter(Q(mother=lead) | Q(child=lead)).exclude(withdrawn_at=None)
    context = {
        "tree": tree, "may_link": may, "form": form or (LinkForm(user=request.user) if may else None),
        "alike": [(one, Tie(tie), links.BASIS.get(tie, "登记的企业或主要负责人相同")) for one, tie in links.alike(lead, request.user)]
        if may else [],
        "past": past.select_related("mother", "child", "undone_by"),
    }  # fmt: skip
    return page(request, lead, "incidents/deaths/links.html", context)


@require_POST
def link_add(request, lead_id):
    lead = lead_of(request, lead_id, "关联案件")
    must(request, lead, links.may_link(request.user, lead))
    form = LinkForm(request.POST, user=request.user)
    if form.is_valid():
        other, values = form.cleaned_data["number"], {name: form.cleaned_data[name] for name in ("tie", "reason")}
        mother, child = (lead, other) if form.cleaned_data["side"] == "child" else (other, lead)
        try:
            links.link(mother=mother, child=child, by=request.user, **values)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("incidents:links", lead.pk)
    return _show_links(request, lead, form)


@require_POST
def link_undo(request, lead_id, link_id):
    lead = lead_of(request, lead_id, "解除关联")
    row = get_object_or_404(CaseLink.objects.visible_to(request.user).filter(Q(mother=lead) | Q(child=lead)), pk=link_id)
    try:
        links.unlink(row=row, reason=request.POST.get("reason", ""), by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("incidents:links", args=[lead.pk]))
    return redirect("incidents:links", lead.pk)

"""The page of an enterprise or a village cadre: report a death, then only the receipt and what is added."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from core.errors import Refused

from .. import access
from ..enums import AccessAction
from ..models import DeathReport
from ..views.register import token
from ..views.sight import marked_page
from . import rules, services
from .forms import AddForm, ReportForm

RECEIPTS = 10


def _enter(request):
    if reason := rules.may_report(request.user):
        access.log_without_lead(by=request.user, action=AccessAction.REFUSED, detail="人员死亡报告：身份不能进入")
        raise Refused(reason)


def report(request):
    _enter(request)
    form = ReportForm(request.POST or None, user=request.user, initial={"enterprise": request.GET.get("firm")})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.take(key=token(request), by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已报告，乡镇领导和应急办会收到消息")
            return redirect("incidents:death_receipt", row.pk)
    mine = DeathReport.objects.visible_to(request.user).select_related("lead")[:RECEIPTS]
    context = {"form": form, "limit": rules.LIMIT, "firm": rules.firm_of(request.user), "receipts": mine}
    return marked_page(request, "incidents/direct/report.html", context)


def receipt(request, receipt_id):
    """Number and time; nothing of what was written comes back."""
    _enter(request)
    row = DeathReport.objects.visible_to(request.user).select_related("lead__village").filter(pk=receipt_id).first()
    if row is None:
        raise Http404
    access.log(lead=row.lead, by=request.user, action=AccessAction.VIEW, detail="报告回执")
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add(report=row, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "已补充，办理人员会看到")
        return redirect("incidents:death_receipt", row.pk)
    added = row.lead.log.filter(actor=request.user, action_label=services.ADDED).values_list("at", flat=True)
    return marked_page(request, "incidents/direct/receipt.html", {"receipt": row, "form": form, "added": added})

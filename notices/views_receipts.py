"""Who receives a paper, and signing for it."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refused
from core.middleware import say_refused
from places.models import Office, Place

from . import rules, services, sheets
from .enums import ReceiptState
from .forms import RecipientForm
from .models import Receipt
from .views import OVERSEERS, counts_of, inline, paper_url, papers


def recipients(request, paper_id):
    """Choose the units a paper goes to."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := rules.may_draft(request.user, paper):
        raise Refused(reason)
    form = RecipientForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _add(request, paper, form)
    rows = paper.receipts.select_related("place", "office", "enterprise")
    town = request.user.membership.place
    context = {
        "paper": paper,
        "form": form,
        "villages": Place.objects.within(town).villages().filter(is_active=True),
        "offices": Office.objects.filter(township=town, is_active=True),
        "receipts": rows,
        "chosen_villages": {row.place_id for row in rows if not row.office_id and not row.enterprise_id},
        "chosen_offices": {row.office_id for row in rows if row.office_id},
    }
    return render(request, "notices/recipients.html", context)


def _add(request, paper, form):
    try:
        added = services.address(paper=paper, units=chosen_units(request, form), by=request.user)
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, f"已加入 {added} 个收文单位" if added else "没有新的收文单位")
    return redirect("notices:recipients", paper_id=paper.pk)


def chosen_units(request, form):
    """The ticked villages and offices and the typed-in enterprise, all within the township."""
    town = request.user.membership.place
    villages = Place.objects.within(town).villages().filter(code__in=request.POST.getlist("villages"))
    offices = Office.objects.filter(township=town, pk__in=[i for i in request.POST.getlist("offices") if i.isdecimal()])
    firm = form.cleaned_data["enterprise"]
    return [*villages, *offices, *([firm] if firm else [])]


@require_POST
def remove(request, paper_id, receipt_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := rules.may_draft(request.user, paper):
        raise Refused(reason)
    try:
        services.unaddress(paper=paper, receipt=get_object_or_404(paper.receipts, pk=receipt_id), by=request.user)
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    return redirect("notices:recipients", paper_id=paper.pk)


@require_POST
def sign(request, receipt_id):
    """Sign for one's unit's copy; a second click changes nothing."""
    receipt = get_object_or_404(Receipt.objects.visible_to(request.user).select_related("paper"), pk=receipt_id)
    get_object_or_404(papers(request), pk=receipt.paper_id)
    if receipt.state == ReceiptState.SIGNED and not rules.may_receive(request.user, receipt):
        messages.info(request, "已经签收过了")
        return redirect(paper_url(receipt.paper))
    services.sign_receipt(receipt=receipt, by=request.user)
    messages.success(request, "已签收")
    return redirect(paper_url(receipt.paper))


@require_GET
def sign_sheet(request, paper_id):
    """签收单 for the files: every unit with when it read and who signed, on sheets of A4."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if not request.user.has_role(*OVERSEERS):
        raise Refused("签收单由乡镇留存")
    rows = paper.receipts.select_related("place", "office", "enterprise", "signed_by")
    context = {"paper": paper, "receipts": rows, "counts": counts_of(rows), "now": clock.now()}
    return render(request, "notices/sign_sheet.html", context)


@csp_exempt()
@require_GET
def sign_sheet_pdf(request, paper_id):
    """The same on paper, by the engine that prints papers."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if not request.user.has_role(*OVERSEERS):
        raise Refused("签收单由乡镇留存")
    return inline(sheets.receipt_sheet(paper), f"签收单 {paper.doc_number}.pdf")


@require_POST
def urge(request, paper_id):
    """Remind every unit that has not signed yet."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    units, people = services.urge_receipts(paper=paper, by=request.user)
    if not units:
        messages.info(request, "收文单位都已签收，不用催办")
    elif people:
        messages.success(request, f"已催办 {units} 个单位，通知 {people} 人")
    else:
        messages.info(request, "今天已经催办过，没有重复发送")
    return redirect(paper_url(paper))

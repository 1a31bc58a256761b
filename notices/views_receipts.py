"""Who receives a paper, and signing for it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core.errors import Refused
from core.middleware import say_refused
from core.workflow import advance
from enterprises.models import Enterprise
from places.models import Office, Place

from . import rules, services
from .models import Receipt
from .views import paper_url, papers


def recipients(request, paper_id):
    """Choose the units a paper goes to."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := rules.may_draft(request.user):
        raise Refused(reason)
    if request.method == "POST":
        added = services.address(paper=paper, units=chosen_units(request), by=request.user)
        messages.success(request, f"已加入 {added} 个收文单位")
        return redirect("notices:recipients", paper_id=paper.pk)
    town = request.user.membership.place
    context = {
        "paper": paper,
        "villages": Place.objects.within(town).villages().filter(is_active=True),
        "offices": Office.objects.filter(township=town, is_active=True),
        "receipts": paper.receipts.select_related("place", "office", "enterprise"),
        "chosen": set(paper.receipts.values_list("place_id", flat=True)) if paper else set(),
    }
    return render(request, "notices/recipients.html", context)


def chosen_units(request):
    """The ticked villages and offices and the typed-in enterprises, all within the township."""
    town = request.user.membership.place
    villages = Place.objects.within(town).villages().filter(code__in=request.POST.getlist("villages"))
    offices = Office.objects.filter(township=town, pk__in=[i for i in request.POST.getlist("offices") if i.isdigit()])
    wanted = [i for i in request.POST.getlist("enterprises") if i.isdigit()]
    return [*villages, *offices, *Enterprise.objects.visible_to(request.user).filter(pk__in=wanted)]


@require_POST
def remove(request, paper_id, receipt_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := rules.may_draft(request.user):
        raise Refused(reason)
    services.unaddress(paper=paper, receipt=get_object_or_404(paper.receipts, pk=receipt_id), by=request.user)
    return redirect("notices:recipients", paper_id=paper.pk)


@require_POST
def sign(request, receipt_id):
    """Sign for one's unit's copy; a second click changes nothing."""
    receipt = get_object_or_404(Receipt.objects.visible_to(request.user).select_related("paper"), pk=receipt_id)
    try:
        advance(receipt, "sign", by=request.user)
    except Refused as error:
        return say_refused(request, error, paper_url(receipt.paper))
    messages.success(request, "已签收")
    return redirect(paper_url(receipt.paper))


@require_POST
def urge(request, paper_id):
    """Remind every unit that has not signed yet."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if not request.user.has_role(Role.OFFICER):
        raise Refused("由应急办催办签收")
    units, people = services.urge_receipts(paper=paper, by=request.user)
    messages.success(request, f"已催办 {units} 个单位，通知 {people} 人" if people else "今天已经催办过，未重复发送")
    return redirect(paper_url(paper))

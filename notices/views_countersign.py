"""Asking leaders and offices to countersign a paper, and their answers."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from core.errors import Refused
from core.middleware import say_refused

from . import countersign, sheets
from .models import Paper
from .views import OVERSEERS, inline, paper_url, papers


@require_POST
def ask(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    if reason := Paper.workflow.steps["consult"].rule(request.user, paper):
        raise Refused(reason)
    town = paper.township
    people = countersign.leaders(town).filter(pk__in=_keys(request, "people"))
    offices = countersign.offices(town).filter(pk__in=_keys(request, "offices"))
    try:
        count = countersign.ask(paper=paper, people=people, offices=offices, by=request.user)
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    if count:
        messages.success(request, f"已送 {count} 方会签，都同意后才能签发")
    else:
        messages.info(request, "没有新的会签人，请先勾选")
    return redirect(paper_url(paper))


def _keys(request, name):
    return [key for key in request.POST.getlist(name)[:200] if key.isdecimal() and len(key) < 18]


@require_POST
def agree(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    try:
        countersign.agree(paper=paper, by=request.user, said=request.POST.get("said", ""))
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, "已会签同意，签发前可以撤回")
    return redirect(paper_url(paper))


@require_POST
def retract(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    try:
        countersign.retract(paper=paper, by=request.user)
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, "已撤回，还请你会签")
    return redirect(paper_url(paper))


@require_POST
def give_back(request, paper_id):
    """Afterwards an office has the paper no longer in sight; it goes back to its list."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    try:
        countersign.give_back(paper=paper, by=request.user, note=request.POST.get("note", ""))
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, "已退回起草人修改")
    return redirect(paper_url(paper) if papers(request).filter(pk=paper.pk).exists() else "notices:list")


@csp_exempt()
@require_GET
def sheet(request, paper_id):
    """会签单, for the files of the office."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if not request.user.has_role(*OVERSEERS):
        raise Refused("会签单由乡镇留存")
    if not paper.countersigns.exists():
        raise Refused("这份公文没有送过会签")
    return inline(sheets.countersign_sheet(paper), f"会签单 {paper.title}.pdf")

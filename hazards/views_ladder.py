"""The ladder of five: register, suggestions, one case with its steps and papers, the history on a unit's page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core.errors import refuse_if
from core.lists import list_page
from core.one_form import filled, moved_on, show_form
from enterprises.models import Enterprise
from notices.models import Paper

from . import exports_supervision, ladder, rules_ladder
from . import forms_supervision as forms
from .filters_supervision import LadderFilter
from .models import LadderCase
from .papers_on import papers_on
from .services import ladder as services

RELATED = ("place", "office", "enterprise")


def cases(request):
    return LadderCase.objects.visible_to(request.user).select_related(*RELATED)


def _keeps(user):
    return user.has_role(Role.OFFICER, Role.LEADER)


def register(request):
    return list_page(
        request,
        cases(request),
        template="hazards/ladder_list.html",
        partial="hazards/_ladder_list.html",
        filterset=LadderFilter,
        export=("五级督促台账", exports_supervision.CASES),
        tabs=(("督促中", "running=1"),),
        may_start=_keeps(request.user),
    )


def suggested(request):
    """Units with late hazards that stand on no rung; a person decides."""
    refuse_if("" if _keeps(request.user) else "五级督促由应急办和乡镇领导办理")
    running = ladder.advise(list(cases(request).running()[:200]))
    return render(request, "hazards/ladder_suggested.html", {"found": ladder.suggested(request.user), "running": running})


def new(request):
    refuse_if("" if _keeps(request.user) else "五级督促由应急办和乡镇领导办理")
    form = forms.LadderForm(request.POST or None, user=request.user, initial=_named(request))
    act = lambda **values: services.start(by=request.user, **values)  # noqa: E731
    back = reverse("hazards:ladder")
    lead = "应急办从调度通报起逐级办理；约谈、重点管理和越级由乡镇领导决定。"
    return filled(request, form, act, "已列入督促，可制作文书", back) or show_form(
        request, form, "列入五级督促", "列入督促", back, lead
    )


def _named(request):
    """What a suggestion's link fills in."""
    given = {name: request.GET.get(name, "")[:20] for name in ("place", "office", "rung")}
    key = request.GET.get("enterprise", "")
    firm = Enterprise.objects.visible_to(request.user).filter(pk=key).first() if key.isdecimal() and len(key) < 16 else None
    return given | {"firm": firm.name if firm else "", "note": request.GET.get("why", "")[:200]}


def detail(request, case_id):
    case = get_object_or_404(cases(request), pk=case_id)
    ladder.advise([case])
    log = list(case.log.select_related("actor", "sent__paper"))
    seen = set(
        Paper.objects.visible_to(request.user)
        .filter(pk__in=[s.paper_id for s in map(_sent, log) if s])
        .values_list("pk", flat=True)
    )
    context = {
        "case": case,
        "steps": case.workflow.open_to(case, request.user),
        "log": [(line, _sent(line).paper if _sent(line) and _sent(line).paper_id in seen else None) for line in log],
        "late": ladder.late_of(case),
        "may_paper": request.user.has_role(Role.OFFICER) and case.state in services.PAPERS,
        "may_propose": not rules_ladder.may_propose_accountability(request.user, case),
        "proposals": [paper for paper in papers_on(case, request.user) if paper.title == services.ACCOUNTABILITY],
        "paper_title": services.PAPERS.get(case.state, ("", ""))[1].format(unit=case.unit),
        "earlier": cases(request)
        .filter(place=case.place, office=case.office, enterprise=case.enterprise)
        .exclude(pk=case.pk),
        "rungs": rules_ladder.ORDER,
    }
    return render(request, "hazards/ladder_detail.html", context)


def _sent(line):
    return getattr(line, "sent", None)


def step(request, case_id, action):
    case = get_object_or_404(cases(request), pk=case_id)
    if action not in LadderCase.workflow.steps:
        raise Http404
    back = reverse("hazards:ladder_case", args=[case.pk])
    form = forms.SeenWhy(request.POST or None, row=case, seen=request.GET.get("v", ""))
    if reason := case.workflow.refusal(case, action, request.user):
        return moved_on(request, reason, back, form)
    label = case.workflow.steps[action].label
    act = lambda **given: services.move(case=case, action=action, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, f"已{label}", back) or show_form(request, form, label, label, back, str(case))


@require_POST
def paper(request, case_id):
    """Begin the paper of the present rung and go on writing it."""
    case = get_object_or_404(cases(request), pk=case_id)
    made = services.draft_paper(case=case, by=request.user)
    messages.success(request, f"{made.title}已起草，核对后送领导签发")
    return redirect("notices:detail", made.pk)


@require_POST
def accountability(request, case_id):
    case = get_object_or_404(cases(request), pk=case_id)
    made = services.draft_accountability(case=case, by=request.user)
    messages.success(request, "责任追究建议书已起草，核对后送领导签发")
    return redirect("notices:detail", made.pk)


def of_enterprise(request, enterprise_id):
    """The ladder and the batches of one enterprise, for a tab of its page."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    rows = cases(request).filter(enterprise=firm).prefetch_related("log")
    items = firm.batch_items.filter(batch__state="published").select_related("batch")
    context = {"rows": rows[:20], "items": items[:20], "firm": firm, "may_start": _keeps(request.user)}
    return render(request, "hazards/_ladder_of_enterprise.html", context)

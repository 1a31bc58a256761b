"""Asking for a list, deciding on it, fetching it once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import workbook_response
from core.middleware import say_refused
from notices.views import inline

from ..forms import ExportForm, PrintForm
from ..models import Export
from ..views.sight import enter, marked_list, marked_page, page
from . import exporting, grants, printing, rules
from .enums import OF_CASES, ExportKind
from .filters import ExportFilter, GrantFilter

TOLD = {"allow": "已同意，申请人会收到消息", "refuse": "已答复不同意，申请人会收到消息", "withdraw": "已撤回申请"}


def exports(request):
    enter(request)
    return Export.objects.visible_to(request.user).select_related("created_by", "town")


def ask_page(request, kind, rows, *, back, reason=""):
    """Ask for the rows of a list with a purpose; nothing leaves before a second person has allowed it."""
    from ..views.register import token

    enter(request)
    if why := rules.may_ask(request.user, kind):
        raise Refused(why)
    form, count = ExportForm(request.POST or None, initial={"reason": reason}), rows.count()
    if request.method == "POST" and form.is_valid() and count:
        try:
            row = exporting.ask(kind=kind, rows=rows, by=request.user, key=token(request), **form.cleaned_data)
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "已提出申请，另一名领导或经办人同意后可下载一次")
            return redirect("incidents:export_row", row.pk)
    context = {
        "form": form,
        "count": count,
        "title": ExportKind(kind).label,
        "back": resolve_url(back),
        "query": request.GET.urlencode(),
    }
    return marked_page(request, "incidents/export.html", context)


def ask_paper(request, lead, kind, key, back=""):
    """Ask to print a paper in sight, of a case or of none (None); it comes out when a second person has allowed it."""
    from ..views.register import token

    form, rows = PrintForm(request.POST or None), printing.PAPERS[kind].model.objects.filter(pk=key)
    if request.method == "POST" and form.is_valid():
        try:
            row = exporting.ask(kind=kind, rows=rows, by=request.user, key=token(request), **form.cleaned_data)
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "已提出申请，另一名领导或经办人同意后可打印一次")
            return redirect("incidents:export_row", row.pk)
    context = {"form": form, "title": ExportKind(kind).label, "back": back}
    return page(request, lead, "incidents/guard/print.html", context)


def grant_export(request):
    rows = GrantFilter(request.GET or None, queryset=grants.of_leader(request.user), request=request).qs
    return ask_page(request, ExportKind.GRANTS, rows, back="incidents:grants")


def export_list(request):
    return marked_list(
        request, exports(request), template="incidents/guard/exports.html", partial="incidents/guard/_exports.html",
        filterset=ExportFilter, tabs=(("待审批", "state=asked"), ("可下载", "state=granted")),
    )  # fmt: skip


def export_row(request, export_id):
    row = get_object_or_404(exports(request), pk=export_id)
    steps = [step.action for step in row.workflow.open_to(row, request.user)]
    context = {
        "row": row, "steps": steps, "count": len(row.keys), "leads": row.leads.count(),
        "number": row.leads.get().number if row.kind in OF_CASES else "", "log": row.log.select_related("actor"), "days": rules.FETCH_WITHIN.days,
        "late": row.state == "granted" and rules.may_fetch(row.created_by, row),
    }  # fmt: skip
    return marked_page(request, "incidents/guard/export.html", context)


@require_POST
def export_step(request, export_id, action):
    """Allow, refuse, withdraw; `fetch` answers with the file."""
    row = get_object_or_404(exports(request), pk=export_id)
    if action not in Export.workflow.steps:
        raise Http404
    try:
        if action == "fetch":
            return _file(row, request.user)
        if action == "withdraw":
            exporting.withdraw(export=row, by=request.user)
        else:
            exporting.decide(export=row, allow=action == "allow", by=request.user, note=request.POST.get("note", ""))
    except Refused as error:
        return say_refused(request, error, request.path.removesuffix(f"{action}/"))
    messages.success(request, TOLD[action])
    return redirect("incidents:export_row", row.pk)


def _file(row, user):
    if row.is_paper:
        name, data = printing.fetch(export=row, by=user)
        response = inline(data, name)
        response._csp_exempt = True  # as for every PDF: the browser's own viewer needs its styles
    else:
        response = workbook_response(*exporting.fetch(export=row, by=user))
    response["Cache-Control"] = "no-store"
    return response

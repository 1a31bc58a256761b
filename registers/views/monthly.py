"""The monthly form: register, one month with its numbers, the rows behind a number, its steps, workbook and PDF."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import xlsx
from core.errors import Refused, refuse_if
from core.forms import ReasonForm
from core.lists import download, list_page, workbook_response
from core.one_form import filled, refused, show_form
from notices.views import inline

from .. import differences, exports, forms, prints, rules, tally
from ..columns import BY_KEY, COLUMNS, COUNTED, SPANS, groups
from ..enums import EntryKind, ReportState
from ..facts import digest
from ..filters import ReportFilter
from ..models import Report
from ..services import monthly as services
from ..services import sendings


def reports(request):
    refuse_if(rules.may_count(request.user))
    return Report.objects.visible_to(request.user).select_related("township", "campaign", "created_by")


def register(request):
    return list_page(
        request,
        reports(request),
        template="registers/reports.html",
        partial="registers/_reports.html",
        filterset=ReportFilter,
        export=("月报台账", exports.REPORTS),
        tabs=(("待审核", "state=draft"), ("待报送", "state=checked"), ("已报送", "state=sent")),
        may_make=not rules.may_make(request.user),
    )


def new(request):
    refuse_if(rules.may_count(request.user) or rules.may_make(request.user))
    form = forms.ReportForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            report = services.make(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已按现有台账统计，核对后请其他同志审核")
            return redirect("registers:report", report.pk)
    return show_form(request, form, "编制月报", "编制", reverse("registers:reports"))


def asked(request):
    """(span, by) of the address; the month by village when it says nothing."""
    span, by = request.GET.get("span", "month"), request.GET.get("by", "village")
    if span not in SPANS or by not in tally.BY:
        raise Http404
    return span, by


def detail(request, report_id):
    report = get_object_or_404(reports(request), pk=report_id)
    (span, by), facts = asked(request), services.current_facts(report)
    frame = services.frame_for(report)
    now = services.facts_of(report.township, report.month, report.campaign) if report.state == ReportState.CHECKED else None
    context = {
        "report": report,
        "span": span,
        "by": by,
        "spans": SPANS.items(),
        "ways": tally.BY.items(),
        "groups": groups(),
        "columns": COLUMNS,
        "lines": [_shown(report, line, span, by) for line in _lines(facts, by, span, frame)],
        "drifted": len(differences.rows(facts, now, frame)) if now is not None else 0,
        "steps": report.workflow.open_to(report, request.user),
        "may_correct": report.state == ReportState.SENT and not rules.may_make(request.user),
        "versions": Report.objects.visible_to(request.user).standing().filter(key=report.key).order_by("number"),
        "sending": report.sendings.first(),
        "log": report.log.select_related("actor"),
    }
    return render(request, "registers/report.html", context)


def _lines(facts, by, span, frame):
    return [tally.total(facts, span), *tally.lines(facts, by, span, frame[by])]


def _shown(report, line, span, by):
    """(line, cells): each cell its text and the address of its rows, "" where there are none."""
    base = reverse("registers:report_rows", args=[report.pk])
    cells = []
    for column in COLUMNS:
        value = line.value(column)
        linked = column.kind != "rate" and value
        url = f"{base}?span={span}&by={by}&col={column.key}&key={line.key or 'none'}" if linked else ""
        cells.append((tally.said(value, column), url))
    return line, cells


def rows(request, report_id):
    """Exactly the rows one number counts: as kept, or as they are now in a draft."""
    report = get_object_or_404(reports(request), pk=report_id)
    (span, by), column = asked(request), BY_KEY.get(request.GET.get("col"))
    if column is None or column.key not in COUNTED:
        raise Http404
    key = {"none": ""}.get(request.GET.get("key", tally.TOTAL), request.GET.get("key", tally.TOTAL))
    frame = services.frame_for(report)
    found = tally.rows_behind(services.current_facts(report), span, column.key, by, key)
    names = services.names_of(frame)
    if request.GET.get("export") == "xlsx":
        return workbook_response(f"{report} {column.label}", xlsx.write("明细", exports.fact_columns(names), found))
    where = "合计" if key == tally.TOTAL else names[by].get(key) or f"未明确{tally.BY[by]}"
    return list_page(
        request,
        found,
        template="registers/report_rows.html",
        partial="registers/_report_rows.html",
        export=("明细", ()),
        report=report,
        column=column,
        span=span,
        by=by,
        said=f"{SPANS[span]} · {where} · {column.group} · {column.label}",
        names=names,
        sums=sum(fact.money or 0 for fact in found) if column.kind == "money" else None,
        is_units=column.group == "检查单位",
    )


def changes(request, report_id):
    """What this version says otherwise than the one it corrects."""
    report = get_object_or_404(reports(request).select_related("corrects"), pk=report_id)
    if report.corrects is None:
        raise Http404
    old, new_facts = services.kept_facts(report.corrects), services.current_facts(report)
    context = {
        "report": report,
        "numbers": differences.numbers(old, new_facts),
        "rows": differences.rows(old, new_facts, services.frame_for(report)),
        "hazard": EntryKind.HAZARD,
    }
    return render(request, "registers/report_changes.html", context)


@require_GET
def workbook(request, report_id):
    """The upper level's form filled in, of a sent month as it was sent: its own one when the township has put it in."""
    report = get_object_or_404(reports(request), pk=report_id)
    _, by = asked(request)
    kept = sendings.kept_month(report, by) if report.state == ReportState.SENT else None
    data = sendings.bytes_of(kept) if kept else exports.monthly_workbook(report, by)
    return download(f"{report}.xlsx", data, xlsx.XLSX)


@csp_exempt()
@require_GET
def pdf(request, report_id):
    report = get_object_or_404(reports(request), pk=report_id)
    span, by = asked(request)
    return inline(prints.monthly(report, span, by), f"{report}.pdf")


def correct(request, report_id):
    report = get_object_or_404(reports(request), pk=report_id)
    refuse_if(rules.may_make(request.user))
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    made = []
    act = lambda **values: made.append(services.correct(report=report, by=request.user, **values))  # noqa: E731
    back = reverse("registers:report", args=[report.pk])
    lead = f"{report}已报送，不会改动；更正后形成新的一版，列出差异。"
    answer = filled(request, form, act, "已形成更正版，核对差异后审核、报送", back)
    if answer:
        return redirect("registers:report", made[0].pk)
    return show_form(request, form, "更正月报", "形成更正版", back, lead)


STEPS = {
    "check": (forms.CheckForm, services.check, "已审核，明细已留存"),
    "send_back": (ReasonForm, services.send_back, "已退回重编"),
    "send": (forms.SendForm, services.send, "已报送，这一版不再变动"),
    "drop": (ReasonForm, services.drop, "已作废"),
}


def step(request, report_id, action):
    report = get_object_or_404(reports(request), pk=report_id)
    if action not in STEPS:
        raise Http404
    form_class, service, told = STEPS[action]
    back, label = reverse("registers:report", args=[report.pk]), Report.workflow.steps[action].label
    if reason := report.workflow.refusal(report, action, request.user):
        return refused(request, reason, back)
    act = lambda **values: service(report=report, by=request.user, **values)  # noqa: E731
    form = form_class(request.POST if request.method == "POST" else None)
    if answer := filled(request, form, act, told, back):
        return answer
    lead = str(report)
    if action == "check":
        facts = services.current_facts(report)
        form.initial, lead = {"digest_seen": digest(facts)}, _numbers(report, facts)
    elif action == "send":
        form.initial = {"sent_to": services.sent_to_before(report)}
    return show_form(request, form, label, label, back, lead)


def _numbers(report, facts):
    line = tally.total(facts, "month")
    parts = [f"{c.group}{c.label} {tally.said(line.value(c), c)}" for c in COLUMNS if c.kind != "rate"]
    return f"{report}：{'，'.join(parts)}。审核通过后明细留存，数字不再随台账变动。"

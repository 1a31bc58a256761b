"""执法责任倒查: begin one, look at it, print it; the register of what was printed."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.xlsx import Column
from enterprises.models import Enterprise
from notices.views import inline

from .. import rules_trace as rules
from ..models import Hazard, TraceSheet
from . import services
from .filters import TraceFilter
from .forms import BeginForm, PrintForm, span_of
from .gather import trace
from .sheet import name_of

COLUMNS = [
    Column("编号", "number", 16), Column("企业", "enterprise__name", 28), Column("所在村", "village__name"),
    Column("隐患编号", "hazard__number", 16), Column("倒查自", "since", 12), Column("倒查至", "day", 12),
    Column("倒查事由", "reason", 36), Column("检查次数", "looks", 10), Column("漏查隐患", "missed", 10),
    Column("打印人", "created_by__name", 12), Column("打印时间", "created_at", 18), Column("校验值", "sha256", 40),
]  # fmt: skip


def sheets(request):
    refuse_if(rules.may_trace(request.user))
    return TraceSheet.objects.visible_to(request.user).select_related("enterprise", "village", "hazard", "created_by")


def register(request):
    return list_page(
        request, sheets(request), template="hazards/traces.html", partial="hazards/_traces.html", filterset=TraceFilter,
        export=("执法责任倒查登记", COLUMNS),
    )  # fmt: skip


def begin(request):
    """From the form of the register to the page of one enterprise."""
    refuse_if(rules.may_trace(request.user))
    form = BeginForm(request.GET or None, user=request.user)
    if form.is_valid():
        days = {name: f"{form.cleaned_data[name]:%Y-%m-%d}" for name in ("since", "day")}
        return redirect(f"{reverse('hazards:trace', args=[form.cleaned_data['enterprise'].pk])}?{urlencode(days)}")
    return render(request, "hazards/trace_begin.html", {"form": form})


def address(user, firm, day):
    """Where the trace of an enterprise up to a day is; "" for who may not look. Registered with enterprises.looking_back."""
    if rules.may_trace(user, firm) or not Enterprise.objects.visible_to(user).filter(pk=firm.pk).exists():
        return ""
    return f"{reverse('hazards:trace', args=[firm.pk])}?{urlencode({'day': f'{day:%Y-%m-%d}'})}"


def page(request, enterprise_id):
    firm = _firm(request, enterprise_id)
    since, day = span_of(request.GET)
    hazard = _hazard(request, firm)
    initial = {"since": since, "day": day, "hazard": hazard.pk if hazard else None}
    return _page(request, firm, since, day, hazard, PrintForm(firm=firm, user=request.user, initial=initial))


def _page(request, firm, since, day, hazard, form):
    printed = TraceSheet.objects.visible_to(request.user).filter(enterprise=firm).select_related("created_by")
    context = {"trace": trace(firm, since, day, request.user), "firm": firm, "hazard": hazard, "form": form}
    return render(request, "hazards/trace.html", context | {"sheets": printed[:20]})


def of_enterprise(request, enterprise_id):
    """The way to look back and what was printed of one enterprise, for a tab of its page."""
    firm = _firm(request, enterprise_id)
    rows = sheets(request).filter(enterprise=firm)[:50]
    return render(request, "hazards/_traces_of.html", {"firm": firm, "rows": rows})


def _firm(request, enterprise_id):
    rows = Enterprise.objects.visible_to(request.user).select_related("village", "supervising_office")
    firm = get_object_or_404(rows, pk=enterprise_id)
    refuse_if(rules.may_trace(request.user, firm))
    return firm


def _hazard(request, firm):
    key = request.GET.get("hazard", "")
    rows = Hazard.objects.visible_to(request.user).filter(enterprise=firm)
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None


@require_POST
def print_page(request, enterprise_id):
    """Keep the paper and open it."""
    firm = _firm(request, enterprise_id)
    form = PrintForm(request.POST, firm=firm, user=request.user)
    if form.is_valid():
        token = request.POST.get("form_token", "")[:32]
        key = f"form:{request.user.pk}:{token}" if token else None
        try:
            row = services.print_sheet(firm=firm, by=request.user, key=key, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已生成 {row.number}，打印已记录")
            return redirect("hazards:trace_sheet", row.pk)
    since, day = span_of(request.POST)
    return _page(request, firm, since, day, None, form)


def sheet_page(request, sheet_id):
    """One kept paper: what it is and who printed or opened it."""
    row = get_object_or_404(sheets(request), pk=sheet_id)
    return render(request, "hazards/trace_sheet.html", {"row": row, "log": row.log.select_related("actor")})


# the browser's PDF viewer is a page of its own, see views_settling.slip
@csp_exempt()
@require_GET
def sheet_file(request, sheet_id):
    row = get_object_or_404(sheets(request), pk=sheet_id)
    return inline(services.opened(row=row, by=request.user), name_of(row))

"""Plans of inspection: the list, one with its progress, units by hand or by filter, draws and their proof."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import PER_PAGE, download, list_page, workbook_response
from core.middleware import say_refused
from core.paging import page_of
from core.xlsx import XLSX, write
from enterprises.models import Enterprise
from notices.views import inline

from .. import draw_sheet, plan_sheet, sampling
from .. import inspection_rules as rules
from ..enums import Kind
from ..exports_inspections import plan_columns, unit_columns
from ..filters_inspections import PlanFilter
from ..forms_plans import AddFirmForm, DrawForm, PlanForm, ScopeForm
from ..models import Draw, InspectionPlan, PlanUnit, Watch
from ..services import planning

SHOWN = 50  # taken off, the newest; all of them are in the table that is exported


def plans(request):
    if reason := rules.may_read_plans(request.user):
        raise Refused(reason)
    return InspectionPlan.objects.visible_to(request.user).select_related("place", "office")


def plan_of(request, plan_id):
    return get_object_or_404(plans(request).with_progress(), pk=plan_id)


def own_plan(request, plan_id):
    row = plan_of(request, plan_id)
    if reason := rules.may_plan(request.user, row):
        raise Refused(reason)
    return row


def index(request):
    rows = plans(request).with_progress().order_by("-year", "-quarter", "-pk")
    rows = rows if request.GET.get("withdrawn") else rows.filter(withdrawn_at=None)
    return list_page(
        request, rows, template="checks/plans.html", partial="checks/_plans.html", filterset=PlanFilter,
        export=("检查计划", plan_columns()), tabs=(("落后", "behind=1"), ("已撤销", "withdrawn=1")),
        may_plan=not rules.may_plan(request.user),
    )  # fmt: skip


def new(request):
    if reason := rules.may_plan(request.user):
        raise Refused(reason)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = planning.new_plan(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("checks:plan", row.pk)
    return render(request, "checks/plan_form.html", {"form": form, "title": "制定检查计划", "word": "保存"})


def detail(request, plan_id):
    row = plan_of(request, plan_id)
    page = page_of(planning.whole(row).filter(dropped_at=None), request.GET, per_page=PER_PAGE)
    units, dropped = list(page), row.units.exclude(dropped_at=None).select_related("enterprise", "draw")
    context = {
        "plan": row, "units": units, "watched": watched_among(units), "page": page, "query": "",
        "kinds": [Kind(kind).label for kind in row.kinds], "draws": planning.drawn_for(row),
        "dropped": dropped.order_by("-dropped_at", "-pk")[:SHOWN], "off": dropped.count(),
        "may_plan": not rules.may_plan(request.user, row) and row.withdrawn_at is None,
        "may_start": not rules.may_start(request.user) and row.place_id == request.user.membership.place_id and row.withdrawn_at is None,
        "firm_form": AddFirmForm(),
    }  # fmt: skip
    return render(request, "checks/plan.html", context)


def units(request, plan_id):
    """All enterprises of one plan as a workbook."""
    row = plan_of(request, plan_id)
    return workbook_response(row.name, write("计划表", unit_columns(), planning.whole(row)))


def pdf(request, plan_id):
    row = plan_of(request, plan_id)
    return inline(plan_sheet.pdf(row), f"{row.name}计划表.pdf")


def watched_among(units):
    """{enterprise id: its standing Watch with the week's visits}: these are to be inspected more often."""
    rows = Watch.objects.standing().filter(enterprise__in=[unit.enterprise_id for unit in units]).with_week()
    return {row.enterprise_id: row for row in rows}


def add(request, plan_id):
    """All enterprises of a filter."""
    row = own_plan(request, plan_id)
    form = ScopeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = planning.add_units(plan=row, scope=form.scope(), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已加入 {count} 家企业")
            return redirect("checks:plan", row.pk)
    return render(request, "checks/plan_form.html", {"form": form, "plan": row, "title": "按条件加入企业", "word": "加入"})


@require_POST
def add_firm(request, plan_id):
    """One enterprise by its name."""
    row = own_plan(request, plan_id)
    name = request.POST.get("enterprise_name", "").strip()
    firm = Enterprise.objects.visible_to(request.user).operating().filter(name=name).first()
    if firm is None:
        return say_refused(request, "没有找到这家在营企业，请写全名", _url(row))
    return _try(
        request, row, lambda: planning.add_units(plan=row, scope=planning.Scope(), only=[firm.pk], by=request.user), "已加入"
    )


def _try(request, row, act, told):
    try:
        act()
    except Refused as error:
        return say_refused(request, error, _url(row))
    messages.success(request, told)
    return redirect(_url(row))


@require_POST
def drop(request, unit_id):
    unit = get_object_or_404(PlanUnit.objects.filter(plan__in=plans(request)).select_related("plan"), pk=unit_id)
    own_plan(request, unit.plan_id)
    note = request.POST.get("note", "")
    return _try(request, unit.plan, lambda: planning.drop_unit(unit=unit, reason=note, by=request.user), "已移出计划")


@require_POST
def withdraw(request, plan_id):
    row = own_plan(request, plan_id)
    return _try(
        request, row, lambda: planning.withdraw(plan=row, reason=request.POST.get("note", ""), by=request.user), "已撤销"
    )


def draw(request, plan_id):
    """Draw by lot; after the first time only with a reason, everything kept."""
    row = own_plan(request, plan_id)
    earlier = list(planning.drawn_for(row))
    form = DrawForm(request.POST or None, user=request.user, redraw=bool(earlier))
    if request.method == "POST" and form.is_valid():
        data, seen = form.cleaned_data, request.POST.get("seen", "")
        try:
            kept = planning.draw(
                plan=row, scope=form.scope(), want=data["want"], each=data["each"], inspectors=list(data["inspectors"]),
                by=request.user, seen=int(seen) if seen.isdecimal() else -1, reason=data.get("reason", ""),
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("checks:draw", kept.pk)
    context = {
        "form": form,
        "plan": row,
        "title": "双随机抽取",
        "word": "抽取",
        "seen": len(earlier),
        "earlier": earlier,
        "how": sampling.HOW,
    }
    return render(request, "checks/plan_form.html", context)


def draw_of(request, draw_id):
    return get_object_or_404(Draw.objects.filter(plan__in=plans(request)).select_related("plan", "by"), pk=draw_id)


def drawn(request, draw_id):
    """One draw with its lists, computed again on every look."""
    row = draw_of(request, draw_id)
    same, again = planning.redone(row)
    names, people = dict(map(tuple, row.candidates)), dict(map(tuple, row.inspectors))
    context = {
        "draw": row, "same": same, "how": sampling.HOW, "later": planning.drawn_for(row.plan).filter(pk__gt=row.pk),
        "earlier": planning.drawn_for(row.plan).filter(pk__lt=row.pk),
        "lines": [(names[key], "、".join(people[who] for who in team), sampling.rank(row.seed, key)) for key, team in again],
        "of_plan": planning.of_plan(row),
        "share": round(row.want * 100 / len(row.candidates)),
    }  # fmt: skip
    return render(request, "checks/draw.html", context)


def draw_list(request, draw_id):
    """All that is needed to draw again in any spreadsheet: both lists with their keys, the result, seed and digest."""
    row = draw_of(request, draw_id)
    return download(f"{row.plan.name}第{row.number}次抽取.xlsx", draw_sheet.workbook(row), XLSX)


def draw_pdf(request, draw_id):
    row = draw_of(request, draw_id)
    return inline(draw_sheet.pdf(row), f"{row.plan.name}第{row.number}次抽取双随机抽查表.pdf")


def _url(row):
    return reverse("checks:plan", args=[row.pk])

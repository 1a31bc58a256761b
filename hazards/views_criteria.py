"""The criteria library: list, one clause, own clauses; the search box and what choosing a clause sets."""

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused, Stale
from core.imports import date_of
from core.lists import list_page
from core.middleware import say_refused

from . import rules, services
from .enums import Grade
from .filters_criteria import CriteriaFilter
from .forms_criteria import ClauseForm
from .imports_criteria import SHOWN
from .models import Clause, Hazard

OFFERED = 12


def clauses(request):
    """The clauses in sight, the township's own in front of the national ones of the same number."""
    rows = Clause.objects.visible_to(request.user).filter(withdrawn_at=None)
    return rows.select_related("standard__sector", "standard__township", "follows__standard")


def library(request):
    return list_page(
        request,
        clauses(request),
        template="hazards/criteria_list.html",
        partial="hazards/_criteria_list.html",
        filterset=CriteriaFilter,
        export=("判定标准", SHOWN),
        may_edit=not rules.may_edit_criteria(request.user),
        tabs=(("今天有效", f"on={clock.today():%Y-%m-%d}"), ("本乡镇的", "owner=own")),
    )


def options(request):
    """Clauses for the search box: in force on `found_on` (today without), those of the trade in front."""
    day, sector = _day(request.GET.get("found_on", "")), request.GET.get("sector", "")
    rows = clauses(request).in_force(day).in_front().found(request.GET.get("q", ""))
    near = Case(When(standard__sector=sector, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.order_by(near, "standard_id", "pk")[:OFFERED]
    return JsonResponse({"options": [{"value": row.pk, "label": row.label} for row in rows]})


def _day(text):
    try:
        return date_of(text) or clock.today()
    except ValueError:
        return clock.today()


def chosen(request):
    """The clause just chosen, with the grade and basis it sets; nothing when the box was emptied."""
    key = request.GET.get("clause", "")
    clause = clauses(request).filter(pk=key).first() if key.isdecimal() and len(key) < 16 else None
    context = {"clause": clause, "into": request.GET.get("into", ""), "grades": Grade.choices}
    return render(request, "hazards/_clause_chosen.html", context)


def clause(request, clause_id):
    row = get_object_or_404(clauses(request), pk=clause_id)
    used = Hazard.objects.visible_to(request.user).filter(judged_by__clause=row).select_related("village", "enterprise")
    refusal = rules.may_edit_criteria(request.user, row)
    after = clauses(request).filter(follows=row)
    context = {"clause": row, "used": used[:20], "count": used.count(), "refusal": refusal, "after": after}
    return render(request, "hazards/criteria_detail.html", context)


def clause_new(request):
    """An own clause; `from` starts it from a national one."""
    _must_edit(request)
    source = request.GET.get("from", "")
    start = clauses(request).filter(pk=source).first() if source.isdecimal() and len(source) < 16 else None
    return _form(request, None, ClauseForm.initial_of(start) if start else {}, "登记条款")


def clause_edit(request, clause_id):
    row = get_object_or_404(clauses(request), pk=clause_id)
    _must_edit(request, row)
    return _form(request, row, ClauseForm.initial_of(row), f"修改 {row.number}")


def _must_edit(request, row=None):
    if reason := rules.may_edit_criteria(request.user, row):
        raise Refused(reason)


def _form(request, row, initial, heading):
    form = ClauseForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.keep_clause(by=request.user, clause=row, **form.values())
        except Refused as error:
            form.add_error(None, str(error))
            if isinstance(error, Stale):
                form.data = form.data.copy()
                form.data["row_version"] = Clause.objects.get(pk=row.pk).version
        else:
            messages.success(request, f"已保存“{kept.number}”")
            return redirect("hazards:clause", kept.pk)
    back = reverse("hazards:clause", args=[row.pk]) if row else reverse("hazards:criteria")
    return render(request, "hazards/plain_form.html", {"form": form, "heading": heading, "back": back})


@require_POST
def clause_withdraw(request, clause_id):
    row = get_object_or_404(clauses(request), pk=clause_id)
    _must_edit(request, row)
    try:
        services.withdraw_clause(clause=row, by=request.user, reason=request.POST.get("note", ""))
    except Refused as error:
        return say_refused(request, error, reverse("hazards:clause", args=[row.pk]))
    messages.success(request, "已撤下，已按它定级的隐患仍保留当时的条文")
    return redirect("hazards:criteria")

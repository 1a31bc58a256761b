"""Deductions of the yearly assessment and the table of a year."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock, xlsx
from core.errors import Refused, refuse_if
from core.lists import list_page, workbook_response
from core.one_form import step_page
from evidence.models import Attachment

from .. import exports, forms, rules
from ..filters import DeductionFilter, years
from ..models import Deduction
from ..services import assessment as services

RELATED = ("village", "office", "hazard", "created_by")


def deductions(request):
    return Deduction.objects.visible_to(request.user).select_related(*RELATED)


def register(request):
    refuse_if(rules.may_read(request.user))
    return list_page(
        request,
        deductions(request),
        template="registers/deductions.html",
        partial="registers/_deductions.html",
        filterset=DeductionFilter,
        export=("考核扣分台账", exports.DEDUCTIONS),
        tabs=(("待确认", "state=noted"), ("一票否决", "veto=1&state=confirmed"), ("本年", f"year={clock.today().year}")),
        may_note=not rules.may_note(request.user),
        may_score=not rules.may_score(request.user),
    )


def new(request):
    refuse_if(rules.may_note(request.user))
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.DeductionForm(*posted, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.note(by=request.user, **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，领导确认后计入考核")
            return redirect("registers:deduction", row.pk)
    return render(request, "registers/deduction_new.html", {"form": form})


def detail(request, deduction_id):
    row = get_object_or_404(deductions(request), pk=deduction_id)
    context = {
        "row": row,
        "photos": Attachment.objects.of(row),
        "steps": row.workflow.open_to(row, request.user),
        "log": row.log.select_related("actor"),
    }
    return render(request, "registers/deduction.html", context)


def step(request, deduction_id, action):
    row = get_object_or_404(deductions(request), pk=deduction_id)
    act = lambda **given: services.move(deduction=row, action=action, by=request.user, **given)  # noqa: E731
    return step_page(request, row, action, act, reverse("registers:deduction", args=[row.pk]))


def scores(request):
    """The table of a year: points left, vetoes, who may not be honoured."""
    refuse_if(rules.may_score(request.user))
    town = request.user.membership.place
    asked, offered = request.GET.get("year", ""), years()
    year = int(asked) if asked in dict(offered) else clock.today().year
    rows = services.scores(town, year)
    if request.GET.get("export") == "xlsx":
        title = f"{town}{year}年度安全生产考核表"
        return workbook_response(title, xlsx.write("考核表", SCORES, rows, heading=title))
    context = {"rows": rows, "year": year, "years": [int(value) for value, _ in offered], "now": clock.now()}
    return render(request, "registers/scores.html", context)


SCORES = [
    xlsx.Column("单位", lambda score: score.unit.name, 24),
    xlsx.Column("扣分事项", "number", 10),
    xlsx.Column("扣分", "lost", 10),
    xlsx.Column("得分", "left", 10),
    xlsx.Column("一票否决", lambda score: "是" if score.vetoes else "否", 10),
    xlsx.Column("评优评先", lambda score: "不得评优评先" if score.vetoes else "", 16),
]

"""Who has not answered, by village and liaison cadre, and urging them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page, query_without
from core.middleware import say_refused
from core.xlsx import Column

from .. import rules, unheard
from ..filters import UnheardFilter
from ..services.unheard import urge_villages

COLUMNS = [
    Column("村", lambda row: row["place__name"], 20),
    Column("应报", lambda row: row["sent"]),
    Column("未报", lambda row: row["waiting"]),
    Column("逾期", lambda row: row["late"]),
    Column("待审核", lambda row: row["submitted"]),
    Column("已采信", lambda row: row["accepted"]),
    Column("其中纸质", lambda row: row["paper"]),
]


def page(request):
    refuse_if(rules.may_see_unheard(request.user))
    rows = unheard.of_enterprises(request.user)
    bar = UnheardFilter(request.GET or None, queryset=rows, request=request)
    villages = list(unheard.by_village(bar.qs))
    found = unheard.liaisons([row["place_id"] for row in villages])
    total = unheard.Line("合计")
    for row in villages:
        row["liaisons"] = found.get(row["place_id"], [])
        total.add(row)
    return list_page(
        request,
        unheard.by_village(rows),
        template="checks/unheard.html",
        partial="checks/_unheard.html",
        filterset=UnheardFilter,
        export=("企业自查未报情况", COLUMNS),
        per_page=200,
        villages=villages,
        liaisons=unheard.by_liaison(villages, found),
        sums=total,
        may_urge=not rules.may_urge(request.user),
        may_copy=not rules.may_see_paper(request.user),
        asked=query_without(request, "page", "export"),
        unasked=_unasked(request, bar),
    )


def _unasked(request, bar):
    """The way to the enterprises that the campaign filtered by has not asked; "" for who may not look."""
    chosen = bar.form.cleaned_data if bar.is_bound and bar.form.is_valid() else {}
    if not chosen.get("campaign") or rules.may_see_unasked(request.user):
        return ""
    page = reverse("checks:unasked", args=[chosen["campaign"].pk])
    return f"{page}?checklist={chosen['checklist'].pk}" if chosen.get("checklist") else page


@require_POST
def urge(request):
    """Those of the filter in the address; within it the villages named in the form."""
    refuse_if(rules.may_see_unheard(request.user) or rules.may_urge(request.user))
    rows = unheard.of_enterprises(request.user).filter(place__in=request.POST.getlist("villages"))
    rows = UnheardFilter(request.GET or None, queryset=rows, request=request).qs.waiting()
    back = f"{reverse('checks:unheard')}?{query_without(request, 'page', 'export')}"
    try:
        outcome, told = urge_villages(
            checks=list(rows.select_related("place", "enterprise", "version__checklist")), by=request.user
        )
    except Refused as error:
        return say_refused(request, error, back)
    skipped = f"；{len(outcome.skipped)} 家未发：今天已催办过或没有账号" if outcome.skipped else ""
    messages.success(request, f"已催办 {len(outcome.done)} 家，通知包村干部 {told} 人{skipped}")
    return redirect(back)

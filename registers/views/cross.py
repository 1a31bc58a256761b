"""The two ledgers side by side, the list of differences, urging, the quarter's bulletin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused, refuse_if
from core.lists import list_page, query_without
from core.middleware import say_refused
from core.xlsx import Column

from .. import cross, rules
from ..filters import CrossFilter, DifferenceFilter
from ..months import quarter_name, quarter_number
from ..services import cross as services

RELATED = ("village", "office", "sector", "enterprise__village", "enterprise__supervising_office")
SHOWN = (("total", "在册"), ("open", "未销号"), ("major", "其中重大"), ("late", "逾期"), ("closed", "已销号"))
LINKS = {
    "total": {},
    "open": {"open": 1},
    "major": {"open": 1, "grade": "major"},
    "late": {"overdue": 1},
    "closed": {"state": "closed"},
}
DIFFERENCES = [
    Column("编号", "number", 16),
    Column("差异", lambda row: "；".join(kind.label for kind in cross.kinds_of(row)), 24),
    Column("块（村）", "village__name"),
    Column("条（站所）", "office__name", 18),
    Column("单位", lambda row: row.unit.name, 28),
    Column("隐患", "description", 36),
    Column("状态", "get_state_display", 10),
    Column("由谁改", lambda row: "；".join(kind.said for kind in cross.kinds_of(row)), 44),
]


def differing(request):
    return cross.differing(cross.seen(request.user)).select_related(*RELATED).order_by("village", "-found_on", "-pk")


def ledgers(request):
    """Both tables count the same rows, so their totals agree; the differences say where the rows themselves do not."""
    refuse_if(rules.may_read(request.user))
    chosen = CrossFilter(request.GET or None, queryset=cross.seen(request.user), request=request).qs
    places, trades = cross.by_place(chosen), cross.by_trade(chosen)
    found = cross.counts(chosen)
    today = clock.today()
    return list_page(
        request,
        differing(request),
        template="registers/cross.html",
        partial="registers/_differences.html",
        filterset=DifferenceFilter,
        export=("条块台账差异清单", DIFFERENCES),
        heads=[label for _, label in SHOWN],
        places=[_cells(request, "village", line) for line in places],
        trades=[_cells(request, "office", line) for line in trades],
        place_sums=[cross.summed(places)[key] for key, _ in SHOWN],
        trade_sums=[cross.summed(trades)[key] for key, _ in SHOWN],
        tabs=[(f"{k.label} {found[f'n_{k.key}']}", f"kind={k.key}") for k in cross.KINDS if found[f"n_{k.key}"]],
        may_urge=not rules.may_make(request.user),
        year=today.year,
        quarters=[(n, quarter_name(today.year, n)) for n in range(1, quarter_number(today) + 1)],
        quarter=quarter_number(today),
    )


def _cells(request, name, line):
    """(name, cells): each cell a number and the register of its rows."""
    base = {"registered": 1} | {k: v for k, v in request.GET.items() if k in ("grade", "open", "campaign") and v}
    cells = []
    for key, _ in SHOWN:
        query = base | LINKS[key] | {name: line["code"] or ""}
        text = "&".join(f"{k}={v}" for k, v in query.items())
        cells.append((line[key], f"{reverse('hazards:list')}?{text}" if line["code"] and line[key] else ""))
    return line["name"] or "未明确站所", cells


@require_POST
def urge(request):
    """All differences of the filter in the address."""
    chosen = DifferenceFilter(request.GET or None, queryset=differing(request), request=request)
    back = f"{reverse('registers:cross')}?{query_without(request, 'page')}"
    try:
        done = services.urge(rows=chosen.qs, by=request.user)
    except Refused as error:
        if rules.may_make(request.user):
            raise
        return say_refused(request, error, back)
    messages.success(request, f"已催办 {done.rows} 条差异，通知 {done.people} 人；今天通知过的不再重复")
    return redirect(back)


@require_POST
def bulletin(request):
    refuse_if(rules.may_make(request.user))
    quarter = request.POST.get("quarter", "")
    if quarter not in ("1", "2", "3", "4"):
        raise Refused("请选择季度")
    made = services.draft_bulletin(by=request.user, year=clock.today().year, quarter=int(quarter))
    messages.success(request, "季度通报已起草，核对后送领导签发")
    return redirect("notices:detail", made.pk)

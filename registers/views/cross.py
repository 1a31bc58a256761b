"""The two ledgers side by side, the list of differences, urging, the quarter's bulletin."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, xlsx
from core.errors import Refused, refuse_if
from core.exports import answer
from core.lists import list_page, query_without, workbook_response
from core.middleware import say_refused
from core.xlsx import Column
from hazards.exports import register_columns
from notices.views import inline

from .. import cross, exports, prints, rules
from ..filters import CrossFilter, DifferenceFilter
from ..months import quarter_name, quarter_number
from ..services import cross as services

RELATED = ("village", "office", "sector", "enterprise__village", "enterprise__supervising_office")
SIDES = {
    "place": ("块台账（按村）", ("village", "-found_on", "-pk")),
    "trade": ("条台账（按站所）", ("office", "-found_on", "-pk")),
}
KEPT = ("grade", "open", "campaign", "village", "office")  # what a number's own rows are narrowed by, as the page is
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
    refuse_if(rules.may_compare(request.user))
    chosen = narrowed(request)
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
        heads=[label for _, label in cross.SHOWN],
        places=[_cells(request, "village", line) for line in places],
        trades=[_cells(request, "office", line) for line in trades],
        place_sums=[cross.summed(places)[key] for key, _ in cross.SHOWN],
        trade_sums=[cross.summed(trades)[key] for key, _ in cross.SHOWN],
        tabs=[(f"{k.label} {found[f'n_{k.key}']}", f"kind={k.key}") for k in cross.KINDS if found[f"n_{k.key}"]],
        may_read=not rules.may_read(request.user),
        may_urge=not rules.may_make(request.user),
        year=today.year,
        quarters=[(n, quarter_name(today.year, n)) for n in range(1, quarter_number(today) + 1)],
        quarter=quarter_number(today),
    )


def narrowed(request):
    """What both ledgers hold, by the filter in the address."""
    return CrossFilter(request.GET or None, queryset=cross.seen(request.user), request=request).qs


def _cells(request, name, line):
    """(name, cells): each cell a number and the register of its rows."""
    base = {"registered": 1} | {k: v for k, v in request.GET.items() if k in KEPT and v}
    base |= {name: line["code"]} if line["code"] else {"no_office": 1}
    cells = []
    for key, _ in cross.SHOWN:
        text = "&".join(f"{k}={v}" for k, v in (base | LINKS[key]).items())
        cells.append((line[key], f"{reverse('hazards:list')}?{text}" if line[key] else ""))
    return cross.name_of(line), cells


@require_GET
def workbook(request):
    """Both ledgers as counted on the page, the sums last."""
    refuse_if(rules.may_compare(request.user))
    tables = exports.ledgers(narrowed(request))
    return workbook_response("条块两本台账", xlsx.write("条块两本台账", exports.LEDGERS, tables))


@csp_exempt()
@require_GET
def pdf(request):
    refuse_if(rules.may_compare(request.user))
    title = f"{request.user.membership.place}隐患条块两本台账"
    return inline(prints.ledgers(title, exports.ledgers(narrowed(request))), f"{title}.pdf")


@require_GET
def rows(request, side):
    """The rows of one ledger, those of each village or office together."""
    refuse_if(rules.may_compare(request.user))
    if side not in SIDES:
        raise Http404
    title, order = SIDES[side]
    found = narrowed(request).select_related(*RELATED, "campaign", "plan", "accepted_by").order_by(*order)
    return answer(request, title, register_columns(), found)


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

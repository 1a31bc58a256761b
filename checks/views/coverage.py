"""Which supervised enterprises were inspected, office by office; which leaders went along, month by month."""

from datetime import date

from django.shortcuts import render
from django.utils.dateparse import parse_date

from core import clock
from core.errors import Refused
from core.lists import list_page, workbook_response
from core.xlsx import Column, write
from enterprises.models import Enterprise

from .. import coverage
from .. import inspection_rules as rules
from ..filters_coverage import CoverageFilter


def offices(request):
    """The year so far unless other days are asked; `?visited=0` those nobody came to."""
    if reason := rules.may_read_plans(request.user):
        raise Refused(reason)
    since, until = _days(request)
    firms = Enterprise.objects.visible_to(request.user).operating().select_related("village", "sector", "supervising_office")
    return list_page(
        request, coverage.with_visits(firms, since, until).order_by("visits", "village_id", "pk"),
        template="checks/coverage.html", partial="checks/_coverage.html", filterset=CoverageFilter,
        export=("企业检查覆盖", _columns()), tabs=(("还没有检查", "visited=0"),), since=since, until=until,
        offices=coverage.by_office(request.user, since, until), joint=coverage.joint(request.user, until.year),
    )  # fmt: skip


def _days(request):
    """Two days out of the address, the first not after the second."""
    today = clock.today()
    since, until = (_day(request.GET.get(name, "")) for name in ("since", "until"))
    until = until or today
    return min(since or date(until.year, 1, 1), until), until


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _columns():
    return [
        Column("企业", "name", 30), Column("监管站所", lambda row: str(row.supervising_office or ""), 24),
        Column("所在村", "village__name"), Column("行业", "sector__name"), Column("检查次数", "visits", 10),
        Column("最近检查", "last_visit", 12),
    ]  # fmt: skip


def leaders(request):
    """`?year=`; at least one visit a month."""
    if reason := rules.may_read_bulletins(request.user):
        raise Refused(reason)
    asked, now = request.GET.get("year", ""), clock.today().year
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= now else now
    rows = coverage.leaders(request.user, year)
    if request.GET.get("export") == "xlsx":
        columns = [Column("领导", lambda pair: pair[0].name, 12)] + [
            Column(f"{m + 1}月", lambda pair, m=m: pair[1][m].count, 6) for m in range(12)
        ]
        return workbook_response(f"{year}年领导下基层检查", write("领导下基层检查", columns, rows))
    short = [sum(month.tone == "missing" for month in months) for _, months in rows]
    context = {
        "rows": list(zip(rows, short, strict=True)),
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < now else None,
    }
    return render(request, "checks/leaders.html", context)

"""安全费用 over all enterprises of a year: set aside, spent, left; who entered nothing."""

import django_filters

from core import clock
from core.lists import list_page
from core.xlsx import Column

from ..models import Enterprise
from . import expenses
from .everyone_views import year_of
from .firm_filter import FirmFilter

ENTRIES = {
    "lacking": ("高危企业没有登记", expenses.LACKING), "nothing": ("没有登记", expenses.NOTHING),
    "unspent": ("提取了没有使用", expenses.UNSPENT), "overspent": ("使用超过结余", expenses.OVERSPENT),
}  # fmt: skip


def years():
    now = clock.today().year
    return [(str(year), f"{year}年") for year in range(now, now - 5, -1)]


class ExpensesFilter(FirmFilter):
    """Works on rows made by with_sums; the year is read from the address before."""

    year = django_filters.ChoiceFilter(label="年度", choices=years, method="as_it_is", empty_label="本年")
    entry = django_filters.ChoiceFilter(
        label="登记", choices=[(key, label) for key, (label, _) in ENTRIES.items()], method="entered", empty_label="不限"
    )

    def as_it_is(self, rows, name, value):
        return rows

    def entered(self, rows, name, value):
        return rows.filter(ENTRIES[value][1])


def overview(request):
    year = year_of(request)
    firms = Enterprise.objects.visible_to(request.user).operating().select_related("village", "sector")
    rows = expenses.with_sums(firms, year).order_by("village_id", "pk")
    asked = f"year={year}&" if year != clock.today().year else ""
    return list_page(
        request, rows, template="enterprises/files/expenses.html", partial="enterprises/files/_expenses.html",
        filterset=ExpensesFilter, export=(f"{year}年安全费用汇总", _columns()), year=year,
        also=lambda bar: {"sums": expenses.summed(bar.qs)},
        tabs=[(label, f"{asked}entry={key}") for key, (label, _) in ENTRIES.items()],
    )  # fmt: skip


def _columns():
    return [
        Column("企业", "name", 30), Column("统一社会信用代码", "credit_code", 22), Column("所在村", "village__name"),
        Column("高危", "high_risk", 8), Column("上年结余（元）", "before", 16), Column("本年提取（元）", "set_aside", 16),
        Column("本年使用（元）", "spent", 16), Column("年末结余（元）", "left", 16), Column("登记笔数", "entries", 10),
        Column("最近一笔", "last_on", 12), Column("主要负责人", "principal", 12),
    ]  # fmt: skip

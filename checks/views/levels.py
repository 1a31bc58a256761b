"""The principal's checks of a month for all enterprises in sight, and the five levels of one enterprise."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.enums import Role
from core import clock
from core.errors import Refused
from core.lists import list_page
from core.xlsx import Column
from enterprises.models import Enterprise

from .. import inspection_rules as rules
from .. import levels, missed
from ..filters_levels import LedFilter, MissedFilter
from ..forms_levels import LevelsForm

STATES = (("未达标", "short=1"),)


def principal(request):
    """0/1/2 of each enterprise in a month; `?short=1` those below."""
    if request.user.has_role(Role.CADRE) or request.user.membership is None:
        raise Refused("带队检查由应急办、站所和企业查看")
    month = levels.month_of(request.GET.get("month", ""))
    firms = Enterprise.objects.visible_to(request.user).operating().select_related("village", "sector")
    rows = levels.with_led(firms, month).order_by("village_id", "pk")
    return list_page(
        request, rows, template="checks/principal.html", partial="checks/_principal.html", filterset=LedFilter,
        export=None if request.user.membership.on_phone else (f"{month:%Y年%m月}带队检查", _columns()),
        month=month, tabs=STATES,
    )  # fmt: skip


def _columns():
    return [
        Column("企业", "name", 30), Column("所在村", "village__name"), Column("行业", "sector__name"),
        Column("高危", "high_risk", 8), Column("主要负责人", "principal"), Column("应带队次数", "wanted", 12),
        Column("已带队次数", "led", 12), Column("达标", lambda row: row.led >= row.wanted, 8),
    ]  # fmt: skip


def missed_list(request):
    """Enterprises that let the last period of a level pass, one line each with all its levels."""
    seat = request.user.membership
    if seat is None:
        raise Refused("没有任职，不能查看缺查")
    firms = Enterprise.objects.visible_to(request.user).operating().select_related("village", "sector")
    return list_page(
        request, missed.with_missed(firms).filter(missed.of_any()).order_by("village_id", "pk"),
        template="checks/missed.html", partial="checks/_missed.html", filterset=MissedFilter,
        export=None if seat.on_phone else ("本期缺查", _missed_columns()), spans=missed.spans(),
        tabs=(("没有账号", "account=0"),),
    )  # fmt: skip


def _missed_columns():
    return [
        Column("企业", "name", 30), Column("所在村", "village__name"), Column("行业", "sector__name"),
        Column("主要负责人", "principal"), Column("有账号", "seated", 8),
        *(Column(f"缺{name}", lambda row, key=f"missed_{kind}": "缺" if getattr(row, key) else "", 18)
          for kind, name in missed.NAMES.items()),
    ]  # fmt: skip


def firm_of(request, enterprise_id):
    return get_object_or_404(Enterprise.objects.visible_to(request.user).select_related("village"), pk=enterprise_id)


def calendar(request, enterprise_id):
    """What was held and what is missing, level by level."""
    firm = firm_of(request, enterprise_id)
    month = levels.month_of(request.GET.get("month", ""))
    lines = levels.calendar(firm, month)
    context = {
        "firm": firm, "month": month, "lines": lines, "missing": sum(line.missing for line in lines),
        "may_set": not rules.may_set_levels(request.user, firm), "this_month": clock.today().replace(day=1),
        "may_start": request.user.has_role(Role.ENTERPRISE), "said": levels.said_of(firm),
    }  # fmt: skip
    return render(request, "checks/calendar.html", context)


def set_levels(request, enterprise_id):
    firm = firm_of(request, enterprise_id)
    if reason := rules.may_set_levels(request.user, firm):
        raise Refused(reason)
    form = LevelsForm(request.POST or None, user=request.user, held=levels.levels_of(firm))
    if request.method == "POST" and form.is_valid():
        levels.say(firm=firm, kinds=form.cleaned_data["kinds"], by=request.user)
        messages.success(request, "已保存")
        return redirect("checks:calendar", firm.pk)
    return render(request, "checks/levels_form.html", {"form": form, "firm": firm})

"""What must be held how often, the table of a year, and who has not held it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.errors import refuse_if
from core.forms import ReasonForm
from core.lists import download, list_page, workbook_response
from core.middleware import say_refused
from core.one_form import filled, show_form
from core.xlsx import Column, write
from enterprises.models import Enterprise
from places.models import Place
from places.sight import is_wide

from .. import frequency, periods, rules, sheets
from ..enums import Holder
from ..forms import DemandForm
from ..models import Demand, Gathering
from ..services import demands as services


def demands(request):
    """A village and an enterprise read what is demanded of them."""
    refuse_if(rules.may_read(request.user))
    return Demand.objects.visible_to(request.user).select_related("township")


def demand_of(request, demand_id):
    refuse_if(rules.may_read_office(request.user))
    return get_object_or_404(demands(request), pk=demand_id)


def index(request):
    """`?late=1` those short in the period before, `?owed=1` those one's own unit owes now, `?ended=1` all there ever were."""
    rows = demands(request)
    rows = rows if request.GET.get("ended") else rows.standing()
    if request.GET.get("late"):
        rows = rows.filter(pk__in=[demand.pk for demand, _ in frequency.late(town_of(request))])
    if request.GET.get("owed"):
        rows = rows.filter(pk__in=[demand.pk for demand in frequency.owed(request.user)])
    on_phone = request.user.membership.on_phone
    return list_page(
        request, rows, template="routines/demands.html", partial="routines/_demands.html",
        export=None if on_phone else ("频次要求", _columns()), tabs=(("本期没完成", "owed=1"),) if on_phone else (("上期没开足", "late=1"),),
        may_demand=not rules.may_demand(request.user), doubts=[row for row in demands(request).standing() if row.is_inverted],
    )  # fmt: skip


def _columns():
    return [
        Column("事项", "name", 30), Column("形式", "get_form_display", 10), Column("谁来开", "get_holder_display", 18),
        Column("频次", "often", 20), Column("依据", "basis", 40), Column("文件日期", "issued_on", 12),
        Column("文件要求的期限", "due_on", 14), Column("核定期限", "settled_on", 12),
    ]  # fmt: skip


def edit(request, demand_id=None):
    refuse_if(rules.may_demand(request.user))
    row = demand_of(request, demand_id) if demand_id else Demand(township=request.user.membership.place)
    refuse_if(rules.may_demand(request.user, row))
    form = DemandForm(request.POST or None, instance=row)
    back = reverse("routines:demands")
    if request.method == "POST" and form.is_valid():
        kept = services.keep(demand=form.save(commit=False), by=request.user)
        if kept.is_inverted:
            messages.warning(
                request, f"文件要求的期限 {kept.due_on} 早于文件日期 {kept.issued_on}，核定实际期限以前不算逾期"
            )
        else:
            messages.success(request, "已保存")
        return redirect("routines:demand", kept.pk)
    heading = "修改频次要求" if demand_id else "设定频次要求"
    return show_form(request, form, heading, "保存", back)


def end(request, demand_id):
    row = demand_of(request, demand_id)
    refuse_if(rules.may_demand(request.user, row))
    form, back = ReasonForm(request.POST or None), reverse("routines:demands")
    act = lambda note: services.end(demand=row, note=note, by=request.user)  # noqa: E731
    return filled(request, form, act, "已停止，开过的记录保留", back) or show_form(
        request, form, "停止这项要求", "停止", back, row.name
    )


def asked_period(request, demand):
    """(the chosen period, all that can be chosen): the one that runs, or with `?period=over` the one before."""
    now, over = periods.around(demand, clock.today())
    chosen = over if request.GET.get("period") == "over" or now is None else now
    return chosen, now, over


def short_of(request, demand, period):
    """Whoever in sight owes something of a period; for the township's own, what was held in it."""
    user = request.user
    if period is None:
        return Gathering.objects.none()
    if demand.holder == Holder.TOWNSHIP:
        rows = Gathering.objects.visible_to(user).filter(demand=demand, held_on__range=(period.first, period.last))
        return rows.select_related("place")
    held = frequency.held_in([(demand, period)])
    if demand.holder == Holder.LEADERS:
        return User.objects.filter(pk__in=[who.pk for who in held.short_leaders(demand, period)])
    short = list(held.short(demand, period))
    if demand.holder == Holder.ENTERPRISES:
        return Enterprise.objects.visible_to(user).filter(pk__in=short).select_related("village")
    rows = Place.objects.filter(pk__in=short)
    return rows.filter(pk__in=user.membership.villages.values("code")) if user.has_role(Role.LIAISON) else rows


def detail(request, demand_id):
    """Who has not: `?period=over` of the period before."""
    row = demand_of(request, demand_id)
    period, now, over = asked_period(request, row)
    rows = short_of(request, row, period)
    named = row.holder != Holder.TOWNSHIP
    return list_page(
        request, rows, template="routines/demand.html", partial="routines/_short.html",
        export=(f"{row}未完成名单" if named else f"{row}召开情况", _short_columns(row)), row=row, period=period, now_period=now,
        over_period=over, may_demand=not rules.may_demand(request.user, row) and row.withdrawn_at is None,
        may_urge=not (rules.may_urge(request.user, row) or services.no_urging(row)),
    )  # fmt: skip


def _short_columns(demand):
    if demand.holder == Holder.TOWNSHIP:
        return [Column("日期", "held_on", 12), Column("名称", "title", 40), Column("状态", "get_state_display", 10)]
    if demand.holder == Holder.ENTERPRISES:
        return [Column("企业", "name", 30), Column("所在村", "village__name"), Column("主要负责人", "principal", 12)]
    return [Column("村" if demand.holder == Holder.VILLAGES else "领导", "name", 20)]


@require_POST
def urge(request, demand_id):
    row = demand_of(request, demand_id)
    refuse_if(rules.may_urge(request.user, row))
    period, *_ = asked_period(request, row)
    back = reverse("routines:demand", args=[row.pk]) + ("?period=over" if request.GET.get("period") == "over" else "")
    if reason := services.no_urging(row) or ("" if period else "这项要求现在没有要办的时段"):
        return say_refused(request, reason, back)
    within = None if row.holder == Holder.LEADERS else set(short_of(request, row, period).values_list("pk", flat=True))
    told = services.urge(demand=row, period=period, by=request.user, within=within)
    messages.success(request, f"已催办 {told} 人" if told else "今天已经催办过，或者没有账号，请电话联系")
    return redirect(back)


def town_of(request):
    """The township the table is of; who looks at several chooses one by `?town=`."""
    place = request.user.membership.place
    if not is_wide(request.user):
        return Place.objects.get(pk=place.township_code)
    rows = Place.objects.townships().within(place)
    asked = request.GET.get("town", "")
    return (rows.filter(pk=asked) if asked.isdecimal() else rows.none()).first() or rows.first() or place


def year_of(request):
    asked, now = request.GET.get("year", ""), clock.today().year
    return int(asked) if asked.isdecimal() and len(asked) == 4 and 2000 <= int(asked) <= now else now


def table(request):
    refuse_if(rules.may_read_office(request.user))
    town, year = town_of(request), year_of(request)
    lines = frequency.table(town, year)
    if request.GET.get("export") == "xlsx":
        title = f"{town}{year}年会议和下基层频次表"
        return workbook_response(title, write("频次表", _table_columns(), lines, heading=title))
    wide = is_wide(request.user)
    context = {
        "town": town, "year": year, "before": year - 1, "after": year + 1 if year < clock.today().year else None,
        "lines": lines, "months": range(1, 13), "missing": sum(line.missing for line in lines), "now": clock.now(),
        "towns": Place.objects.townships().within(request.user.membership.place) if wide else (),
        "may_demand": not rules.may_demand(request.user),
    }  # fmt: skip
    return render(request, "routines/frequency.html", context)


def _table_columns():
    return [
        Column("事项", lambda line: line.demand.name, 26), Column("主体", "who", 14),
        Column("频次", lambda line: line.demand.often, 18), Column("缺", "missing", 6),
    ] + [Column(f"{month}月", lambda line, month=month: _in_month(line, month), 8) for month in range(1, 13)]  # fmt: skip


def _in_month(line, month):
    """What a cell says, in the last month of its period."""
    start = 1
    for cell in line.cells:
        end = start + cell.period.months - 1
        if end == month:
            return cell.text
        start = end + 1
    return ""


def pdf(request):
    refuse_if(rules.may_read_office(request.user))
    town, year = town_of(request), year_of(request)
    data = sheets.frequency_sheet(town, year, frequency.table(town, year))
    return download(f"{town}{year}年频次表.pdf", data, "application/pdf")

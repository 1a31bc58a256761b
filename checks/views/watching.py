"""Enterprises under watch: the list, one with its days, listing and lifting."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import list_page, workbook_response
from core.middleware import say_refused
from core.one_form import filled, show_form
from core.xlsx import Column, write
from notices.views import inline

from .. import watch_rules as rules
from .. import watch_sheet
from ..filters_inspections import WatchFilter
from ..forms_watching import RosterForm, ShiftForm, WatchForm
from ..models import Watch
from ..services import watching


def watches(request):
    if reason := rules.may_read(request.user):
        raise Refused(reason)
    return Watch.objects.visible_to(request.user).select_related("enterprise", "place", "created_by")


def watch_of(request, watch_id):
    return get_object_or_404(watches(request), pk=watch_id)


def index(request):
    on_phone = request.user.membership is not None and request.user.membership.on_phone
    return list_page(
        request, watches(request).with_week().order_by("-state", "-created_at", "-pk"), template="checks/watches.html",
        partial="checks/_watches.html", filterset=WatchFilter, tabs=(("盯守中", "state=standing"), ("已解除", "state=lifted")),
        export=None if on_phone else ("盯守企业", _columns()), may_watch=not rules.may_watch(request.user),
    )  # fmt: skip


def _columns():
    return [
        Column("企业", "enterprise__name", 30), Column("所在村", "place__name"), Column("列入原因", "reason", 40),
        Column("列入时间", "created_at", 18), Column("每周应检查", "weekly", 12), Column("近七天已检查", "visits", 14),
        Column("今天有人盯守", lambda row: "是" if row.watched else "否", 14), Column("近七天缺班", "missed", 12),
        Column("状态", "get_state_display"),
    ]  # fmt: skip


def new(request):
    if reason := rules.may_watch(request.user):
        raise Refused(reason)
    form = WatchForm(request.POST or None, user=request.user)
    act = lambda **given: watching.watch_over(by=request.user, **given)  # noqa: E731
    done = filled(request, form, act, "已列入盯守，请登记每天的盯守人", reverse("checks:watches"))
    return done or show_form(request, form, "列入盯守", "列入", reverse("checks:watches"))


def detail(request, watch_id):
    """Its days, newest first; the same address takes a further day. `?export=xlsx` is the sheet of all days."""
    row = watch_of(request, watch_id)
    if request.GET.get("export") == "xlsx":
        columns = [
            Column("日期", "on", 12),
            Column("盯守人", "name", 12),
            Column("情况", "said", 50),
            Column("登记时间", "at", 18),
        ]
        return workbook_response(f"{row.enterprise}盯守表", write("盯守表", columns, row.shifts.order_by("on", "pk")))
    may_shift = not rules.may_shift(request.user, row) and row.state == "standing"
    form = ShiftForm(request.POST or None)
    if request.method == "POST" and not may_shift:
        raise Refused(rules.may_shift(request.user, row) or "盯守已经解除，不能再登记")
    act = lambda **given: watching.shift(watch=row, by=request.user, **given)  # noqa: E731
    if done := filled(request, form, act, "已登记", reverse("checks:watch", args=[row.pk])):
        return done
    context = {
        "row": row, "form": form, "may_shift": may_shift, "days": watching.days_of(row), "more": row.shifts.count(),
        "log": row.log.select_related("actor"), "may_lift": not row.workflow.refusal(row, "lift", request.user),
        "visits": Watch.objects.with_week().get(pk=row.pk).visits, "lifted": row.log.filter(action="lift").last(),
    }  # fmt: skip
    return render(request, "checks/watch.html", context)


def roster(request, watch_id):
    """Put people on the roster for a run of days."""
    row = watch_of(request, watch_id)
    if reason := rules.may_watch(request.user, row):
        raise Refused(reason)
    form, back = RosterForm(request.POST or None), reverse("checks:watch", args=[row.pk])
    act = lambda **given: watching.plan(watch=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已排班", back) or show_form(
        request, form, "盯守排班", "排班", back, str(row.enterprise)
    )


def pdf(request, watch_id):
    row = watch_of(request, watch_id)
    return inline(watch_sheet.pdf(row), f"{row.enterprise}盯守表.pdf")


@require_POST
def lift(request, watch_id):
    row = watch_of(request, watch_id)
    if reason := rules.may_watch(request.user, row):
        raise Refused(reason)
    try:
        watching.lift(watch=row, note=request.POST.get("note", ""), by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("checks:watch", args=[row.pk]))
    return redirect("checks:watch", row.pk)

"""Gatherings: the list, planning or writing one down, one with who was there, its sheet, holding and calling off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import TOWNSHIP_ROLES, Role
from core import clock
from core.errors import Refused, refuse_if
from core.lists import download, list_page, ticked
from core.middleware import say_refused
from core.one_form import refused, step_page
from core.xlsx import Column
from enterprises.models import Enterprise
from evidence import photos
from evidence.models import Attachment

from .. import rules, sheets
from ..filters import GatheringFilter
from ..forms import GatheringForm, HoldForm, MarkForm, PeopleForm
from ..models import Attendee, Demand, Gathering
from ..services import gatherings as services

SHOWN = 600


def gatherings(request):
    refuse_if(rules.may_read(request.user))
    rows = Gathering.objects.visible_to(request.user)
    return rows.select_related("place", "enterprise", "demand", "leader", "created_by")


def gathering_of(request, gathering_id):
    return get_object_or_404(gatherings(request), pk=gathering_id)


def index(request):
    on_phone = request.user.membership is not None and request.user.membership.on_phone
    return list_page(
        request, gatherings(request), template="routines/gatherings.html", partial="routines/_gatherings.html",
        filterset=GatheringFilter, export=None if on_phone else ("会议和培训台账", _columns()),
        tabs=(("等我签到", "mine=1"), ("已通知", "state=planned"), ("已召开", "state=held")),
        may_hold=not rules.may_hold(request.user), may_read_office=not rules.may_read_office(request.user),
    )  # fmt: skip


def _columns():
    return [
        Column("日期", "held_on", 12), Column("形式", "get_form_display", 10), Column("名称", "title", 40),
        Column("单位", "unit_name", 24), Column("地点", "where", 20), Column("主持人", "chair", 12),
        Column("频次要求", lambda row: str(row.demand or ""), 24), Column("状态", "get_state_display", 10),
        Column("内容", "content", 60),
    ]  # fmt: skip


def own_firm(user):
    return Enterprise.objects.visible_to(user).first() if user.has_role(Role.ENTERPRISE) else None


def new(request):
    """`?demand=` begins one that is due; `act=hold` writes down what was held, else it is planned and people are told."""
    refuse_if(rules.may_hold(request.user))
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GatheringForm(
        *posted, instance=Gathering(), user=request.user, firm=own_firm(request.user), initial=_asked(request)
    )
    if request.method == "POST" and form.is_valid():
        is_over = request.POST.get("act") == "hold"
        act, told = (services.record, "已登记") if is_over else (services.plan, "已保存，有账号的参加人员会收到通知")
        try:
            row = act(gathering=form.row(), guests=form.guests(), by=request.user, photos=form.photos())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, told)
            return redirect("routines:gathering", row.pk)
    return render(request, "routines/gathering_edit.html", {"form": form, "back": reverse("routines:gatherings")})


def _asked(request):
    """What the demand in the address fills in."""
    key = request.GET.get("demand", "")
    rows = Demand.objects.visible_to(request.user).standing()
    demand = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 16 else None
    return {"demand": demand.pk, "form": demand.form, "title": demand.name} if demand else {}


def edit(request, gathering_id):
    row = gathering_of(request, gathering_id)
    refuse_if(rules.may_hold(request.user, row))
    form = GatheringForm(request.POST or None, instance=row, user=request.user, firm=own_firm(request.user))
    back = reverse("routines:gathering", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            services.change(gathering=form.row(), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已修改")
            return redirect(back)
    return render(request, "routines/gathering_edit.html", {"form": form, "row": row, "back": back})


def sees_people(user, row):
    """The list of names is for who keeps it and for the township; a guest reads the own line only."""
    return user.has_role(*TOWNSHIP_ROLES, Role.SUPERVISOR) or not row.is_townships or not rules.may_hold(user, row)


def detail(request, gathering_id):
    row = gathering_of(request, gathering_id)
    whole = sees_people(request.user, row)
    people = row.attendees.all() if whole else Attendee.objects.of_user(request.user).filter(gathering=row)
    may_hold = not rules.may_hold(request.user, row)
    mine = Attendee.objects.of_user(request.user).filter(gathering=row).first()
    context = {
        "row": row, "people": list(people[:SHOWN]), "whole": whole, "may_hold": may_hold and row.state == "planned",
        "counts": _counts(row) if whole else None, "photos": Attachment.objects.of(row) if whole else (),
        "steps": [step for step in row.workflow.open_to(row, request.user) if whole],
        "people_form": PeopleForm(), "log": row.log.select_related("actor") if whole else (), "mine": mine,
        "may_sign": mine is not None and row.state == "planned" and mine.presence != "signed" and row.held_on == clock.today(),
    }  # fmt: skip
    return render(request, "routines/gathering.html", context)


def _counts(row):
    """(asked, there, excused, not heard of)"""
    said = list(row.attendees.values_list("presence", flat=True))
    return len(said), said.count("signed"), said.count("excused"), said.count("asked") + said.count("absent")


@require_POST
def people(request, gathering_id):
    row = gathering_of(request, gathering_id)
    refuse_if(rules.may_hold(request.user, row))
    form = PeopleForm(request.POST)
    guests = services.guests_of(form.cleaned_data["names"], own_firm(request.user)) if form.is_valid() else []
    return _done(
        request,
        row,
        lambda: services.add(gathering=row, guests=guests, by=request.user),
        "已添加 {} 人",
        "请写姓名，一行一人",
    )


@require_POST
def mark(request, gathering_id):
    """The ticked people were there, on leave, or absent."""
    row = gathering_of(request, gathering_id)
    refuse_if(rules.may_hold(request.user, row))
    form, ids = MarkForm(request.POST), ticked(request.POST.getlist("ids"))
    given = form.cleaned_data if form.is_valid() else {}
    act = lambda: services.mark(gathering=row, ids=ids, by=request.user, **given)  # noqa: E731
    return _done(request, row, act if given else lambda: 0, "已登记 {} 人", "请先勾选人员，再选到会情况")


def _done(request, row, act, told, nobody):
    back = reverse("routines:gathering", args=[row.pk])
    try:
        number = act()
    except Refused as error:
        return say_refused(request, error, back)
    if number:
        messages.success(request, told.format(number))
    else:
        messages.warning(request, nobody)
    return redirect(back)


@require_POST
def sign_in(request, gathering_id):
    row = gathering_of(request, gathering_id)
    refuse_if(rules.may_sign_in(request.user, row))
    return _done(request, row, lambda: services.sign_in(gathering=row, by=request.user), "已签到", "你不在通知参加的名单里")


def sheet(request, gathering_id):
    row = gathering_of(request, gathering_id)
    refuse_if("" if sees_people(request.user, row) else "签到表由组织会议的单位打印")
    return download(f"{row.title}签到表.pdf", sheets.sign_sheet(row), "application/pdf")


def step(request, gathering_id, action):
    """Hold (with what is still needed) or call off."""
    row, back = gathering_of(request, gathering_id), reverse("routines:gathering", args=[gathering_id])
    if action == "hold":
        return _hold(request, row, back)
    return step_page(request, row, action, lambda note: services.drop(gathering=row, note=note, by=request.user), back)


def _hold(request, row, back):
    if reason := row.workflow.refusal(row, "hold", request.user):
        return refused(request, reason, back)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HoldForm(*posted, initial={"content": row.content})
    if request.method == "POST" and form.is_valid():
        try:
            given = {"content": form.cleaned_data["content"], "photos": photos.collect(form, by=request.user)}
            services.hold(gathering=row, by=request.user, **given)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记为已召开")
            return redirect(back)
    context = {"form": form, "row": row, "back": back, "heading": "登记为已召开", "label": "完成登记"}
    return render(request, "routines/photo_form.html", context)

"""The officer's page of people: who works here, their seats and accounts."""

import logging

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import list_page
from core.middleware import say_refused
from core.xlsx import Column

from . import initial, rules, services
from .enums import Role
from .filters import PeopleFilter
from .forms import PersonForm, SeatForm
from .models import Membership, User

SHOWN = 200
logger = logging.getLogger(__name__)


def people_of(request):
    """Those with a seat, present or past, inside the officer's township; others are refused."""
    if reason := rules.may_keep_people(request.user):
        raise Refused(reason)
    first, last = request.user.membership.place.code_range
    seats = Membership.objects.filter(place__gte=first, place__lte=last).exclude(role=Role.SUPERVISOR)
    shown = Prefetch("memberships", seats.current().select_related("place", "office"), to_attr="seats")
    return User.objects.filter(pk__in=seats.values("user")).prefetch_related(shown)


def _person(request, person_id):
    return get_object_or_404(people_of(request), pk=person_id)


COLUMNS = [
    Column("姓名", "name"),
    Column("登录名", "username", 18),
    Column("任职", lambda row: "；".join(map(str, row.seats)), 40),
    Column("可登录", "is_active", 8),
]


def people_list(request):
    return list_page(
        request, people_of(request), template="accounts/people.html", partial="accounts/_people.html",
        filterset=PeopleFilter, export=("人员名册", COLUMNS),
    )  # fmt: skip


@never_cache
def new(request):
    """A new person; the initial password is on the answer and nowhere else."""
    people_of(request)
    form, seat = PersonForm(request.POST or None), SeatForm(request.POST or None, user=request.user)
    if request.method == "POST" and all([form.is_valid(), seat.is_valid()]):
        try:
            person, word = services.add_person(by=request.user, **form.cleaned_data, **seat.seat())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return render(request, "accounts/initial.html", {"person": person, "word": word})
    return render(request, "accounts/person_new.html", {"form": form, "seat_form": seat})


def person(request, person_id):
    """One person's seats, and the form for a further one."""
    row = _person(request, person_id)
    form = SeatForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            seat = services.give_seat(person=row, by=request.user, **form.seat())
        except Refused as error:
            return say_refused(request, error, request.path)
        messages.success(request, f"已安排 {seat}")
        return redirect("accounts:person", row.pk)
    context = {"person": row, "form": form, "others": people_of(request).exclude(pk=row.pk).filter(is_active=True)}
    return render(request, "accounts/person.html", context)


@require_POST
def phone(request, person_id):
    """The whole number, to the officer who asks for it; the asking is logged, the number is not."""
    row = _person(request, person_id)
    logger.info("phone of user %s shown to user %s", row.pk, request.user.pk)
    return HttpResponse(row.phone or "未登记", content_type="text/plain; charset=utf-8")


@never_cache
@require_POST
def reset(request, person_id):
    row = _person(request, person_id)
    word = services.reset_password(person=row, by=request.user)
    return render(request, "accounts/initial.html", {"person": row, "word": word})


def passwords(request):
    """New accounts without a password yet: all of them get one, in one file that is handed out once."""
    if reason := rules.may_keep_people(request.user):
        raise Refused(reason)
    groups = {"new": initial.waiting(request.user), "unused": initial.unused(request.user)}
    if request.method == "POST":
        people = groups.get(request.POST.get("which"), User.objects.none())
        job = initial.order(people=people, by=request.user)
        return redirect("core:job", job_id=job.pk)
    shown = groups["new"].prefetch_related("memberships__place", "memberships__office")[:SHOWN]
    context = {"people": shown, "new": groups["new"].count(), "unused": groups["unused"].count()}
    return render(request, "accounts/passwords.html", context)


@require_POST
def active(request, person_id):
    row = _person(request, person_id)
    on = request.POST.get("active") == "1"
    told = f"已恢复账号，{row.name}可以登录" if on else f"已停用账号，{row.name}不能再登录"
    return _do(request, row, told, services.set_active, person=row, active=on)


@require_POST
def end(request, person_id, seat_id):
    row = _person(request, person_id)
    seat = _seat(row, seat_id)
    return _do(request, row, f"已结束任职“{seat}”", services.end_seat, seat=seat, reason=request.POST.get("note", ""))


@require_POST
def hand_over(request, person_id, seat_id):
    """The seat goes to another person of the township."""
    row = _person(request, person_id)
    given = request.POST.get("successor", "")
    successor = _person(request, given if given.isdigit() else 0)
    reason = request.POST.get("note", "").strip() or f"由{successor.name}接任"
    seat = _seat(row, seat_id)
    told = f"“{seat}”已移交给{successor.name}"
    return _do(request, row, told, services.hand_over, seat=seat, successor=successor, reason=reason)


def _seat(row, seat_id):
    return get_object_or_404(row.memberships.current(), pk=seat_id, pk__in=[seat.pk for seat in row.seats])


def _do(request, row, told, act, **values):
    try:
        act(by=request.user, **values)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect("accounts:person", row.pk)

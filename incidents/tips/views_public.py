"""Pages for anybody, without log-in or script: tell something, ask by the code. Nobody's account is looked at."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache

from accounts.middleware import public
from core.errors import Refused
from enterprises.models import Board
from notices.views_public import address_of
from places.models import Place

from . import limits, services
from .forms_public import AddForm, CodeForm, TipForm
from .settings import settings_of

LATER = "提交的人太多或太频繁，请 10 分钟后再试。您填写的内容还在下面，请不要关闭页面；照片需要重新选择。"


@public
@never_cache
def start(request):
    """Where a link without a place leads to: choose the township, or ask by a code."""
    towns = list(Place.objects.townships().filter(is_active=True))
    if len(towns) == 1:
        return redirect("tips:new", code=towns[0].code)
    return render(request, "incidents/tips/start.html", {"towns": towns})


@public
@never_cache
def new(request, code):
    """The form, of a township or of one of its villages; ?board= is the code of an enterprise's plate."""
    place = Place.objects.filter(code=code, is_active=True, level__in=("township", "village")).first()
    if place is None:
        raise Http404
    form = TipForm(request.POST or None, request.FILES or None, place=place, initial={"unit": _unit(request, place)})
    if request.method == "POST":
        return _take(request, form)
    return _form(request, form)


def _unit(request, place):
    board = Board.objects.kept().filter(code=request.GET.get("board", "")[:40], enterprise__village=place)
    return board.values_list("enterprise__name", flat=True).first() or ""


def _take(request, form):
    """The puzzle first, then the count, then what costs: photos are looked into last."""
    if not form.solved:
        form.files = MultiValueDict()
        return _form(request, form, status=400)
    if limits.too_often("send", address_of(request)):
        return _form(request, form, later=LATER, status=429)
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        tip, code = services.send_in(**form.values())
    except Refused as error:
        form.add_error(None, str(error))
        return _form(request, form, status=409)
    return render(request, "incidents/tips/sent.html", {"tip": tip, "code": code, **_office(tip.place)})


def _form(request, form, later="", status=200):
    context = {"form": form, "later": later, "photos_lost": bool(request.FILES), **_office(form.place)}
    return render(request, "incidents/tips/public_form.html", context, status=status)


@public
@never_cache
def status(request):
    """How far a tip is, by its code, which is only ever posted; unknown and malformed codes look alike."""
    form, added = CodeForm(request.POST or None), AddForm(request.POST if "text" in request.POST else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "incidents/tips/status.html", {"form": form}, status=400 if form.errors else 200)
    code = form.cleaned_data["code"]
    if limits.too_often("ask", address_of(request)) or limits.too_often("code", code):
        later = "查询太频繁，请 10 分钟后再试。"
        return render(request, "incidents/tips/status.html", {"form": form, "later": later}, status=429)
    tip = services.of_code(code)
    if tip is None:
        form.add_error("code", "没有这个查询码，请核对后重试")
        return render(request, "incidents/tips/status.html", {"form": form}, status=404)
    done = _add(tip, added) if added.is_bound else ""
    context = {
        "tip": tip, "code": code, "notes": tip.notes.all(), "add": AddForm() if done else added, "done": done,
        "reward": getattr(tip, "reward", None), **_office(tip.place),
    }  # fmt: skip
    return render(request, "incidents/tips/status.html", context)


def _add(tip, form):
    if not form.is_valid():
        return ""
    try:
        services.add(tip=tip, text=form.cleaned_data["text"])
    except Refused as error:
        form.add_error(None, str(error))
        return ""
    return "已补充，办理人员会看到"


def _office(place):
    town = Place.objects.filter(code=place.township_code).first()
    return {"town": town, "office": settings_of(place.township_code)}

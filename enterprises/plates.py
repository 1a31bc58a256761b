"""Who scans the code of a board comes to what they may do there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import public, take_seat
from core.errors import Refused
from places.models import Place

from .files import kinds, rules, services
from .fire.rules import may_ask
from .models import Board, Enterprise

REPORTERS = ("officer", "department", "liaison", "cadre", "enterprise")
_offers = []
_tips = []


def register(offer):
    """`offer(user, firm)` gives (label, icon, address) of what this person may do at the enterprise now."""
    _offers.append(offer)


def register_tip(url_name):
    """The address where a stranger tells of a danger."""
    _tips.append(url_name)


def town_of(firm):
    return Place.objects.filter(code=firm.village.township_code).values_list("name", flat=True).first() or ""


@public
@require_safe
def scan(request, code):
    """A stranger reads the board; who works here goes on to work; people of elsewhere are strangers."""
    boards = Board.objects.kept().select_related("enterprise__village", "enterprise__supervising_office")
    board = boards.filter(code=code).first()
    if board is None:
        raise Http404
    firm = _own(request, board)
    if firm is None:
        return render(request, "enterprises/plate/public.html", {"board": board, "firm": board.enterprise, "tip": _tip()})
    return render(
        request, "enterprises/plate/staff.html", {"board": board, "firm": firm, "actions": _for(request.user, firm)}
    )


def _own(request, board):
    """The enterprise, for those in whose sight it lies."""
    if not request.user.is_authenticated:
        return None
    take_seat(request)
    return (
        Enterprise.objects.visible_to(request.user)
        .select_related("village", "sector")
        .filter(pk=board.enterprise_id)
        .first()
    )


def _tip():
    return next(filter(None, map(_address, _tips)), "")


def _for(user, firm):
    """(label, icon, address) of what this person may do at the enterprise, what waits there first."""
    found = [act for offer in _offers for act in offer(user, firm)]
    if user.role in REPORTERS and (url := _address("hazards:new")):
        found.append(("登记隐患", "exclamation-triangle", f"{url}?enterprise={firm.pk}"))
    if not may_ask(user):
        found.append(("申请动火", "fire", reverse("enterprises:fire_new", args=[firm.pk])))
    return found


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@require_POST
def renew(request, firm_id, row_id):
    """A new code for a board whose plate was lost or copied."""
    board = get_object_or_404(Board.objects.visible_to(request.user).kept(), enterprise=firm_id, pk=row_id)
    if reason := rules.may_keep(request.user, kinds.kind_of("boards")):
        raise Refused(reason)
    services.renew_code(board=board, by=request.user)
    messages.success(request, "已换发二维码，请重新打印责任牌，旧牌的二维码已失效")
    return redirect("enterprises:file", firm_id, "boards", row_id)

"""The poster for the notice board: where to tell, with a code to scan, for a village or an enterprise; A4 and A3."""

import segno
from django.conf import settings as portal
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.errors import refuse_if
from enterprises.models import Board
from enterprises.papers import pdf
from places.models import Place
from places.sight import villages_of

from . import rules
from .settings import settings_of


def choose(request):
    """The posters one may print: of the township, of each village in sight, of each enterprise with a plate."""
    refuse_if(rules.may_enter(request.user))
    boards = (
        Board.objects.visible_to(request.user)
        .kept()
        .select_related("enterprise__village")
        .order_by("enterprise__village_id")
    )
    context = {"town": _town(request), "villages": villages_of(request.user), "boards": boards}
    return render(request, "incidents/tips/posters.html", context)


def place(request, code):
    refuse_if(rules.may_enter(request.user))
    town = _town(request)
    row = town if code == town.code else villages_of(request.user).filter(code=code).first()
    if row is None:
        raise Http404
    return _poster(town, row, row.name, reverse("tips:new", args=[row.code]), size_of(request))


def enterprise(request, board_id):
    refuse_if(rules.may_enter(request.user))
    board = get_object_or_404(
        Board.objects.visible_to(request.user).kept().select_related("enterprise__village"), pk=board_id
    )
    firm = board.enterprise
    address = f"{reverse('tips:new', args=[firm.village_id])}?board={board.code}"
    return _poster(_town(request), firm.village, firm.name, address, size_of(request))


def size_of(request):
    return "a3" if request.GET.get("size") == "a3" else "a4"


def _town(request):
    return get_object_or_404(Place, code=request.user.membership.place.township_code)


def _poster(town, place, name, address, page):
    url = portal.SITE_URL.rstrip("/") + address
    qr = segno.make(url, error="m").svg_data_uri(scale=6, border=2)
    context = {"town": town, "place": place, "name": name, "qr": qr, "page": page, "office": settings_of(town.code)}
    return pdf.response("incidents/tips/poster.html", context, name=f"{name} 举报海报")

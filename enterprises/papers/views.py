"""Papers of one enterprise, each from what its files say today."""

import segno
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core import clock
from evidence.models import Attachment

from ..enums import RiskColour
from ..files import cells
from ..files.views import firm_or_404, row_or_404, rows_of
from ..models import Board, RiskPoint
from ..plates import town_of
from . import pdf, sheet

ORDER = list(RiskColour)


def points_of(request, firm):
    """The points of risk, the gravest first; 404 without any."""
    points = list(RiskPoint.objects.visible_to(request.user).kept().filter(enterprise=firm))
    if not points:
        raise Http404
    return sorted(points, key=lambda point: (ORDER.index(point.colour), point.area, point.pk))


def areas_of(points):
    """[{name, colour, points}] from points sorted by gravity: an area is as grave as its gravest point."""
    areas = {}
    for point in points:
        areas.setdefault(point.area, {"name": point.area, "colour": point.colour, "points": []})["points"].append(point)
    return list(areas.values())


def risk_sheet(request, firm_id, page="wide"):
    """The four colours of an enterprise on landscape sheets, A4 or (huge) A3."""
    firm = firm_or_404(request, firm_id)
    points = points_of(request, firm)
    counts = [(colour, colour.label, sum(point.colour == colour for point in points)) for colour in ORDER]
    context = {
        "firm": firm, "points": points, "areas": areas_of(points), "counts": counts, "today": clock.today(), "page": page,
    }  # fmt: skip
    return pdf.response("enterprises/papers/risk_sheet.html", context, name=f"{firm.name} 四色图")


def risk_cards(request, firm_id):
    """One card a point, A5."""
    firm = firm_or_404(request, firm_id)
    context = {"firm": firm, "points": points_of(request, firm)}
    return pdf.response("enterprises/papers/risk_cards.html", context, name=f"{firm.name} 风险告知卡")


def plate(request, firm_id):
    """The board of responsibility with its code, A4."""
    firm = firm_or_404(request, firm_id)
    board = get_object_or_404(Board.objects.visible_to(request.user).kept(), enterprise=firm)
    url = settings.SITE_URL.rstrip("/") + reverse("enterprises:scan", args=[board.code])
    qr = segno.make(url, error="m").svg_data_uri(scale=4, border=2)
    context = {"firm": firm, "board": board, "qr": qr, "town": town_of(firm)}
    return pdf.response("enterprises/papers/plate.html", context, name=f"{firm.name} 责任公示牌")


def firm_sheet(request, firm_id):
    """一企一档表: the enterprise with all its files."""
    firm = firm_or_404(request, firm_id)
    said = sheet.facts(firm)
    parts = sheet.parts(request.user, firm)
    context = {
        "firm": firm, "facts": [said[n : n + 2] for n in range(0, len(said), 2)], "parts": parts, "today": clock.today(),
        "empty": [part["label"] for part in parts if not part["lines"] and not part["short"]],
    }  # fmt: skip
    return pdf.response("enterprises/papers/sheet.html", context, name=f"{firm.name} 一企一档表")


def file_row(request, firm_id, kind, row_id):
    """One row of a file on paper; of a person's file all its rows together."""
    firm, kind, row = row_or_404(request, firm_id, kind, row_id)
    title = kind.paper_title(row)
    context = {
        "firm": firm, "title": title, "facts": cells.facts(kind, row), "photos": Attachment.objects.of(row).count(),
        "signer": "本人" if kind.together else kind.header(kind.signer) if kind.signer else "经办人", "today": clock.today(),
    }  # fmt: skip
    if kind.together:
        rows = rows_of(request, kind).filter(enterprise=firm, **{kind.together: getattr(row, kind.together)})
        context["heads"] = [kind.header(name) for name in kind.columns]
        context["lines"] = [[cells.said(kind, one, name) for name in kind.columns] for one in rows]
    return pdf.response("enterprises/papers/row.html", context, name=f"{firm.name} {title}")

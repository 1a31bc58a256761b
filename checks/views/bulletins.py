"""Bulletins of spot checks: the list, counting a period and naming units, one with its numbers and the rows behind them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from core.errors import Refused
from core.lists import list_page
from core.tokens import token_of
from core.xlsx import Column
from hazards.models import Hazard
from notices.models import Paper

from .. import inspection_rules as rules
from .. import spot
from ..enums import Kind
from ..filters_inspections import BulletinFilter
from ..forms_bulletins import SpanForm, usual
from ..models import Finding, Inspection, InspectionAnswer, SpotBulletin
from ..services.bulletins import draw_up
from ..services.photos_by import photos_by


def bulletins(request):
    if reason := rules.may_read_bulletins(request.user):
        raise Refused(reason)
    return SpotBulletin.objects.visible_to(request.user).select_related("place", "campaign", "paper", "created_by")


def index(request):
    return list_page(
        request, bulletins(request).order_by("-until", "-pk"), template="checks/bulletins.html",
        partial="checks/_bulletins.html", filterset=BulletinFilter, export=("抽查通报", _columns()),
        may_draw_up=not rules.may_bulletin(request.user),
    )  # fmt: skip


def _columns():
    numbers = [
        Column(label, lambda row, key=key: row.figures.get(key, [""])[0], 14) for key, (label, _) in spot.FIGURES.items()
    ]
    return [
        Column("起", "since", 12),
        Column("止", "until", 12),
        Column("专项行动", lambda r: str(r.campaign or ""), 30),
        *numbers,
    ]


def new(request):
    """`?since=…` counts the period; posting with the units ticked draws it up."""
    if reason := rules.may_bulletin(request.user):
        raise Refused(reason)
    given = request.POST or request.GET
    form = SpanForm(given if "since" in given else None, user=request.user, initial=usual())
    context = {"form": form}
    if form.is_bound and form.is_valid():
        if request.method == "POST" and (done := _drawn_up(request, form)):
            return done
        context |= _counted(form.span(), request)
    return render(request, "checks/bulletin_new.html", context)


def _drawn_up(request, form):
    try:
        row = draw_up(span=form.span(), named=request.POST.getlist("named"), by=request.user, token=token_of(request))
    except Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, "通报已起草，核对后送审")
    return redirect("checks:bulletin", row.pk)


def _counted(span, request):
    visits = span.visits(request.user)
    problems, earlier = spot.problems_of(visits), span.before.visits(request.user)
    units, picked = spot.units_of(visits, problems), set(request.POST.getlist("named"))
    before = {key: row[0] for key, row in spot.figures(earlier, spot.problems_of(earlier)).items()}
    return {
        "visits": visits, "before_span": span.before, "lines": _lines(spot.figures(visits, problems), before),
        "units": [(unit, unit.key in picked if request.method == "POST" else bool(unit.grave)) for unit in units],
    }  # fmt: skip


def _lines(figures, before):
    """(key, label, measure, number, number before) of each figure."""
    return [(key, *spot.FIGURES[key], row[0], before.get(key, 0)) for key, row in figures.items() if key in spot.FIGURES]


def detail(request, bulletin_id):
    row = get_object_or_404(bulletins(request), pk=bulletin_id)
    seen = {key for _, visits, _ in row.figures.values() for key in visits}
    visits = list(
        Inspection.objects.visible_to(request.user)
        .filter(pk__in=seen)
        .select_related("enterprise", "place")
        .order_by("held_on")
    )
    named = [unit for unit in spot.units_of(visits, spot.problems_of(visits)) if unit.key in row.named]
    photos = _photos([problem for unit in named for problem in unit.problems])
    context = {
        "row": row, "kinds": [Kind(kind).label for kind in row.kinds], "rows": _explained(row, visits, request.user),
        "before_span": spot.Span(row.since, row.until, ()).before,
        "named": [(unit, [(problem, *photos[problem.source]) for problem in unit.problems]) for unit in named],
        "paper": row.paper if _sees(request.user, row.paper_id) else None,
    }  # fmt: skip
    return render(request, "checks/bulletin.html", context)


def _sees(user, paper_id):
    return paper_id and Paper.objects.visible_to(user).filter(pk=paper_id).exists()


def _explained(row, visits, user):
    """Each figure with the rows it counted: (label, measure, number, before, visits, hazards)."""
    shown = {visit.pk: visit for visit in visits}
    keys = {key for _, _, hazards in row.figures.values() for key in hazards}
    hazards = Hazard.objects.visible_to(user).select_related("enterprise", "village").in_bulk(keys)
    return [
        (label, measure, row.figures[key][0], row.before.get(key, 0),
         [shown[pk] for pk in row.figures[key][1] if pk in shown],
         [hazards[pk] for pk in row.figures[key][2] if pk in hazards])
        for key, (label, measure) in spot.FIGURES.items() if key in row.figures
    ]  # fmt: skip


def _photos(problems):
    """{source: (photos of the problem, photos after it was mended)} of each problem."""
    answers = [p.source for p in problems if isinstance(p.source, InspectionAnswer)]
    findings = [p.source for p in problems if isinstance(p.source, Finding)]
    first = {InspectionAnswer: photos_by(InspectionAnswer, answers), Finding: photos_by(Finding, findings)}
    after = photos_by(Hazard, [p.hazard for p in problems if p.hazard])
    return {
        p.source: (first[type(p.source)][p.source.pk], [f for f in after[p.hazard.pk] if f.slot == "after"] if p.hazard else [])
        for p in problems
    }  # fmt: skip

"""The office's looks at its eight points."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from checks.services.photos_by import photos_by
from core.errors import Refused, refuse_if
from core.lists import download, list_page
from core.middleware import say_refused
from core.one_form import filled, show_form, step_page
from core.xlsx import Column
from evidence import photos

from .. import rules, sheets
from ..enums import PointState
from ..forms import MendForm, PointForm, SettingForm
from ..models import OfficeReview, Point
from ..services import points as services


def reviews(request):
    refuse_if(rules.may_read_reviews(request.user))
    had = Count("points", filter=Q(points__verdict__in=[PointState.MET, PointState.MENDED]))
    lacking = Count("points", filter=Q(points__verdict=PointState.LACKING))
    rows = OfficeReview.objects.visible_to(request.user).select_related("township", "created_by")
    return rows.annotate(had=had, lacking=lacking, asked=Count("points"))


def review_of(request, points_id):
    return get_object_or_404(reviews(request), pk=points_id)


def index(request):
    """`?late=1` those with something lacking past its day."""
    rows = reviews(request).order_by("-held_on", "-pk")
    rows = rows.filter(pk__in=Point.objects.late().values("review")) if request.GET.get("late") else rows
    return list_page(
        request, rows, template="routines/reviews.html",
        partial="routines/_reviews.html", export=("“八有”自评", _columns()), may_review=not rules.may_review(request.user),
        tabs=(("逾期未补", "late=1"),),
        staff=services.staff_of(request.user.membership.place), least=services.least_of(request.user.membership.place),
    )  # fmt: skip


def _columns():
    return [
        Column("乡镇", "township__name"), Column("自评日期", "held_on", 12), Column("监管人员", "staff", 10),
        Column("项目", "asked", 8), Column("已有", "had", 8), Column("缺项", "lacking", 8), Column("状态", "get_state_display"),
    ]  # fmt: skip


@require_POST
def new(request):
    refuse_if(rules.may_review(request.user))
    try:
        row = services.start(by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("routines:reviews"))
    return redirect("routines:review", row.pk)


def detail(request, points_id):
    row = review_of(request, points_id)
    points = list(row.points.all())
    photos = photos_by(Point, points)
    context = {
        "row": row, "points": [(point, photos[point.pk]) for point in points],
        "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
        "may_review": not rules.may_review(request.user, row), "least": services.least_of(row.township),
        "left": sum(point.verdict == PointState.OPEN for point in points),
    }  # fmt: skip
    return render(request, "routines/review.html", context)


def point(request, point_id):
    """Say one point while the look is a draft; afterwards write down how it was mended."""
    row = get_object_or_404(Point.objects.select_related("review__township"), pk=point_id)
    review = review_of(request, row.review_id)
    refuse_if(rules.may_review(request.user, review))
    back = reverse("routines:review", args=[review.pk])
    is_draft = review.state == "draft"
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PointForm(*posted, initial=_said(row)) if is_draft else MendForm(*posted)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "files"}
        act = services.say if is_draft else services.mend
        try:
            act(point=row, by=request.user, photos=photos.collect(form, by=request.user), **given)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{row.name}”已登记")
            return redirect(back)
    heading = f"{row.order}. {row.name}"
    context = {"form": form, "back": back, "heading": heading, "label": "保存", "lead": row.demand}
    return render(request, "routines/photo_form.html", context)


def _said(row):
    met = {"met": "1", "lacking": "0"}.get(row.verdict)
    return {"met": met, "fact": row.fact, "lack": row.lack, "due_on": row.due_on}


def step(request, points_id, action):
    row, back = review_of(request, points_id), reverse("routines:review", args=[points_id])
    act = lambda **given: services.move(review=row, action=action, by=request.user, **given)  # noqa: E731
    return step_page(request, row, action, act, back)


def pdf(request, points_id):
    row = review_of(request, points_id)
    return download(f"{row}.pdf", sheets.points_sheet(row, services.least_of(row.township)), "application/pdf")


def setting(request):
    """Which points this township looks at, and how many people it must have."""
    refuse_if(rules.may_review(request.user))
    town = request.user.membership.place
    said = "\n".join(f"{name} {demand}" for name, demand in services.points_of(town))
    form = SettingForm(request.POST or None, initial={"points": said, "least": services.least_of(town)})
    back = reverse("routines:reviews")
    act = lambda **given: services.set_points(township=town, by=request.user, **given)  # noqa: E731
    lead = "从下一次自评起使用；已经开始的自评不变。"
    return filled(request, form, act, "已保存", back) or show_form(request, form, "“八有”项目", "保存", back, lead)

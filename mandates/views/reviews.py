"""Reviews of duty: the register, asking, one review with its lines, the leader's word, mending."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled, refused, show_form, step_page
from core.xlsx import Column
from notices.views import inline

from .. import prints, rules
from ..filters import ReviewFilter
from ..forms import AskReviewsForm, JudgeForm, LineForm, MendedForm
from ..models import Review, ReviewLine
from ..models.reviews import TO_FILL
from ..services import reviews as services

COLUMNS = [
    Column("单位或领导", "subject", 24), Column("时段", "period", 20), Column("自评期限", "due_on", 12),
    Column("状态", "get_state_display"), Column("事项", "lines_of", 8), Column("有差距", "short", 8),
    Column("未整改", "left", 8), Column("评议意见", "word", 50), Column("评议领导", "judged_by__name", 12),
]  # fmt: skip


def reviews(request):
    refuse_if(rules.may_read(request.user))
    related = ("township", "office", "person", "mandate__office", "mandate__person", "judged_by", "created_by")
    return Review.objects.visible_to(request.user).select_related(*related)


def review_of(request, review_id):
    return get_object_or_404(reviews(request), pk=review_id)


def index(request):
    short = Q(lines__is_short=True)
    rows = reviews(request).annotate(
        lines_of=Count("lines"), short=Count("lines", filter=short),
        left=Count("lines", filter=short & Q(lines__mended_on=None, state="concluded")),
    )  # fmt: skip
    return list_page(
        request, rows.order_by("-due_on", "pk"), template="mandates/reviews.html", partial="mandates/_reviews.html",
        filterset=ReviewFilter, export=("履职检视", COLUMNS),
        tabs=(("待我自评", "mine=1"), ("待评议", "state=submitted"), ("有差距未整改", "short=1")),
        may_ask=not rules.may_ask(request.user),
    )  # fmt: skip


def ask(request):
    refuse_if(rules.may_ask(request.user))
    form, back = AskReviewsForm(request.POST or None, user=request.user), reverse("mandates:reviews")
    act = lambda **given: services.ask(by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已发起，被检视的单位和领导会收到提醒", back) or show_form(
        request, form, "发起履职检视", "发起", back
    )


def detail(request, review_id):
    row = review_of(request, review_id)
    waits = row.state in TO_FILL
    context = {
        "row": row, "lines": row.lines.select_related("item", "mended_by"), "held": services.record_of(row),
        "may_fill": waits and not rules.may_review_self(request.user, row),
        "may_urge": waits and not rules.may_ask(request.user),
        "may_mend": row.state == "concluded" and not rules.may_mend(request.user, row),
        "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
    }  # fmt: skip
    return render(request, "mandates/review.html", context)


def pdf(request, review_id):
    row = review_of(request, review_id)
    return inline(prints.review(row), f"{row}表.pdf")


@require_POST
def urge(request, review_id):
    row = review_of(request, review_id)
    try:
        told = services.urge(review=row, by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("mandates:review", args=[row.pk]))
    messages.success(request, f"已催办 {told} 人" if told else "今天已经催过，明天可以再催")
    return redirect("mandates:review", row.pk)


def judge(request, review_id):
    row = review_of(request, review_id)
    back = reverse("mandates:review", args=[row.pk])
    if reason := row.workflow.refusal(row, "judge", request.user):
        return refused(request, reason, back)
    form = JudgeForm(request.POST or None, review=row)
    act = lambda **given: services.judge(review=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已评议，被检视的单位或本人会收到提醒", back) or show_form(
        request, form, "评议", "评议", back, str(row)
    )


def step(request, review_id, action):
    """Every step but the leader's word, which asks for more."""
    if action == "judge":
        raise Http404
    row, back = review_of(request, review_id), reverse("mandates:review", args=[review_id])
    return step_page(request, row, action, lambda **given: _move(row, action, request.user, given), back)


def _move(row, action, by, given):
    if action == "submit":
        return services.submit(review=row, by=by)
    return services.move(review=row, action=action, by=by, **given)


def line_of(request, line_id):
    rows = ReviewLine.objects.filter(review__in=reviews(request))
    return get_object_or_404(rows.select_related("review__office", "review__person", "item"), pk=line_id)


def line(request, line_id):
    row = line_of(request, line_id)
    refuse_if(rules.may_review_self(request.user, row.review))
    start = {name: getattr(row, name) for name in ("did", "is_short", "mend", "mend_by")}
    form, back = LineForm(request.POST or None, initial=start), reverse("mandates:review", args=[row.review_id])
    act = lambda **given: services.answer(line=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已保存", back) or show_form(request, form, "写履职情况", "保存", back, row.item.text)


def line_mended(request, line_id):
    row = line_of(request, line_id)
    refuse_if(rules.may_mend(request.user, row.review))
    form, back = MendedForm(request.POST or None), reverse("mandates:review", args=[row.review_id])
    act = lambda **given: services.mended(line=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已登记整改", back) or show_form(
        request, form, "登记整改", "登记", back, row.item.text
    )

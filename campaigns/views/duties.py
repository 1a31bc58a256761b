"""Each person's duties, the answer form, and the officer's queue."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused
from core.lists import list_page, ticked
from core.middleware import say_refused
from core.workflow import advance
from evidence import photos
from evidence.models import Attachment

from .. import rules, taken_up
from ..filters import QueueFilter
from ..forms import AnswerForm
from ..models import Assignment
from ..services import duties as service

RELATED = ("task", "campaign", "place", "office", "enterprise")
SENT_SHOWN = 20


def seen(request):
    return Assignment.objects.visible_to(request.user).select_related(*RELATED)


def assignment_of(request, assignment_id):
    return get_object_or_404(seen(request), pk=assignment_id)


def duties(request):
    """What the user's unit has to do: late, within a week, later; and what it sent last."""
    rows = seen(request).of_unit(request.user)
    today = clock.today()
    groups = {"late": [], "week": [], "later": []}
    for row in rows.waiting().of_running().order_by("due_on", "pk"):
        groups[group_of(row, today)].append(row)
    sent = rows.filter(state__in=["submitted", "accepted"]).order_by("-submitted_at")[:SENT_SHOWN]
    titles = [("late", "已逾期"), ("week", "一周内"), ("later", "以后")]
    context = {
        "groups": [(key, title, groups[key]) for key, title in titles],
        "sent": sent,
        "total": sum(map(len, groups.values())),
    }
    return render(request, "campaigns/duties.html", context)


def group_of(row, today):
    """late, week (within seven days) or later; what has no due date is later."""
    if row.due_on and row.due_on < today:
        return "late"
    return "week" if row.due_on and row.due_on <= today + timedelta(days=7) else "later"


def assignment(request, assignment_id):
    row = assignment_of(request, assignment_id)
    return _assignment_page(request, row, AnswerForm(initial={"held_on": clock.today()}, task=row.task))


def _assignment_page(request, row, form, status=200):
    refusal = Assignment.workflow.refusal(row, "submit", request.user)
    submissions = list(row.submissions.select_related("by"))
    for submission in submissions:
        submission.photos = Attachment.objects.of(submission)
    context = {
        "assignment": row,
        "form": form,
        "may_answer": not refusal,
        "refusal": refusal,
        "submissions": submissions,
        "steps": [step.action for step in Assignment.workflow.open_to(row, request.user)],
        "log": row.log.select_related("actor"),
        "others": _others(request, row),
        "take_up": taken_up.address(request.user, row),
    }
    return render(request, "campaigns/assignment.html", context, status=status)


def _others(request, row):
    """The other periods of the same duty, newest first."""
    same = {"task": row.task_id, "place": row.place_id, "office": row.office_id, "enterprise": row.enterprise_id}
    return Assignment.objects.visible_to(request.user).filter(**same).exclude(pk=row.pk).order_by("-period_starts_on")[:12]


@require_POST
def answer(request, assignment_id):
    row = assignment_of(request, assignment_id)
    if reason := rules.may_answer(request.user, row):
        raise Refused(reason)
    form = AnswerForm(request.POST, request.FILES, task=row.task)
    if not form.is_valid():
        return _assignment_page(request, row, form)
    try:
        values = {name: value for name, value in form.cleaned_data.items() if name != "files"}
        service.answer(assignment=row, photos=photos.collect(form, by=request.user), by=request.user, **values)
    except Refused as error:
        row.refresh_from_db()
        form.add_error(None, str(error))
        return _assignment_page(request, row, form)
    messages.success(request, "已上报，等应急办审核")
    return redirect("campaigns:duties")


def queue(request):
    """What waits for the officer's judgement, oldest first."""
    rows = seen(request).filter(state="submitted").order_by("submitted_at", "pk").prefetch_related("submissions")
    return list_page(
        request,
        rows,
        template="campaigns/queue.html",
        partial="campaigns/_queue.html",
        filterset=QueueFilter,
        may_judge=not rules.may_manage(request.user),
    )


@require_POST
def judge(request, assignment_id, action):
    """Accept, return or cancel; then the next one in the queue opens."""
    row = assignment_of(request, assignment_id)
    acts = {
        "accept": lambda: service.accept(assignment=row, by=request.user),
        "send_back": lambda: service.send_back(assignment=row, note=request.POST.get("note", ""), by=request.user),
        "cancel": lambda: advance(row, "cancel", by=request.user, note=request.POST.get("note", "")),
    }
    if action not in acts:
        raise Refused("没有这一步")
    try:
        acts[action]()
    except Refused as error:
        if reason := rules.may_judge(request.user, row):
            raise Refused(reason) from error
        return say_refused(request, error, row_url(row))
    done = {"accept": "已通过", "send_back": f"已退回，{row.unit_name}会收到提醒", "cancel": "已取消"}
    messages.success(request, done[action])
    return _next(request, row)


def row_url(row):
    from django.urls import reverse

    return reverse("campaigns:assignment", args=[row.pk])


def _next(request, row):
    following = Assignment.objects.visible_to(request.user).filter(state="submitted").order_by("submitted_at", "pk").first()
    return redirect("campaigns:assignment", following.pk) if following else redirect("campaigns:queue")


@require_POST
def accept_many(request):
    """Accept the ticked answers; those that need a look stay, with the reason."""
    ids = ticked(request.POST.getlist("ids"))
    rows = seen(request).filter(pk__in=ids).prefetch_related("submissions")
    if reason := rules.may_manage(request.user):
        raise Refused(reason)
    done, refused = service.accept_many(assignments=rows, by=request.user)
    messages.success(request, f"已通过 {done} 项")
    for row, reason in refused[:10]:
        messages.warning(request, f"{row.unit_name} {row.task.title}：{reason}")
    return redirect("campaigns:queue")

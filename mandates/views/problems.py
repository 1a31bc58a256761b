"""The three lists: the register, asking offices, one sheet with its lines, the printed sheet."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.forms import ReasonForm
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled, refused, show_form, step_page
from core.xlsx import Column
from notices.views import inline

from .. import prints, rules
from ..filters import SheetFilter
from ..forms import AskSheetsForm, DoneForm, NoteForm, ProblemForm
from ..models import Problem, ProblemSheet
from ..models.problems import ENDED, TO_FILL
from ..services import problems as services

COLUMNS = [
    Column("站所", "office__name", 24), Column("时段", "period", 20), Column("起", "starts_on", 12), Column("止", "ends_on", 12),
    Column("填报期限", "due_on", 12), Column("状态", "get_state_display"), Column("问题", "lines", 8),
    Column("未完成", "left", 8),
]  # fmt: skip


def sheets(request):
    refuse_if(rules.may_read(request.user))
    return ProblemSheet.objects.visible_to(request.user).select_related("office", "township", "created_by")


def sheet_of(request, sheet_id):
    return get_object_or_404(sheets(request), pk=sheet_id)


def index(request):
    kept = Q(problems__withdrawn_at=None)
    own = Q(problems__hazard=None, problems__state="open")
    left = kept & (own | Q(problems__hazard__isnull=False) & ~Q(problems__hazard__state__in=ENDED))
    rows = sheets(request).annotate(lines=Count("problems", filter=kept), left=Count("problems", filter=left))
    return list_page(
        request, rows.order_by("-due_on", "office_id", "-pk"), template="mandates/sheets.html",
        partial="mandates/_sheets.html", filterset=SheetFilter, export=("三清单", COLUMNS),
        tabs=(("待填报", "fill=1"), ("待审核", "state=submitted")), may_ask=not rules.may_ask(request.user),
    )  # fmt: skip


def ask(request):
    refuse_if(rules.may_ask(request.user))
    form, back = AskSheetsForm(request.POST or None, user=request.user), reverse("mandates:sheets")
    act = lambda **given: services.ask(by=request.user, **given)  # noqa: E731
    done = filled(request, form, act, "已发起，站所会收到提醒", back)
    return done or show_form(request, form, "发起填报三清单", "发起", back)


def detail(request, sheet_id):
    row = sheet_of(request, sheet_id)
    may_fill = row.state in TO_FILL and not rules.may_fill(request.user, row)
    context = {
        "row": row, "lines": prints.lines_of(row), "carried": services.carried(row), "may_fill": may_fill,
        "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
        "may_urge": row.state in TO_FILL and not rules.may_ask(request.user),
        "may_finish": rules.of_office(request.user, row.office_id), "may_reopen": request.user.has_role("officer", "leader"),
        "dropped": row.problems.exclude(withdrawn_at=None).select_related("hazard"),
    }  # fmt: skip
    return render(request, "mandates/sheet.html", context)


def pdf(request, sheet_id):
    row = sheet_of(request, sheet_id)
    return inline(prints.sheet(row), f"{row}.pdf")


@require_POST
def urge(request, sheet_id):
    row = sheet_of(request, sheet_id)
    try:
        told = services.urge(sheet=row, by=request.user)
    except Refused as error:
        return say_refused(request, error, reverse("mandates:sheet", args=[row.pk]))
    messages.success(request, f"已催办 {told} 人" if told else "今天已经催过，明天可以再催")
    return redirect("mandates:sheet", row.pk)


def add(request, sheet_id):
    """`?number=` of a hazard begins the line with it."""
    row = sheet_of(request, sheet_id)
    refuse_if(rules.may_fill(request.user, row))
    start = {"number": request.GET.get("number", "")[:24]}
    form, back = (
        ProblemForm(request.POST or None, user=request.user, initial=start),
        reverse("mandates:sheet", args=[row.pk]),
    )
    act = lambda **_: services.add(sheet=row, by=request.user, **form.values())  # noqa: E731
    return filled(request, form, act, "已列入清单", back) or show_form(request, form, "列入一个问题", "列入", back, str(row))


def step(request, sheet_id, action):
    row, back = sheet_of(request, sheet_id), reverse("mandates:sheet", args=[sheet_id])
    act = lambda **given: _move(row, action, request.user, given)  # noqa: E731
    return step_page(request, row, action, act, back, form=NoteForm if action == "submit" else None)


def _move(row, action, by, given):
    if action == "submit":
        return services.submit(sheet=row, by=by, **given)
    return services.judge(sheet=row, action=action, by=by, **given)


ACTS = {"finish": ("登记完成", DoneForm), "reopen": ("退回", ReasonForm), "drop": ("移出清单", ReasonForm)}


def problem_step(request, problem_id, action):
    refuse_if(rules.may_read(request.user))
    rows = Problem.objects.visible_to(request.user).kept().select_related("sheet", "hazard", "office")
    row = get_object_or_404(rows, pk=problem_id)
    if action not in ACTS:
        raise Http404
    back, (label, kind) = reverse("mandates:sheet", args=[row.sheet_id]), ACTS[action]
    own = rules.may_fill(request.user, row.sheet) if action == "drop" else row.workflow.refusal(row, action, request.user)
    if own:
        return refused(request, own, back)
    form = kind(request.POST if request.method == "POST" else None)
    act = lambda note: _move_problem(row, action, request.user, note)  # noqa: E731
    return filled(request, form, act, f"已{label}", back) or show_form(request, form, label, label, back, row.said)


def _move_problem(row, action, by, note):
    if action == "drop":
        return services.drop(problem=row, note=note, by=by)
    return services.move(problem=row, action=action, note=note, by=by)

"""抽查反馈: the register, feeding back, one with its five steps, the answering paper, the printed sheet."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.one_form import filled, show_form
from core.tokens import token_of
from core.xlsx import Column
from evidence.models import Attachment
from hazards.papers_on import papers_on
from hazards.stepping import Act, show, take
from notices.rules import may_draft
from notices.views import inline

from .. import return_rules as rules
from .. import return_sheet, spot
from ..filters_inspections import ReturnFilter
from ..forms_returns import AnswerForm, ChargeForm, FeedForm, LimitsForm, MendForm, OrderForm, WordForm
from ..models import Inspection, SpotReturn
from ..services import returns as services
from ..settings_returns import keep_limits, limits_of

RELATED = (
    "place",
    "enterprise__supervising_office",
    "inspection",
    "sampler_office",
    "charged_office",
    "paper",
    "answer_paper",
)


def _of(service):
    return lambda row, by, values: service(row=row, by=by, **values)


ACTS = {
    act.action: act
    for act in (
        Act("charge", "责成", ChargeForm, _of(services.charge), "已责成，站所会收到提醒"),
        Act("order", "登记文书", OrderForm, _of(services.order), "已登记文书"),
        Act("mend", "登记整改", MendForm, _of(services.mend), "已登记整改，请回报抽查部门"),
        Act("answer", "回报抽查部门", AnswerForm, _of(services.answer), "已回报，抽查部门会收到提醒"),
        Act("accept", "采信回报", WordForm, _of(services.accept), "已采信，反馈办结"),
        Act("send_back", "退回重报", WordForm, _of(services.send_back), "已退回，责成站所会收到提醒", main=False),
        Act("cancel", "撤回反馈", WordForm, _of(services.cancel), "已撤回", main=False),
    )
}


def returns(request):
    refuse_if(rules.may_read(request.user))
    return SpotReturn.objects.visible_to(request.user).select_related(*RELATED)


def return_of(request, return_id):
    return get_object_or_404(returns(request), pk=return_id)


def index(request):
    return list_page(
        request, returns(request).order_by("-fed_on", "-pk"), template="checks/returns.html", partial="checks/_returns.html",
        filterset=ReturnFilter, export=("抽查反馈", COLUMNS), tabs=(("待我办理", "mine=1"), ("已逾期", "late=1")),
        may_feed=not rules.may_feed(request.user), may_set=not rules.may_set_limits(request.user),
    )  # fmt: skip


COLUMNS = [
    Column("抽查部门", "sampler", 24), Column("被抽查单位", "unit__name", 24), Column("反馈的问题", "matter", 50),
    Column("反馈日期", "fed_on", 12), Column("责成站所", lambda row: str(row.charged_office or ""), 20),
    Column("整改期限", "mend_by", 12), Column("文书文号", "paper_number", 20), Column("整改情况", "result", 40),
    Column("回报期限", "answer_by", 12), Column("回报时间", "answered_at", 18), Column("状态", "get_state_display"),
    Column("本步期限", "due_on", 12),
]  # fmt: skip


def limits(request):
    """How long each step may take in this township; rows on their way keep their days."""
    refuse_if(rules.may_set_limits(request.user))
    town, back = request.user.membership.place.township_code, reverse("checks:returns")
    form = LimitsForm(request.POST or None, initial=limits_of(town))
    keep = partial(keep_limits, town)
    return filled(request, form, keep, "已保存，以后各步按此计算期限", back) or show_form(
        request, form, "办理期限", "保存", back, "按工作日计算；已经在办的一步不变"
    )


def new(request):
    """`?inspection=` begins with the problems of a signed visit, whose hazards come along."""
    refuse_if(rules.may_feed(request.user))
    visit = _visit(request)
    form = FeedForm(request.POST or None, user=request.user, initial=_first(visit))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.feed_back(by=request.user, inspection=visit, token=token_of(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已反馈，乡镇应急办会收到提醒")
            return redirect("checks:return", row.pk)
    return render(request, "checks/return_new.html", {"form": form, "visit": visit})


def _visit(request):
    key = request.GET.get("inspection", "")
    if not key:
        return None
    rows = Inspection.objects.visible_to(request.user).signed().select_related("enterprise", "place")
    return get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < 18 else 0)


def _first(visit):
    if visit is None:
        return {}
    said = "\n".join(problem.text for problem in spot.problems_of([visit]))
    return {"enterprise_name": visit.enterprise.name if visit.enterprise else "", "village": visit.place_id, "matter": said}


def detail(request, return_id):
    return _page(request, return_of(request, return_id))


def _page(request, row, chosen="", form=None):
    return show(
        request, row, ACTS, "checks/return.html", chosen=chosen or request.GET.get("do", ""), form=form,
        step_url="checks:return_step", hazards=row.hazards.order_by("pk"), photos=Attachment.objects.of(row),
        papers=papers_on(row, request.user), may_letter=row.mended_at is not None and not may_draft(request.user),
    )  # fmt: skip


@require_POST
def step(request, return_id, action):
    row = return_of(request, return_id)
    back = reverse("checks:return", args=[row.pk])
    return take(request, row, ACTS, action, back, lambda form: _page(request, row, action, form))


@require_POST
def letter(request, return_id):
    """Begin the paper that answers with one click."""
    paper = services.letter(row=return_of(request, return_id), by=request.user)
    return redirect("notices:detail", paper_id=paper.pk)


def pdf(request, return_id):
    row = return_of(request, return_id)
    return inline(return_sheet.pdf(row), f"{row}单.pdf")

"""Rewards: the register that names nobody, proposing, approving, paying by code, the rules and the budget."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refused, refuse_if
from core.middleware import say_refused
from core.one_form import filled
from core.templatetags.ui import money
from places.models import Place

from .. import access
from ..deaths.enums import Grade
from ..enums import AccessAction
from ..forms.steps import ReasonStep, StepForm
from ..guard.enums import ExportKind
from ..guard.views_exports import ask_page
from ..models import Accident, Reward, RewardBudget, RewardRule
from ..views.sight import enter, marked_form, marked_list, marked_page
from . import rules, services
from .filters import RewardFilter
from .forms_rewards import BudgetForm, PayForm, ProposeForm, RuleForm
from .reward_enums import AccidentGrade, Basis
from .views import tip_of, url_of

TABS = (("待审批", "state=reported"), ("待领取", "state=granted"), ("已发放", "state=done"))
RELATED = ("tip", "rule", "township")
STEPS = {
    "approve": (StepForm, "已批准，领奖人凭查询码领取"),
    "refuse": (ReasonStep, "已决定不予奖励"),
    "lapse": (ReasonStep, "已登记逾期未领，金额退回预算"),
}
GRADES = {
    Grade.ORDINARY: AccidentGrade.ORDINARY, Grade.LARGER: AccidentGrade.LARGER, Grade.MAJOR: AccidentGrade.GRAVE,
    Grade.GRAVEST: AccidentGrade.GRAVEST,
}  # fmt: skip
SAYS = {"approve": "批准后金额从今年预算中扣除，领奖人凭查询码领取，不登记姓名。"}


def _come_in(request, rule):
    """Behind the pledge, as everywhere in the room: a reward tells what somebody knew of."""
    enter(request)
    refuse_if(rule(request.user))


def rewards(request):
    _come_in(request, rules.may_see_rewards)
    return Reward.objects.visible_to(request.user).select_related(*RELATED)


def register(request):
    year = clock.today().year
    return marked_list(
        request, rewards(request), look="举报奖励登记", template="incidents/tips/rewards.html", partial="incidents/tips/_rewards.html",
        filterset=RewardFilter, export_at=reverse("tips:rewards_export"), tabs=TABS, year=year,
        budget=RewardBudget.objects.visible_to(request.user).filter(year=year).first(), may_pay=not rules.may_pay(request.user),
    )  # fmt: skip


def export(request):
    rows = RewardFilter(request.GET or None, queryset=rewards(request), request=request).qs
    return ask_page(request, ExportKind.REWARDS, rows, back="tips:rewards")


def reward_of(request, reward_id, doing=""):
    """One reward in sight, with a line of the look or step, by number."""
    row = get_object_or_404(rewards(request), pk=reward_id)
    _line(request, AccessAction.WORK if request.method == "POST" else AccessAction.VIEW, row, doing)
    return row


def _line(request, action, row, doing=""):
    access.log_without_lead(by=request.user, action=action, detail=f"举报奖励 {row.number} {doing}".strip())


def reward(request, reward_id):
    """What it is paid for is told to those who see the tip."""
    row = reward_of(request, reward_id)
    context = {
        "reward": row, "log": row.log.select_related("actor"), "steps": Reward.workflow.open_to(row, request.user),
        "differs": _differs(row, accident_of(row.tip, request.user)),
        "printed": reverse("tips:reward_printed", args=[row.pk]),
    }  # fmt: skip
    return marked_page(request, "incidents/tips/reward.html", context)


@require_POST
def reward_printed(request, reward_id):
    """The page of a reward tells that its person had it printed."""
    row = get_object_or_404(rewards(request), pk=reward_id)
    access.log_without_lead(by=request.user, action=AccessAction.PRINT, detail=f"举报奖励审批表 {row.number}")
    return HttpResponse(status=204)


def accident_of(tip, user):
    """What is on record about the accident a tip told of, for those who see its case."""
    rows = Accident.objects.visible_to(user).select_related("lead").filter(lead__source_key=f"tip:{tip.pk}", deaths__gt=0)
    if accident := rows.first():
        access.log(lead=accident.lead, by=user, action=AccessAction.VIEW, detail="核对举报奖励")
    return accident


def _first(accident):
    return {"basis": Basis.DEATHS, "deaths": accident.deaths, "grade": GRADES[accident.grade]} if accident else None


def told_of(accident):
    return f"死亡 {accident.deaths} 人，{accident.get_grade_display()}"


def _differs(row, accident):
    """What the accident on record says, when the reward was computed from something else."""
    if accident is None or row.basis != Basis.DEATHS:
        return ""
    same = (row.deaths, row.grade) == (accident.deaths, GRADES[accident.grade])
    return "" if same else told_of(accident)


def propose(request, tip_id):
    tip = tip_of(request, tip_id)
    if reason := rules.may_propose(request.user, tip):
        return say_refused(request, reason, url_of(tip))
    accident = accident_of(tip, request.user)
    form = ProposeForm(request.POST or None, initial=_first(accident))
    act = lambda **values: services.propose(tip=tip, by=request.user, **values)  # noqa: E731
    if done := filled(request, form, act, "已提出奖励，等待乡镇领导审批", url_of(tip)):
        return done
    rule = RewardRule.objects.in_force(tip.place.township_code, timezone.localdate(tip.received_at))
    lead = f"举报 {tip.number}，按收到举报时施行的标准：{rule}" if rule else "收到举报时还没有施行的奖励标准，请先登记标准"
    if accident:
        lead += f"；线索登记的事故：{told_of(accident)}"
    return marked_form(request, form, f"提出奖励 {tip.number}", "提出奖励", url_of(tip), lead)


def reward_step(request, reward_id, action):
    if action not in STEPS:
        raise Http404
    known = Reward.workflow.steps[action]
    row = reward_of(request, reward_id, known.label)
    if reason := known.rule(request.user, row):
        _line(request, AccessAction.REFUSED, row, known.label)
        raise Refused(reason)
    kind, done = STEPS[action]
    form = kind(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, action)(reward=row, by=request.user, **form.values())
        except Refused as error:
            row.refresh_from_db()
            form.renew(row)
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("tips:reward", row.pk)
    budget = RewardBudget.objects.visible_to(request.user).filter(year=clock.today().year).first()
    context = {"reward": row, "form": form, "label": known.label, "budget": budget, "steps_note": SAYS.get(action, "")}
    return marked_page(request, "incidents/tips/reward_step.html", context)


@never_cache
def pay(request):
    """Whoever shows the code is paid."""
    _come_in(request, rules.may_pay)
    form = PayForm(request.POST or None)
    act = lambda **values: _line(request, AccessAction.WORK, services.pay(by=request.user, **values), "发放")  # noqa: E731
    if done := filled(request, form, act, "已登记发放", "tips:rewards"):
        return done
    lead = "请领奖人出示查询码。登记里只有奖励编号和金额，不登记领奖人。"
    return marked_form(request, form, "凭查询码发放奖励", "发放", reverse("tips:rewards"), lead)


def rule_list(request):
    """The rules with the days they hold from; a leader adds the township's own."""
    _come_in(request, rules.may_see_rewards)
    town, may = _town(request), not rules.may_budget(request.user)
    form = RuleForm(request.POST or None, instance=RewardRule(township=town, created_by=request.user)) if may else None
    if request.method == "POST":
        if not may:
            raise Refused(rules.may_budget(request.user))
        if form.is_valid():
            row = form.save()
            _changed(request, f"奖励标准：{row.valid_from} 起，{row.percent}%，{money(row.least)}～{money(row.most)} 元")
            messages.success(request, "已登记新的奖励标准，施行之日起收到的举报按新标准")
            return redirect("tips:rules")
    rows = RewardRule.objects.visible_to(request.user).select_related("township")
    return marked_page(request, "incidents/tips/rules.html", {"rows": rows, "form": form, "today": clock.today()})


def budgets(request, year=None):
    """The budgets by year; a leader enters or changes one."""
    _come_in(request, rules.may_see_rewards)
    rows, town, may = RewardBudget.objects.visible_to(request.user), _town(request), not rules.may_budget(request.user)
    known = get_object_or_404(rows, year=year) if year else _next_budget(rows, town, request.user)
    form = BudgetForm(request.POST or None, instance=known) if may else None
    if request.method == "POST":
        if not may:
            raise Refused(rules.may_budget(request.user))
        before = known.amount if known.pk else 0
        if form.is_valid():
            row = form.save()
            _changed(request, f"{row.year} 年奖励预算：{money(before)}→{money(row.amount)} 元")
            messages.success(request, f"{form.instance.year} 年举报奖励预算已登记")
            return redirect("tips:budgets")
    return marked_page(request, "incidents/tips/budgets.html", {"rows": rows, "form": form, "year": year})


def _changed(request, said):
    access.log_without_lead(by=request.user, action=AccessAction.WORK, detail=said)


def _town(request):
    return get_object_or_404(Place, code=request.user.membership.place.township_code)


def _next_budget(rows, town, by):
    """An empty one of the first year from now on that has none."""
    known, year = set(rows.values_list("year", flat=True)), clock.today().year
    return RewardBudget(township=town, year=next(y for y in range(year, year + 99) if y not in known), created_by=by)

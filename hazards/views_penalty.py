"""The list of powers (赋权清单), the register of penalties (处罚台账), proposals to close."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from core import clock
from core.errors import Refused
from core.lists import list_page, ticked
from enterprises.models import Enterprise
from evidence.models import Attachment
from notices import rules as paper_rules
from notices.views import inline

from . import case_papers, closures
from . import rules_penalty as rules
from .enums_transfer import CaseState, PenaltyKind
from .exports_transfer import case_columns, closure_columns, power_columns
from .filters_transfer import CaseFilter, ClosureFilter, PowerFilter
from .forms_penalty import (
    AnnulForm,
    CaseForm,
    CloseForm,
    ClosureForm,
    CorrectForm,
    PowerForm,
    ProofForm,
    PublishForm,
    PunishBothForm,
    PunishForm,
    RecordForm,
    ReviewForm,
    WithdrawPowerForm,
)
from .forms_transfer import NoteStep, RowStep
from .models import Case, Hazard, Power, Transfer
from .services import penalties as services
from .stepping import Act, show, take
from .visits import before

RELATED = ("enterprise__village", "hazard", "offence", "office", "reviewed_by", "township")
TABS = (("已立案", "state=filed"), ("缺一半处罚", "half=1"), ("已处罚", "state=decided"), ("不予处罚", "state=exempt"))


def _of(service):
    return lambda row, by, values: service(case=row, by=by, **values)


def _may_record(user, case):
    if case.state not in (CaseState.FILED, CaseState.DECIDED):
        return f"“{case.get_state_display()}”的案件不能再修改"
    return rules.may_handle(user, case)


def _may_punish_both(user, case):
    return "已登记一项处罚" if case.penalties.all() else _may_punish(user, case)


def _may_punish(user, case):
    if len(case.penalties.all()) == 2:
        return "两项处罚都已登记"
    return rules.may_punish(user, case) or ("企业自查自报且在改，应不予处罚" if case.exempt else "")


CASE_ACTS = {
    act.action: act
    for act in (
        Act("exempt", "不予处罚", RowStep, _of(services.exempt), "已记为不予处罚"),
        Act(
            "punish_both",
            "一并登记两项处罚",
            PunishBothForm,
            _of(services.punish_both),
            "已登记对企业和主要负责人的处罚决定",
            may=_may_punish_both,
        ),
        Act("punish", "登记处罚决定", PunishForm, _of(services.punish), "已登记处罚决定", may=_may_punish),
        Act("publish", "登记执法公示", PublishForm, _of(services.publish), "已登记公示", may=rules.may_publish, main=False),
        Act("review", "法制审核", ReviewForm, _of(services.review), "法制审核已记入案件", may=rules.may_review, main=False),
        Act("record", "登记全过程记录", RecordForm, _of(services.keep_record), "已登记", may=_may_record, main=False),
        Act("prove", "补充证据", ProofForm, _of(services.add_proof), "证据已附在案件上", may=rules.may_prove, main=False),
        Act("close", "结案", CloseForm, _of(services.close), "已结案", main=False),
        Act(
            "correct", "更正处罚登记", CorrectForm, _of(services.correct), "已更正，更正前的登记保留", rules.may_mend, False
        ),
        Act("annul", "登记撤销处罚", AnnulForm, _of(services.annul), "已登记撤销，不再计入处罚次数", rules.may_mend, False),
        Act("cancel", "撤案", NoteStep, _of(services.cancel), "已撤案", main=False),
    )
}


def cases(request):
    rows = Case.objects.visible_to(request.user).with_told().select_related(*RELATED)
    return rows.prefetch_related("penalties")


def register(request):
    return list_page(
        request, cases(request), template="hazards/penalties.html", partial="hazards/_penalties.html",
        filterset=CaseFilter, export=("处罚台账", case_columns()), tabs=TABS,
        warned=_warned(request).count(),
    )  # fmt: skip


def new(request):
    """File a case against an enterprise (?enterprise=) or over a hazard (?hazard=) and others of it (?also=) that a ?visit= found."""
    if reason := rules.may_file(request.user):
        raise Refused(reason)
    hazard = _named(request, "hazard", Hazard.objects.visible_to(request.user).filter(enterprise__isnull=False))
    firm = hazard.enterprise if hazard else _named(request, "enterprise", Enterprise.objects.visible_to(request.user))
    if firm is None:
        raise Refused("请从企业页面或隐患页面立案")
    start = _begun(request, firm, hazard)
    form = CaseForm(request.POST or None, enterprise=firm, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.file_case(
                by=request.user, enterprise=firm, hazard=hazard, key=_key(request), **form.cleaned_data
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已立案，编号 {case.number}")
            return redirect("hazards:case", case.pk)
    context = {"form": form, "heading": f"立案：{firm.name}", "button": "立案", "back": reverse("hazards:penalties")}
    return render(request, "hazards/transfer_form.html", context)


def _begun(request, firm, hazard):
    """What the form says at first: the words of the hazards, what the first is judged by, the visit."""
    visit = {"visit": request.GET["visit"]} if request.GET.get("visit", "").isdecimal() else {}
    if hazard is None:
        return visit
    also = Hazard.objects.visible_to(request.user).filter(enterprise=firm, pk__in=ticked(request.GET.getlist("also")))
    facts = "\n".join(row.description for row in [hazard, *also.exclude(pk=hazard.pk).order_by("pk")])
    return visit | {"facts": facts, "basis": hazard.grade_basis}


def _key(request):
    token = request.POST.get("form_token", "")[:32]
    return f"form:{request.user.pk}:{token}" if token else None


def _named(request, name, rows):
    key = request.GET.get(name, "")
    return get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < 18 else 0) if key else None


def detail(request, case_id):
    return _page(request, get_object_or_404(cases(request), pk=case_id))


def _page(request, case, chosen="", form=None):
    found = closures.count(case.enterprise)
    transfers = Transfer.objects.visible_to(request.user).filter(case=case)
    earlier = before(case.enterprise, case.told_at) if case.told_at else []
    may_hand_over = case.state == CaseState.FILED and not rules.may_handle(request.user, case)
    return show(
        request, case, CASE_ACTS, "hazards/case.html", chosen=chosen or request.GET.get("do", ""), form=form,
        papers=case_papers.offered(case), proofs=_proofs(request, case), earlier=earlier,
        found=found, transfers=transfers.select_related("to_office"), may_hand_over=may_hand_over,
        lacking=_lacking(case) if may_hand_over else [], step_url="hazards:case_step",
    )  # fmt: skip


def _proofs(request, case):
    return () if rules.may_see_proof(request.user) else list(Attachment.objects.of(case))


def _lacking(case):
    """Kinds of penalty the township has no power for today."""
    powers = services.powers_of(case.township_id)
    return [kind.label for kind in PenaltyKind if rules.lacks_power(powers, kind, clock.today())]


@require_POST
def step(request, case_id, action):
    case = get_object_or_404(cases(request), pk=case_id)
    back = reverse("hazards:case", args=[case.pk])
    return take(request, case, CASE_ACTS, action, back, lambda form: _page(request, case, action, form))


# the browser's PDF viewer is a page of its own, see views_settling.slip
@csp_exempt()
@require_GET
def paper(request, case_id, kind):
    """情况说明 or one of the two decisions, printed from the case."""
    case = get_object_or_404(cases(request), pk=case_id)
    if reason := rules.may_print(request.user, case):
        raise Refused(reason)
    if kind not in case_papers.KINDS:
        raise Http404
    label, build = case_papers.KINDS[kind]
    return inline(build(case), f"{label} {case.number}.pdf")


# proposals to close


def _warned(request):
    return closures.warned(Enterprise.objects.visible_to(request.user))


def closing(request):
    """Enterprises in sight that have reached a limit of art. 113."""
    rows = _warned(request).select_related("village").order_by("-in_half_year", "pk")
    return list_page(
        request, rows, template="hazards/closures.html", partial="hazards/_closures.html",
        filterset=ClosureFilter, export=("多次受罚企业", closure_columns()), may_propose=not paper_rules.may_draft(request.user),
    )  # fmt: skip


@require_POST
def propose(request, enterprise_id):
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if reason := paper_rules.may_draft(request.user):
        raise Refused(reason)
    paper = closures.propose(firm=firm, by=request.user)
    return redirect("notices:detail", paper_id=paper.pk)


def closure_letter(request, enterprise_id):
    """提请关闭函 over hazards of the unit, those named in the address (?hazard=) ticked to begin with."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if reason := paper_rules.may_draft(request.user):
        raise Refused(reason)
    rows = Hazard.objects.visible_to(request.user).filter(enterprise=firm).exclude(state__in=["draft", "cancelled"])
    named = ticked(request.GET.getlist("hazard"))
    form = ClosureForm(request.POST or None, rows=rows.order_by("-found_on", "-pk"), initial={"hazards": named})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        paper = closures.propose_for_hazards(
            firm=firm, hazards=list(said["hazards"]), reason=said["reason"], by=request.user, key=_key(request)
        )
        return redirect("notices:detail", paper_id=paper.pk)
    context = {"form": form, "heading": f"提请关闭：{firm.name}", "button": "起草提请关闭函"}
    context["back"] = reverse("enterprises:detail", args=[firm.pk])
    return render(request, "hazards/transfer_form.html", context)


def of_enterprise(request, enterprise_id):
    """The cases of one enterprise, for a tab of its page."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    rows = cases(request).filter(enterprise=firm)
    context = {
        "rows": rows[:50], "total": rows.count(), "firm": firm, "may_file": not rules.may_file(request.user),
        "found": closures.count(firm),
    }  # fmt: skip
    return render(request, "hazards/_penalties_of.html", context)


def warning(request, enterprise_id):
    """A line above the tabs of an enterprise that has reached a limit; empty for all others."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    context = {"firm": firm, "found": closures.count(firm), "may_propose": not paper_rules.may_draft(request.user)}
    return render(request, "hazards/_penalty_warning.html", context)


# powers


def powers(request):
    rows = Power.objects.visible_to(request.user).select_related("township")
    return list_page(
        request, rows, template="hazards/powers.html", partial="hazards/_powers.html",
        filterset=PowerFilter, tabs=(("现行有效", "force=1"),), export=("赋权清单", power_columns()),
        may_set=not rules.may_set_powers(request.user), today=clock.today(),
    )  # fmt: skip


def power_new(request):
    if reason := rules.may_set_powers(request.user):
        raise Refused(reason)
    form = PowerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.grant_power(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，按生效日期起用")
            return redirect("hazards:powers")
    context = {"form": form, "heading": "登记赋权", "button": "登记", "back": reverse("hazards:powers")}
    return render(request, "hazards/transfer_form.html", context)


def power_withdraw(request, power_id):
    """Asked for the reason on a page of its own."""
    power = get_object_or_404(Power.objects.visible_to(request.user), pk=power_id)
    if not request.user.has_role(Role.OFFICER):
        raise Refused(rules.may_set_powers(request.user))
    form = WithdrawPowerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_power(power=power, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已收回，不再据此处罚")
            return redirect("hazards:powers")
    context = {"form": form, "heading": f"收回赋权：{power}", "button": "收回", "back": reverse("hazards:powers")}
    return render(request, "hazards/transfer_form.html", context)

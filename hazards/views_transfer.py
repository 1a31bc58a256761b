"""The register of transfers (移送登记), one transfer with its next step, who leads a new trade."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refused
from core.lists import list_page
from notices.views import inline
from places.models import Place

from . import rules_transfer as rules
from .enums_transfer import TransferKind
from .exports_transfer import trade_columns, transfer_columns
from .filters_transfer import TradeFilter, TransferFilter
from .forms_transfer import (
    AnswerForm,
    ClaimForm,
    DecideForm,
    HandleForm,
    LimitsForm,
    NoteStep,
    ReceiveForm,
    ResendForm,
    TradeForm,
    TransferForm,
    WaysForm,
)
from .models import Case, Hazard, Trade, Transfer
from .public_sheet import trades_sheet
from .services import penalties, trades
from .services import transfer as services
from .settings_transfer import keep_limits, limits_of
from .stepping import Act, show, take

RELATED = ("township", "hazard", "enterprise", "from_office", "to_office", "case__enterprise")
TABS = (("待我办理", "mine=1"), ("已逾期", "late=1"), ("已退回", "state=returned"), ("已反馈", "state=answered"))


def _of(service):
    return lambda row, by, values: service(transfer=row, by=by, **values)


TRANSFER_ACTS = {
    act.action: act
    for act in (
        Act("receive", "接收", ReceiveForm, _of(services.receive), "已接收，请在反馈期限前处理"),
        Act("handle", "登记处理情况", HandleForm, _of(services.handle), "已登记处理情况，请反馈移送单位"),
        Act("answer", "反馈", AnswerForm, _of(services.answer), "已反馈移送单位"),
        Act("resend", "重新移送", ResendForm, _of(services.resend), "已重新移送"),
        Act("refuse", "退回移送", NoteStep, _of(services.refuse), "已退回移送单位", main=False),
        Act("take_back", "撤回移送", NoteStep, _of(services.take_back), "已撤回", main=False),
    )
}


def transfers(request):
    return Transfer.objects.visible_to(request.user).select_related(*RELATED)


def register(request):
    return list_page(
        request, transfers(request), template="hazards/transfers.html", partial="hazards/_transfers.html",
        filterset=TransferFilter, export=("移送登记", transfer_columns()), tabs=TABS,
        may_open=not rules.may_open(request.user), may_set=not rules.may_set_limits(request.user),
    )  # fmt: skip


def new(request):
    """A transfer of a hazard (?hazard=), of a penalty case (?case=) or of another matter."""
    if reason := rules.may_open(request.user):
        raise Refused(reason)
    about = _about(request)
    row = next(iter(about.values()), None)
    form = TransferForm(request.POST or None, user=request.user, about=row, initial=_prefilled(request, **about))
    if request.method == "POST" and form.is_valid():
        try:
            sent = _send(request, about, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已移送{sent.receiver_name}，编号 {sent.number}")
            return redirect("hazards:transfer", sent.pk)
    back = reverse("hazards:transfers")
    return render(
        request, "hazards/transfer_form.html", {"form": form, "heading": "移送", "button": "移送", "back": back, "row": row}
    )


def ways(request):
    """执法放水: one matter to three bodies in one step; ?hazard= or ?case= tells what it is about, ?kind=sublet goes two ways."""
    if reason := rules.may_open_ways(request.user):
        raise Refused(reason)
    about = _about(request)
    row = next(iter(about.values()), None)
    start = {name: value for name, value in _prefilled(request, **about).items() if name == "materials"}
    is_sublet = request.GET.get("kind") == TransferKind.SUBLET
    form = WaysForm(request.POST or None, initial=start, ways=rules.SUBLET_WAYS if is_sublet else rules.THREE_WAYS)
    if request.method == "POST" and form.is_valid():
        named = {"enterprise": row.enterprise} if row is not None else {}
        try:
            sent = services.send_ways(
                by=request.user, key=_key(request), hazard=about.get("hazard"), **named, **form.cleaned_data
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已移送{'、'.join(one.receiver_name for one in sent)}")
            return redirect("hazards:transfer", sent[0].pk)
    context = {
        "form": form,
        "heading": "违法分包转包通报" if is_sublet else "执法放水三向移送",
        "button": "一并通报" if is_sublet else "一并移送",
        "back": reverse("hazards:transfers"),
        "row": row,
    }
    return render(request, "hazards/transfer_form.html", context)


def _key(request):
    token = request.POST.get("form_token", "")[:32]
    return f"form:{request.user.pk}:{token}" if token else None


def _about(request):
    """{"hazard": row} or {"case": row} of what the address names, in sight of the person."""
    models = {"hazard": Hazard, "case": Case}
    for name, model in models.items():
        key = request.GET.get(name, "")
        if key:
            rows = model.objects.visible_to(request.user).select_related("enterprise", "village")
            return {name: get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < 18 else 0)}
    return {}


def _prefilled(request, hazard=None, case=None):
    kind = request.GET.get("kind", "")
    found = {"kind": kind if kind in TransferKind else TransferKind.POWER if case else TransferKind.DUTY}
    if hazard and kind in (TransferKind.SYSTEM, TransferKind.MECHANISM):
        town = Place.objects.get(pk=hazard.village.township_code)
        found["to_body"] = f"中共{town.name}委员会" if kind == TransferKind.SYSTEM else ""
    if hazard:
        facts = f"{hazard.unit}{hazard.location}：{hazard.description}"
        return found | {
            "matter": f"{hazard.unit}{hazard.description}"[:100],
            "facts": facts,
            "materials": f"隐患台账 {hazard.number}",
        }
    if case:
        facts = f"{case.facts}\n处罚依据：{case.basis}"
        return found | {
            "matter": f"{case.enterprise.name}涉嫌违法行为",
            "facts": facts,
            "materials": f"案件材料 {case.number}",
        }
    return found


def _send(request, about, values):
    key = _key(request)
    if case := about.get("case"):
        return penalties.hand_over(case=case, by=request.user, key=key, **values)
    return services.send(by=request.user, key=key, **about, **values)


def detail(request, transfer_id):
    return _page(request, get_object_or_404(transfers(request), pk=transfer_id))


def _page(request, row, chosen="", form=None):
    letters = services.letters_on(row) if row.pk else []
    seen = row.hazard_id and Hazard.objects.visible_to(request.user).filter(pk=row.hazard_id).exists()
    return show(
        request, row, TRANSFER_ACTS, "hazards/transfer.html", chosen=chosen or request.GET.get("do", ""), form=form,
        letters=letters, may_letter=not rules.may_write_letter(request.user, row) and not letters, hazard_in_sight=seen,
        step_url="hazards:transfer_step",
    )  # fmt: skip


@require_POST
def step(request, transfer_id, action):
    row = get_object_or_404(transfers(request), pk=transfer_id)
    back = reverse("hazards:transfer", args=[row.pk]) if action != "refuse" else reverse("hazards:transfers")
    return take(request, row, TRANSFER_ACTS, action, back, lambda form: _page(request, row, action, form))


@require_POST
def letter(request, transfer_id):
    """Begin the 移送函 of a transfer with one click."""
    paper = services.letter(transfer=get_object_or_404(transfers(request), pk=transfer_id), by=request.user)
    return redirect("notices:detail", paper_id=paper.pk)


def limits(request):
    if reason := rules.may_set_limits(request.user):
        raise Refused(reason)
    town = Place.objects.get(pk=request.user.membership.place.township_code)
    form = LimitsForm(request.POST or None, initial=limits_of(town.pk))
    if request.method == "POST" and form.is_valid():
        keep_limits(town.pk, form.cleaned_data)
        messages.success(request, "已保存，新的移送按此计算期限")
        return redirect("hazards:transfer_limits")
    context = {"form": form, "heading": "移送期限", "button": "保存", "back": reverse("hazards:transfers")}
    return render(request, "hazards/transfer_form.html", context)


# who leads a new trade


def _of_trade(service):
    return lambda row, by, values: service(trade=row, by=by, **values)


TRADE_ACTS = {
    act.action: act
    for act in (
        Act("claim", "认领", ClaimForm, _of_trade(trades.claim), "已认领"),
        Act("decide", "裁定牵头站所", DecideForm, _of_trade(trades.decide), "已裁定"),
        Act("dispute", "提出争议", NoteStep, _of_trade(trades.dispute), "已提出争议，请领导裁定", main=False),
    )
}


def trade_rows(request):
    return Trade.objects.visible_to(request.user).select_related("office", "township")


def trade_list(request):
    tabs = (("待认领", "state=asked"), ("有争议", "state=disputed"))
    return list_page(
        request, trade_rows(request), template="hazards/trades.html", partial="hazards/_trades.html",
        filterset=TradeFilter, export=("新业态认领表", trade_columns()), tabs=tabs, may_ask=not rules.may_ask_trade(request.user),
    )  # fmt: skip


# the browser's PDF viewer is a page of its own, see views_settling.slip
@csp_exempt()
@require_GET
def trades_pdf(request):
    """认领表 of what the list shows."""
    rows = TradeFilter(request.GET or None, queryset=trade_rows(request), request=request).qs
    return inline(trades_sheet(rows[:200], request.user.membership.place), f"新业态认领表 {clock.today()}.pdf")


def trade_new(request):
    if reason := rules.may_ask_trade(request.user):
        raise Refused(reason)
    form = TradeForm(request.POST or None, initial={"name": request.GET.get("name", "")[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            trade = trades.ask(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已发起，请各站所认领")
            return redirect("hazards:trade", trade.pk)
    context = {"form": form, "heading": "发起新业态认领", "button": "发起认领", "back": reverse("hazards:trades")}
    return render(request, "hazards/transfer_form.html", context)


def trade(request, trade_id):
    return _trade_page(request, get_object_or_404(trade_rows(request), pk=trade_id))


def _trade_page(request, row, chosen="", form=None):
    chosen = chosen or request.GET.get("do", "")
    return show(request, row, TRADE_ACTS, "hazards/trade.html", chosen=chosen, form=form, step_url="hazards:trade_step")


@require_POST
def trade_step(request, trade_id, action):
    row = get_object_or_404(trade_rows(request), pk=trade_id)
    back = reverse("hazards:trade", args=[row.pk])
    return take(request, row, TRADE_ACTS, action, back, lambda form: _trade_page(request, row, action, form))

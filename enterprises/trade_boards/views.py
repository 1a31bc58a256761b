"""Boards of trades: the register with the trades that have none, making one, its steps, the plate on A4."""

import django_filters
from django import forms as widgets
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import refused
from core.tokens import token_of
from core.xlsx import Column
from evidence.models import Attachment
from places.models import Sector
from places.sight import offices_of

from ..enums import BoardState
from ..models import TradeBoard
from ..papers import pdf
from . import forms, rules, services

TOLD = {"hang": "已登记挂牌", "check": "已登记查看", "withdraw": "已撤牌，记录保留"}
DONE = {"hang": services.hang, "check": services.check, "withdraw": services.withdraw}
TABS = (("待挂", "state=made"), ("已挂没有查看", "state=hung"), ("已查看", "state=checked"))
COLUMNS = [
    Column("行业", "sector__name"), Column("监管站所", "office__name", 20), Column("分管领导", "leader", 12),
    Column("站所负责人", "head", 12), Column("具体责任人", "official", 12), Column("监督电话", "phone", 16),
    Column("监管职责", "duties", 50), Column("悬挂位置", "where", 24), Column("挂牌日期", "hung_on", 12),
    Column("最近查看", "checked_on", 12), Column("状态", "get_state_display", 12),
]  # fmt: skip


class BoardFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="责任人", method="search", widget=widgets.TextInput(attrs={"placeholder": "姓名"}))
    office = django_filters.ModelChoiceFilter(label="监管站所", queryset=offices_of, empty_label="全部站所")
    sector = django_filters.ModelChoiceFilter(label="行业", queryset=Sector.objects.all(), empty_label="全部行业")
    state = django_filters.ChoiceFilter(label="状态", choices=BoardState.choices, empty_label="全部状态")

    class Meta:
        model = TradeBoard
        fields = []

    def search(self, rows, name, text):
        return (
            rows.filter(leader__icontains=text) | rows.filter(head__icontains=text) | rows.filter(official__icontains=text)
        )


def boards(request):
    refuse_if(rules.may_read(request.user))
    return TradeBoard.objects.visible_to(request.user).select_related("office", "sector", "township", "created_by")


def board_of(request, trade_board_id):
    return get_object_or_404(boards(request), pk=trade_board_id)


def register(request):
    return list_page(
        request, boards(request), template="enterprises/trade_boards/register.html",
        partial="enterprises/trade_boards/_register.html", filterset=BoardFilter, export=("行业责任牌", COLUMNS), tabs=TABS,
        lacking=services.lacking(request.user), may_make=not rules.may_make(request.user),
    )  # fmt: skip


@transaction.atomic
def edit(request, trade_board_id=None):
    """A new board (`?sector=` fills in the trade), or one to change."""
    refuse_if(rules.may_make(request.user))
    row = board_of(request, trade_board_id) if trade_board_id else None
    if row and row.state == BoardState.WITHDRAWN:
        return say_refused(request, "已撤牌，不能再改", _url(row))
    form = forms.BoardForm(
        request.POST or None, instance=row, user=request.user, initial={"sector": request.GET.get("sector", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = form.save() if row else services.make(by=request.user, token=token_of(request), **_said(form))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存" if row else "已制作，请打印后挂牌")
            return redirect(_url(kept))
    back = _url(row) if row else reverse("enterprises:trade_boards")
    return render(request, "enterprises/trade_boards/form.html", {"form": form, "row": row, "back": back})


def _said(form):
    return {name: form.cleaned_data[name] for name in form._meta.fields}


def _url(row):
    return reverse("enterprises:trade_board", args=[row.pk])


def detail(request, trade_board_id):
    return _show(request, board_of(request, trade_board_id), chosen=request.GET.get("do", ""))


def _show(request, row, *, chosen="", form=None):
    """The board with the form of one step open: the chosen one, else the next."""
    steps = row.workflow.open_to(row, request.user)
    step = next((one for one in steps if one.action == chosen), None)
    step = step or next((one for one in steps if one.action != "withdraw"), None)
    context = {
        "row": row, "step": step, "form": form or (step and forms.FORMS[step.action](initial={"where": row.where})),
        "others": [one for one in steps if one is not step], "photos": list(Attachment.objects.of(row)),
        "may_make": not rules.may_make(request.user) and row.state != BoardState.WITHDRAWN,
        "log": row.log.select_related("actor"),
    }  # fmt: skip
    return render(request, "enterprises/trade_boards/detail.html", context)


@require_POST
def step(request, trade_board_id, action):
    row = board_of(request, trade_board_id)
    if action not in forms.FORMS:
        raise Http404
    if reason := row.workflow.refusal(row, action, request.user):
        return refused(request, reason, _url(row))
    form = forms.FORMS[action](request.POST, request.FILES)
    if form.is_valid():
        try:
            DONE[action](board=row, by=request.user, **form.values(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, TOLD[action])
            return redirect(_url(row))
    return _show(request, row, chosen=action, form=form)


def printed(request, trade_board_id):
    """The plate to hang, A4."""
    row = board_of(request, trade_board_id)
    return pdf.response("enterprises/papers/trade_board.html", {"row": row}, name=f"{row.office} {row}")

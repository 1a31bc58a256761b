"""打非治违类型库: the illegal acts a township meets, their basis and the most that may be fined."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.errors import refuse_if
from core.forms import PortalForm
from core.lists import list_page
from core.one_form import filled, show_form
from core.xlsx import Column
from places.models import Sector

from . import rules_penalty as rules
from .filters_transfer import OffenceFilter
from .forms_penalty import WithdrawPowerForm
from .models import Offence
from .services import offences as services

COLUMNS = [
    Column("违法类型", "name", 30), Column("行业领域", "sector__name", 16), Column("处罚依据", "basis", 40),
    Column("对单位罚款上限（元）", "most_unit", 18), Column("对主要负责人罚款上限（元）", "most_person", 18),
    Column("可靠程度", "origin", 16), Column("停用原因", "withdrawn_reason", 24),
]  # fmt: skip
MONEY = {"max_digits": 12, "decimal_places": 2, "min_value": 1, "required": False}


class OffenceForm(PortalForm):
    name = forms.CharField(label="违法类型", max_length=80, help_text="例如：无证储存成品油")
    sector = forms.ModelChoiceField(Sector.objects.all(), label="行业领域", required=False, empty_label="不限行业")
    basis = forms.CharField(label="处罚依据", max_length=200, help_text="法律名称和条款，立案时自动带出")
    most_unit = forms.DecimalField(label="对单位罚款上限（元）", help_text="不填则不核对金额", **MONEY)
    most_person = forms.DecimalField(label="对主要负责人罚款上限（元）", help_text="不填则不核对金额", **MONEY)


def offences(request):
    return Offence.objects.visible_to(request.user).select_related("sector")


def register(request):
    return list_page(
        request, offences(request), template="hazards/offences.html", partial="hazards/_offences.html",
        filterset=OffenceFilter, export=("打非治违类型库", COLUMNS), tabs=(("在用", "used=1"),),
        may_keep=not rules.may_keep_offences(request.user),
    )  # fmt: skip


def new(request):
    refuse_if(rules.may_keep_offences(request.user))
    form = OffenceForm(request.POST or None)
    act = lambda **values: services.keep_offence(by=request.user, **values)  # noqa: E731
    return filled(request, form, act, "已登记，立案时可以选用", "hazards:offences") or show_form(
        request, form, "登记违法类型", "登记", reverse("hazards:offences")
    )


def withdraw(request, offence_id):
    row = get_object_or_404(offences(request), pk=offence_id)
    refuse_if(rules.may_keep_offences(request.user))
    form = WithdrawPowerForm(request.POST or None)
    form.fields["note"].label = "停用原因"
    act = lambda **values: services.withdraw_offence(offence=row, by=request.user, **values)  # noqa: E731
    return filled(request, form, act, "已停用，以后立案不能再选", "hazards:offences") or show_form(
        request, form, f"停用违法类型：{row}", "停用", reverse("hazards:offences"), row.basis
    )

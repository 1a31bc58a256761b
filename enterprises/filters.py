"""The register's filter bar."""

import django_filters
from django import forms
from django.urls import reverse_lazy

from core.choices import RowFilter, RowFilterSet
from places.models import Sector
from places.sight import named, offered, offices_of

from .enums import SMALL_PLACES, VEHICLES, RiskColour, Scale, Special, Status
from .models import Enterprise

SUGGESTED = {"autocomplete": "off", "data-options-url": reverse_lazy("places:options"), "data-options-for": "id_village"}
GROUPS = (("nine", "全部九小场所"), ("vehicles", "全部两客一危一货"))
YES_NO = (("1", "高危"), ("0", "非高危"))


def offered_offices(bar):
    chosen = bar.data.get("supervising_office") or ""
    return offered(offices_of(bar.request), "township", bar.request.user, chosen=chosen, near=(bar.data.get("village"),))


class EnterpriseFilter(RowFilterSet):
    q = django_filters.CharFilter(
        label="企业", method="search", widget=forms.TextInput(attrs={"placeholder": "名称、拼音首字母、信用代码"})
    )
    village = django_filters.CharFilter(label="所在村", method="of_village", widget=forms.TextInput(attrs=SUGGESTED))
    sector = RowFilter(label="行业领域", rows=lambda bar: Sector.objects.all(), rank="order", empty_label="全部行业")
    scale = django_filters.ChoiceFilter(label="规模", choices=Scale.choices, empty_label="全部规模")
    special = django_filters.ChoiceFilter(
        label="重点类别", choices=(*GROUPS, *Special.choices), method="of_class", empty_label="不限"
    )
    risk_colour = django_filters.ChoiceFilter(label="风险等级", choices=RiskColour.choices, empty_label="全部等级")
    high_risk = django_filters.ChoiceFilter(label="高危", choices=YES_NO, method="risky", empty_label="不限")
    supervising_office = RowFilter(label="监管站所", rows=offered_offices, empty_label="全部站所")
    status = django_filters.ChoiceFilter(label="经营状态", choices=Status.choices, empty_label="全部状态")

    expiring = django_filters.ChoiceFilter(
        choices=(("1", "证照即将到期"),), method="with_expiring_permits", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Enterprise
        fields = []

    def search(self, rows, name, text):
        return rows.named(text)

    def of_village(self, rows, name, text):
        return rows.filter(named(text, self.request.user, "village"))

    def of_class(self, rows, name, value):
        """One class, or all nine small places, or all four kinds of vehicles."""
        return rows.filter(special__in={"nine": SMALL_PLACES, "vehicles": VEHICLES}.get(value, [value]))

    def risky(self, rows, name, value):
        return rows.filter(high_risk=value == "1")

    def with_expiring_permits(self, rows, name, value):
        return rows.with_expiring_permits()

"""The filter bar of the list of inspections."""

import django_filters
from django import forms
from django.db.models import Q

from .enums import InspectionState, Kind
from .filters import campaigns_of
from .models import Inspection

DAY = {"type": "date"}


class InspectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="单位", method="search", widget=forms.TextInput(attrs={"placeholder": "企业或村"}))
    kind = django_filters.ChoiceFilter(label="检查方式", choices=Kind.choices, empty_label="全部方式")
    state = django_filters.ChoiceFilter(label="状态", choices=InspectionState.choices, empty_label="全部状态")
    campaigns = django_filters.ModelChoiceFilter(label="专项行动", queryset=campaigns_of, empty_label="全部行动")
    since = django_filters.DateFilter(
        label="检查日期起", field_name="held_on", lookup_expr="gte", widget=forms.DateInput(attrs=DAY)
    )
    until = django_filters.DateFilter(
        label="检查日期止", field_name="held_on", lookup_expr="lte", widget=forms.DateInput(attrs=DAY)
    )
    refused = django_filters.ChoiceFilter(
        choices=(("1", "拒签"),), method="with_refusal", widget=forms.HiddenInput, label=""
    )
    working = django_filters.ChoiceFilter(choices=(("1", "未锁定"),), method="at_work", widget=forms.HiddenInput, label="")
    firm = django_filters.NumberFilter(field_name="enterprise", widget=forms.HiddenInput, label="")

    class Meta:
        model = Inspection
        fields = []

    def search(self, rows, name, text):
        for word in text.split():
            rows = rows.filter(Q(enterprise__name__icontains=word) | Q(enterprise=None, place__name__icontains=word))
        return rows

    def with_refusal(self, rows, name, value):
        return rows.exclude(refusal="")

    def at_work(self, rows, name, value):
        return rows.at_work()

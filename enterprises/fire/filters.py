"""The filter bar of the register of tickets."""

import django_filters
from django import forms
from django.db.models import Q

from ..enums import FireLevel, FireState
from ..models import FireTicket


class FireFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找", method="search", widget=forms.TextInput(attrs={"placeholder": "企业、票号、地点"})
    )
    village = django_filters.CharFilter(
        label="所在村", method="of_village", widget=forms.TextInput(attrs={"list": "villages", "autocomplete": "off"})
    )
    level = django_filters.ChoiceFilter(label="级别", choices=FireLevel.choices, empty_label="全部级别")
    state = django_filters.ChoiceFilter(label="状态", choices=FireState.choices, empty_label="全部状态")
    since = django_filters.DateFilter(
        label="动火日期起", field_name="starts_at", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    open = django_filters.ChoiceFilter(choices=(("1", "未关票"),), method="still_open", widget=forms.HiddenInput, label="")
    late = django_filters.ChoiceFilter(choices=(("1", "逾期未关"),), method="overdue", widget=forms.HiddenInput, label="")
    firm = django_filters.NumberFilter(field_name="enterprise", widget=forms.HiddenInput, label="")

    class Meta:
        model = FireTicket
        fields = []

    def search(self, rows, name, text):
        text = text.strip()
        return rows.filter(Q(enterprise__name__icontains=text) | Q(number__icontains=text) | Q(place__icontains=text))

    def of_village(self, rows, name, text):
        text = text.strip()
        return rows.filter(village=text) if text.isdigit() else rows.filter(village__name__icontains=text)

    def still_open(self, rows, name, value):
        return rows.open()

    def overdue(self, rows, name, value):
        return rows.overdue()

"""The filter bar of the criteria library."""

import django_filters
from django import forms

from places.models import Sector

from .enums import Grade
from .models import Clause

OWNERS = (("own", "本乡镇的"), ("national", "国家标准的"))


class CriteriaFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "两个字或拼音首字母"})
    )
    sector = django_filters.ModelChoiceFilter(
        label="行业领域", field_name="standard__sector", queryset=Sector.objects.all(), empty_label="全部行业"
    )
    trade = django_filters.CharFilter(label="适用范围", field_name="standard__trade", lookup_expr="icontains")
    on = django_filters.DateFilter(
        label="当天有效", method="holding", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    grade = django_filters.ChoiceFilter(label="等级", choices=Grade.choices, empty_label="全部等级")
    owner = django_filters.ChoiceFilter(label="归属", choices=OWNERS, method="of_owner", empty_label="全部")

    class Meta:
        model = Clause
        fields = []

    def search(self, rows, name, text):
        return rows.found(text) if len(text.replace(" ", "")) > 1 else rows

    def holding(self, rows, name, day):
        return rows.in_force(day)

    def of_owner(self, rows, name, value):
        return rows.filter(standard__township__isnull=value == "national")

"""The filter bar of the enterprises that were, or were not, inspected."""

import django_filters
from django import forms

from enterprises.models import Enterprise
from places.sight import offices_of

DAY = {"type": "date"}


class CoverageFilter(django_filters.FilterSet):
    """Works on enterprises made by coverage.with_visits for the days that the view has read."""

    q = django_filters.CharFilter(label="企业", field_name="name", lookup_expr="icontains")
    office = django_filters.ModelChoiceFilter(
        label="监管站所", field_name="supervising_office", queryset=offices_of, empty_label="全部站所"
    )
    visited = django_filters.ChoiceFilter(
        label="检查情况", choices=(("1", "已检查"), ("0", "还没有检查")), method="by_visits", empty_label="不限"
    )
    since = django_filters.DateFilter(label="检查日期起", method="known", widget=forms.DateInput(attrs=DAY))
    until = django_filters.DateFilter(label="检查日期止", method="known", widget=forms.DateInput(attrs=DAY))

    class Meta:
        model = Enterprise
        fields = []

    def by_visits(self, rows, name, value):
        return rows.filter(visits__gt=0) if value == "1" else rows.filter(visits=0)

    def known(self, rows, name, value):
        return rows

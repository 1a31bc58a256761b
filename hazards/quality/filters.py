"""Filter bars of marks and of pairs."""

import django_filters
from django import forms

from core.search import every_word

from ..enums_quality import MarkState, Reason, TwinState
from ..models import Mark, Twin

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MarkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "内容、企业、村、编号"})
    )
    reason = django_filters.ChoiceFilter(label="标记原因", choices=Reason.choices, empty_label="全部原因")
    state = django_filters.ChoiceFilter(label="状态", choices=MarkState.choices, empty_label="全部状态")
    given_from = django_filters.DateFilter(label="填写自", field_name="given_on", lookup_expr="gte", widget=DAY)
    given_to = django_filters.DateFilter(label="填写至", field_name="given_on", lookup_expr="lte", widget=DAY)

    class Meta:
        model = Mark
        fields = []

    def search(self, rows, name, text):
        return every_word(rows, text, "text", "title", "enterprise__name", "village__name")


class TwinFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "描述、地点、企业、编号"})
    )
    state = django_filters.ChoiceFilter(label="结论", choices=TwinState.choices, empty_label="全部")

    class Meta:
        model = Twin
        fields = []

    def search(self, rows, name, text):
        said = ("number", "description", "location", "enterprise__name", "village__name")
        return every_word(rows, text, *(f"{side}__{path}" for side in ("one", "other") for path in said))

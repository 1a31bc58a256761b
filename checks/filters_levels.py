"""The filter bars of the lists of enterprises by what they inspected themselves."""

import django_filters
from django import forms
from django.db.models import F
from django.urls import reverse_lazy

from enterprises.models import Enterprise
from places.models import Sector
from places.sight import named

from . import missed
from .filters import lists_of

SUGGESTED = {"autocomplete": "off", "data-options-url": reverse_lazy("places:options"), "data-options-for": "id_village"}


class LedFilter(django_filters.FilterSet):
    """Works on enterprises made by levels.with_led for the month that the view has read."""

    month = django_filters.CharFilter(label="月份", method="known", widget=forms.TextInput(attrs={"type": "month"}))
    q = django_filters.CharFilter(label="企业", field_name="name", lookup_expr="icontains")
    high = django_filters.ChoiceFilter(
        label="高危", field_name="high_risk", choices=(("1", "高危企业"), ("0", "其他企业")), empty_label="全部企业"
    )
    short = django_filters.ChoiceFilter(choices=(("1", "未达标"),), method="below", widget=forms.HiddenInput, label="")

    class Meta:
        model = Enterprise
        fields = []

    def known(self, rows, name, value):
        return rows

    def below(self, rows, name, value):
        return rows.filter(led__lt=F("wanted"))


class MissedFilter(django_filters.FilterSet):
    """Works on enterprises made by missed.with_missed."""

    q = django_filters.CharFilter(label="企业", field_name="name", lookup_expr="icontains")
    level = django_filters.ChoiceFilter(
        label="级别", choices=tuple(missed.NAMES.items()), method="of_level", empty_label="全部级别"
    )
    village = django_filters.CharFilter(label="所在村", method="of_village", widget=forms.TextInput(attrs=SUGGESTED))
    sector = django_filters.ModelChoiceFilter(label="行业领域", queryset=Sector.objects.all(), empty_label="全部行业")
    account = django_filters.ChoiceFilter(
        label="账号",
        field_name="seated",
        choices=(("1", "有账号"), ("0", "没有账号")),
        method="by_account",
        empty_label="不限",
    )

    class Meta:
        model = Enterprise
        fields = []

    def of_level(self, rows, name, kind):
        return rows.filter(**{f"missed_{kind}": True})

    def of_village(self, rows, name, text):
        return rows.filter(named(text, self.request.user, "village"))

    def by_account(self, rows, name, value):
        return rows.filter(seated=value == "1")


class UnaskedFilter(django_filters.FilterSet):
    """Works on enterprises that the view has read for a campaign and the list chosen."""

    q = django_filters.CharFilter(label="企业", field_name="name", lookup_expr="icontains")
    checklist = django_filters.ModelChoiceFilter(label="检查表", queryset=lists_of, method="known", empty_label="全部检查表")
    village = django_filters.CharFilter(label="所在村", method="of_village", widget=forms.TextInput(attrs=SUGGESTED))
    sector = django_filters.ModelChoiceFilter(label="行业领域", queryset=Sector.objects.all(), empty_label="全部行业")

    class Meta:
        model = Enterprise
        fields = []

    def known(self, rows, name, value):
        return rows

    def of_village(self, rows, name, text):
        return rows.filter(named(text, self.request.user, "village"))

"""The filter bars of tips and rewards. None looks for words: what was told, or by whom, is in no address."""

import django_filters
from django import forms

from core import clock

from ..models import Reward, Tip
from .enums import Finding, TipKind, TipState
from .reward_enums import RewardState


class TipFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="举报编号", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=TipState.choices, empty_label="全部状态")
    kind = django_filters.ChoiceFilter(label="类别", choices=TipKind.choices, empty_label="全部类别")
    finding = django_filters.ChoiceFilter(label="核实结果", choices=Finding.choices, empty_label="不限")
    village = django_filters.CharFilter(
        label="所在村", field_name="place__name", lookup_expr="icontains",
        widget=forms.TextInput(attrs={"list": "villages", "autocomplete": "off"}),
    )  # fmt: skip
    overdue = django_filters.ChoiceFilter(label="逾期", choices=(("1", "已逾期"),), method="late", empty_label="不限")

    class Meta:
        model = Tip
        fields = []

    def late(self, rows, name, value):
        return rows.overdue(on=clock.today())


class RewardFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="奖励编号", lookup_expr="icontains")
    year = django_filters.NumberFilter(label="年度")
    state = django_filters.ChoiceFilter(label="状态", choices=RewardState.choices, empty_label="全部状态")

    class Meta:
        model = Reward
        fields = []

"""The filter bar of gatherings."""

import django_filters
from django import forms

from places.sight import named

from .enums import Form, GatheringState
from .models import Demand, Gathering

DAY = {"type": "date"}


def demands_of(request):
    return Demand.objects.visible_to(request.user)


class GatheringFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", field_name="title", lookup_expr="icontains")
    demand = django_filters.ModelChoiceFilter(label="频次要求", queryset=demands_of, empty_label="不限")
    form = django_filters.ChoiceFilter(label="形式", choices=Form.choices, empty_label="全部形式")
    state = django_filters.ChoiceFilter(label="状态", choices=GatheringState.choices, empty_label="全部状态")
    village = django_filters.CharFilter(label="所在村", method="of_village")
    since = django_filters.DateFilter(
        label="日期起", field_name="held_on", lookup_expr="gte", widget=forms.DateInput(attrs=DAY)
    )
    until = django_filters.DateFilter(
        label="日期止", field_name="held_on", lookup_expr="lte", widget=forms.DateInput(attrs=DAY)
    )
    mine = django_filters.ChoiceFilter(choices=(("1", "等我签到"),), method="to_sign", widget=forms.HiddenInput, label="")

    class Meta:
        model = Gathering
        fields = []

    def of_village(self, rows, name, text):
        return rows.filter(named(text, self.request.user, "place"))

    def to_sign(self, rows, name, value):
        return rows.asked(self.request.user)

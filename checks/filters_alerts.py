"""The filter bar of alerts."""

import django_filters
from django import forms

from .enums import AccidentKind, AlertState
from .models import Alert


class AlertFilter(django_filters.FilterSet):
    """Works on rows made by with_answers."""

    q = django_filters.CharFilter(label="事故地点", field_name="where", lookup_expr="icontains")
    accident = django_filters.ChoiceFilter(label="事故类型", choices=AccidentKind.choices, empty_label="全部类型")
    state = django_filters.ChoiceFilter(label="状态", choices=AlertState.choices, empty_label="全部状态")
    late = django_filters.ChoiceFilter(choices=(("1", "有逾期"),), method="overdue", widget=forms.HiddenInput, label="")
    push = django_filters.ChoiceFilter(choices=(("1", "待推送"),), method="ready", widget=forms.HiddenInput, label="")

    class Meta:
        model = Alert
        fields = []

    def overdue(self, rows, name, value):
        return rows.sent().filter(late__gt=0)

    def ready(self, rows, name, value):
        return rows.to_push()

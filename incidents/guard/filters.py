"""The filter bars of grants and exports."""

import django_filters
from django import forms

from ..models import Export, Handler
from ..models.handler import ENDS_SOON
from .enums import ExportKind, ExportState


class GrantFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="线索编号", field_name="lead__number", lookup_expr="icontains")
    name = django_filters.CharFilter(label="经办人", field_name="user__name", lookup_expr="icontains")
    soon = django_filters.ChoiceFilter(
        label="到期", choices=(("1", f"{ENDS_SOON} 天内到期"),), method="ends_soon", empty_label="不限"
    )

    class Meta:
        model = Handler
        fields = []

    def ends_soon(self, rows, name, value):
        return rows.ending()


class ExportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=ExportState.choices, empty_label="全部状态")
    kind = django_filters.ChoiceFilter(label="内容", choices=ExportKind.choices, empty_label="全部内容")
    todo = django_filters.ChoiceFilter(choices=(("1", "待我审批"),), method="to_decide", widget=forms.HiddenInput, label="")

    class Meta:
        model = Export
        fields = []

    def to_decide(self, rows, name, value):
        return rows.to_decide(self.request.user)

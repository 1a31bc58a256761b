"""The filter bar of the grants."""

import django_filters

from ..models import Handler
from ..models.handler import ENDS_SOON


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

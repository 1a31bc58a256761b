"""The filter bar of the register of traces."""

import django_filters

from core.search import every_word

from ..filters import DAY
from ..filters_supervision import words
from ..models import TraceSheet


class TraceFilter(django_filters.FilterSet):
    q = words("企业、事由、隐患编号")
    day_from = django_filters.DateFilter(label="倒查至，自", field_name="day", lookup_expr="gte", widget=DAY)
    day_to = django_filters.DateFilter(label="至", field_name="day", lookup_expr="lte", widget=DAY)

    class Meta:
        model = TraceSheet
        fields = []

    def search(self, rows, name, text):
        return every_word(rows, text, "enterprise__name", "reason", "hazard__number")

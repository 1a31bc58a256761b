import django_filters
from django.db.models import Q

from .enums import PaperKind, PaperState
from .models import Paper


class PaperFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="标题或文号", method="search")
    kind = django_filters.ChoiceFilter(label="文种", choices=PaperKind.choices, empty_label="全部文种")
    state = django_filters.ChoiceFilter(label="状态", choices=PaperState.choices, empty_label="全部状态")
    year = django_filters.NumberFilter(label="年份", min_value=2012, max_value=2100)

    class Meta:
        model = Paper
        fields = ["q", "kind", "state", "year"]

    def search(self, queryset, name, value):
        match = Q(title__icontains=value) | Q(code__icontains=value)
        digits = "".join(c for c in value if c.isdigit())
        if "号" in value and len(digits) > 4:
            match |= Q(year=int(digits[:4]), number=int(digits[4:9]))
        return queryset.filter(match)

import django_filters

from .enums import Conclusion, LeadSource, LeadState
from .models import Lead


class LeadFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="线索编号", lookup_expr="icontains")
    source = django_filters.ChoiceFilter(label="来源", choices=LeadSource.choices, empty_label="全部来源")
    state = django_filters.ChoiceFilter(label="状态", choices=LeadState.choices, empty_label="全部状态")
    conclusion = django_filters.ChoiceFilter(label="结论", choices=Conclusion.choices, empty_label="全部结论")

    class Meta:
        model = Lead
        fields = ["number", "source", "state", "conclusion"]

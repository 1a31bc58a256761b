import django_filters
from django.db.models import Q

from .enums import CampaignState
from .models import Assignment, Campaign


class CampaignFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=CampaignState.choices, empty_label="全部状态")
    year = django_filters.NumberFilter(
        label="年份", field_name="starts_on", lookup_expr="year", min_value=2012, max_value=2100
    )

    class Meta:
        model = Campaign
        fields = ["q", "state", "year"]


class QueueFilter(django_filters.FilterSet):
    """Answers waiting for judgement, by words of the task and by unit."""

    q = django_filters.CharFilter(label="任务", field_name="task__title", lookup_expr="icontains")
    unit = django_filters.CharFilter(label="单位", method="of_unit_named")

    class Meta:
        model = Assignment
        fields = ["q", "unit"]

    def of_unit_named(self, queryset, name, value):
        village = Q(place__name__icontains=value, office=None, enterprise=None)
        return queryset.filter(village | Q(office__name__icontains=value) | Q(enterprise__name__icontains=value))

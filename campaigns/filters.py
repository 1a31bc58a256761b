import django_filters

from .enums import AssignmentState, CampaignState
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


class DutyFilter(django_filters.FilterSet):
    """Assignments by campaign, state and words of the task."""

    q = django_filters.CharFilter(label="任务", field_name="task__title", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=AssignmentState.choices, empty_label="全部状态")
    late = django_filters.BooleanFilter(label="只看逾期", method="only_late", widget=django_filters.widgets.BooleanWidget)

    class Meta:
        model = Assignment
        fields = ["q", "state", "late"]

    def only_late(self, queryset, name, value):
        return queryset.late() if value else queryset

import django_filters
from django import forms
from django.db.models import Q

from core import clock
from core.search import BRACKETS
from places.sight import subtree

from .coverage import TABS, of_tab
from .enums import AssignmentState, CampaignState, Way
from .models import Assignment, Campaign


def campaigns_of(request):
    return Campaign.objects.visible_to(request.user)


class CampaignFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称或文号", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=CampaignState.choices, empty_label="全部状态")
    year = django_filters.NumberFilter(
        label="年份", field_name="starts_on", lookup_expr="year", min_value=2012, max_value=2100
    )

    class Meta:
        model = Campaign
        fields = ["q", "state", "year"]

    def search(self, queryset, name, value):
        """A name, or a document number with whatever brackets it was typed."""
        typed = value.translate(BRACKETS).replace(" ", "")
        return queryset.filter(Q(name__icontains=value) | Q(doc_number__icontains=typed))


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


def flag(label, word, **attrs):
    """A choice between nothing and one condition."""
    return django_filters.ChoiceFilter(label=label, choices=(("1", word),), **attrs)


class RegisterFilter(QueueFilter):
    """The register of duties. The hidden fields are what counts elsewhere link to."""

    campaign = django_filters.ModelChoiceFilter(label="专项行动", queryset=campaigns_of, empty_label="全部行动")
    state = django_filters.ChoiceFilter(label="状态", choices=AssignmentState.choices, empty_label="全部状态")
    late = flag("逾期", "已逾期", method="overdue", empty_label="不限")
    kind = django_filters.ChoiceFilter(
        label="单位类别", choices=tuple(TABS.items()), method="of_kind", empty_label="全部单位"
    )
    way = django_filters.ChoiceFilter(label="核查方式", field_name="task__way", choices=Way.choices, empty_label="不限")
    running = flag("", "进行中的行动", method="of_running", widget=forms.HiddenInput)
    counted = flag("", "未取消", method="not_cancelled", widget=forms.HiddenInput)
    place = django_filters.CharFilter(label="", field_name="place", widget=forms.HiddenInput)
    within = django_filters.CharFilter(label="", method="inside", widget=forms.HiddenInput)
    phase = django_filters.NumberFilter(label="", field_name="task__phase", widget=forms.HiddenInput)
    regular = flag("", "定期报送", method="of_regular", widget=forms.HiddenInput)
    waiting = flag("", "未报", method="to_answer", widget=forms.HiddenInput)
    period = django_filters.DateFilter(label="", field_name="period_starts_on", widget=forms.HiddenInput)

    class Meta:
        model = Assignment
        fields = []

    def overdue(self, rows, name, value):
        return rows.late(clock.today())

    def of_kind(self, rows, name, value):
        return of_tab(rows, value)

    def of_running(self, rows, name, value):
        return rows.of_running()

    def of_regular(self, rows, name, value):
        return rows.filter(task__regular=True)

    def to_answer(self, rows, name, value):
        return rows.waiting()

    def not_cancelled(self, rows, name, value):
        return rows.exclude(state=AssignmentState.CANCELLED)

    def inside(self, rows, name, value):
        return rows.filter(subtree(value, "place"))

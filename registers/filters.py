"""Filter bars of the monthly reports, the close-outs, the two ledgers and the deductions."""

import django_filters
from django import forms

from campaigns.models import Campaign
from core import clock
from hazards.counting import in_campaign
from hazards.enums import Grade
from hazards.filters import DAY, HazardFilter
from hazards.models import Hazard
from places.sight import offices_of, villages_of

from .cross import KINDS
from .enums import MarkState, ReportState, SendingKind
from .forms import first_of, month_choices
from .models import Deduction, Report, Sending
from .months import month_of

YEARS_OFFERED = 5


def campaigns_of(request):
    return Campaign.objects.visible_to(request.user)


def places_of(request):
    return villages_of(request.user)


def years():
    return [(str(year), f"{year}年") for year in range(clock.today().year, clock.today().year - YEARS_OFFERED, -1)]


class ReportFilter(django_filters.FilterSet):
    month = django_filters.ChoiceFilter(
        label="月份", choices=lambda: month_choices(36), method="of_month", empty_label="全部月份"
    )
    campaign = django_filters.ModelChoiceFilter(label="专项行动", queryset=campaigns_of, empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices, empty_label="全部状态")

    class Meta:
        model = Report
        fields = []

    def of_month(self, rows, name, value):
        return rows.filter(month=first_of(value))


class ClosureFilter(django_filters.FilterSet):
    month = django_filters.ChoiceFilter(
        label="销号月份", choices=lambda: month_choices(24), method="of_month", empty_label="全部月份"
    )
    village = django_filters.ModelChoiceFilter(label="村", queryset=places_of, empty_label="全部村")
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    campaign = django_filters.ModelChoiceFilter(
        label="专项行动", queryset=campaigns_of, empty_label="全部行动", method="counting_in"
    )
    grade = django_filters.ChoiceFilter(label="等级", choices=Grade.choices, empty_label="全部等级")

    class Meta:
        model = Hazard
        fields = []

    def counting_in(self, rows, name, campaign):
        return rows.filter(in_campaign(campaign))

    def of_month(self, rows, name, value):
        span = month_of(first_of(value))
        return rows.filter(closed_at__date__range=(span.first, span.last))


class BigCheckFilter(HazardFilter):
    """The filters of the register of hazards; a month beside them."""

    month = django_filters.ChoiceFilter(
        label="月份", choices=lambda: month_choices(24), method="of_month", empty_label="全部月份"
    )

    class Meta(HazardFilter.Meta):
        pass

    def of_month(self, rows, name, value):
        span = month_of(first_of(value))
        return rows.filter(found_on__range=(span.first, span.last))


class CrossFilter(django_filters.FilterSet):
    """What both ledgers show; `kind` only narrows the list of differences."""

    grade = django_filters.ChoiceFilter(label="等级", choices=Grade.choices, empty_label="全部等级")
    open = django_filters.ChoiceFilter(label="销号", choices=(("1", "未销号"),), method="still_open", empty_label="不限")
    village = django_filters.ModelChoiceFilter(label="村", queryset=places_of, empty_label="全部村")
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    campaign = django_filters.ModelChoiceFilter(
        label="专项行动", queryset=campaigns_of, empty_label="全部行动", method="counting_in"
    )

    class Meta:
        model = Hazard
        fields = []

    def counting_in(self, rows, name, campaign):
        return rows.filter(in_campaign(campaign))

    def still_open(self, rows, name, value):
        return rows.open()


class DifferenceFilter(CrossFilter):
    kind = django_filters.ChoiceFilter(
        label="差异", choices=[(kind.key, kind.label) for kind in KINDS], method="of_kind", empty_label="全部差异"
    )

    class Meta(CrossFilter.Meta):
        pass

    def of_kind(self, rows, name, value):
        return rows.filter(**{value: True})


class SendingFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="报送内容", choices=SendingKind.choices, empty_label="全部")
    sent_to = django_filters.CharFilter(label="报送机关", lookup_expr="icontains")
    sent_from = django_filters.DateFilter(label="报送自", field_name="created_at", lookup_expr="date__gte", widget=DAY)
    sent_until = django_filters.DateFilter(label="报送至", field_name="created_at", lookup_expr="date__lte", widget=DAY)
    struck = django_filters.ChoiceFilter(
        label="作废", choices=(("0", "有效"), ("1", "已作废")), method="is_struck", empty_label="不限"
    )

    class Meta:
        model = Sending
        fields = []

    def is_struck(self, rows, name, value):
        return rows.filter(withdrawn_at__isnull=value == "0")


class DeductionFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(
        label="年度", choices=years, field_name="on", lookup_expr="year", empty_label="全部年度"
    )
    village = django_filters.ModelChoiceFilter(label="村", queryset=places_of, empty_label="全部村")
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    veto = django_filters.ChoiceFilter(label="一票否决", choices=(("1", "一票否决"),), method="vetoed", empty_label="不限")
    state = django_filters.ChoiceFilter(label="状态", choices=MarkState.choices, empty_label="全部状态")
    q = django_filters.CharFilter(
        label="关键词", field_name="reason", lookup_expr="icontains", widget=forms.TextInput(attrs={"placeholder": "事由"})
    )

    class Meta:
        model = Deduction
        fields = []

    def vetoed(self, rows, name, value):
        return rows.filter(veto=True)

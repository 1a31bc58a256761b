"""The filter bars of the lists of inspections and of plans."""

import django_filters
from django import forms
from django.db.models import Q

from .enums import Disposal, InspectionState, Kind, ReturnState, WatchState
from .filters import campaigns_of, of_units_named
from .models import Inspection, InspectionPlan, SpotBulletin, SpotReturn, Watch
from .models.plans import QUARTERS

DAY = {"type": "date"}


class InspectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="单位", method="search", widget=forms.TextInput(attrs={"placeholder": "企业或村"}))
    kind = django_filters.ChoiceFilter(label="检查方式", choices=Kind.choices, empty_label="全部方式")
    state = django_filters.ChoiceFilter(label="状态", choices=InspectionState.choices, empty_label="全部状态")
    campaigns = django_filters.ModelChoiceFilter(label="专项行动", queryset=campaigns_of, empty_label="全部行动")
    since = django_filters.DateFilter(
        label="检查日期起", field_name="held_on", lookup_expr="gte", widget=forms.DateInput(attrs=DAY)
    )
    until = django_filters.DateFilter(
        label="检查日期止", field_name="held_on", lookup_expr="lte", widget=forms.DateInput(attrs=DAY)
    )
    disposal = django_filters.ChoiceFilter(
        label="现场处置", field_name="disposals", lookup_expr="contains", choices=Disposal.choices, empty_label="全部处置"
    )
    refused = django_filters.ChoiceFilter(
        choices=(("1", "拒签"),), method="with_refusal", widget=forms.HiddenInput, label=""
    )
    working = django_filters.ChoiceFilter(choices=(("1", "未锁定"),), method="at_work", widget=forms.HiddenInput, label="")
    mine = django_filters.ChoiceFilter(choices=(("1", "等我办"),), method="of_me", widget=forms.HiddenInput, label="")
    firm = django_filters.NumberFilter(field_name="enterprise", widget=forms.HiddenInput, label="")

    class Meta:
        model = Inspection
        fields = []

    def search(self, rows, name, text):
        return of_units_named(rows, text)

    def with_refusal(self, rows, name, value):
        return rows.exclude(refusal="")

    def at_work(self, rows, name, value):
        return rows.at_work()

    def of_me(self, rows, name, value):
        return rows.unlocked_of(self.request.user)


class PlanFilter(django_filters.FilterSet):
    """Works on rows made by with_progress."""

    q = django_filters.CharFilter(
        label="计划", field_name="name", lookup_expr="icontains", widget=forms.TextInput(attrs={"placeholder": "计划名称"})
    )
    year = django_filters.NumberFilter(label="年度")
    quarter = django_filters.ChoiceFilter(label="时段", choices=QUARTERS, empty_label="全部时段")
    behind = django_filters.ChoiceFilter(choices=(("1", "落后"),), method="are_behind", widget=forms.HiddenInput, label="")
    withdrawn = django_filters.ChoiceFilter(
        choices=(("1", "已撤销"),), method="are_withdrawn", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = InspectionPlan
        fields = []

    def are_behind(self, rows, name, value):
        return rows.behind()

    def are_withdrawn(self, rows, name, value):
        return rows.exclude(withdrawn_at=None)


class BulletinFilter(django_filters.FilterSet):
    campaign = django_filters.ModelChoiceFilter(label="专项行动", queryset=campaigns_of, empty_label="全部行动")
    since = django_filters.DateFilter(
        label="时段起", field_name="until", lookup_expr="gte", widget=forms.DateInput(attrs=DAY)
    )
    until = django_filters.DateFilter(
        label="时段止", field_name="since", lookup_expr="lte", widget=forms.DateInput(attrs=DAY)
    )

    class Meta:
        model = SpotBulletin
        fields = []


class WatchFilter(django_filters.FilterSet):
    """Works on rows made by with_week."""

    q = django_filters.CharFilter(label="企业", field_name="enterprise__name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=WatchState.choices, empty_label="全部状态")
    unwatched = django_filters.ChoiceFilter(choices=(("1", "没人"),), method="alone", widget=forms.HiddenInput, label="")

    class Meta:
        model = Watch
        fields = []

    def alone(self, rows, name, value):
        return rows.unwatched()


class ReturnFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="单位", method="search", widget=forms.TextInput(attrs={"placeholder": "企业、村或抽查部门"})
    )
    state = django_filters.ChoiceFilter(label="状态", choices=ReturnState.choices, empty_label="全部状态")
    mine = django_filters.ChoiceFilter(label="谁办", choices=(("1", "待我办理"),), method="to_do", empty_label="不限")
    late = django_filters.ChoiceFilter(label="期限", choices=(("1", "已逾期"),), method="are_late", empty_label="不限")

    class Meta:
        model = SpotReturn
        fields = []

    def search(self, rows, name, value):
        said = Q(enterprise__name__icontains=value) | Q(place__name__icontains=value) | Q(sampler__icontains=value)
        return rows.filter(said)

    def to_do(self, rows, name, value):
        return rows.filter(pk__in=SpotReturn.objects.to_do(self.request.user).order_by().values("pk"))

    def are_late(self, rows, name, value):
        return rows.late()

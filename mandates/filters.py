"""Filter bars of the lists of this room."""

import django_filters
from django import forms
from django.db.models import Q

from places.sight import offices_of

from .enums import FaultKind, FaultState, MandateState, ReviewState, SheetState
from .models import Fault, Mandate, MandateItem, ProblemSheet, Review


def words(label, hint):
    return django_filters.CharFilter(
        label=label, method="with_words", widget=forms.TextInput(attrs={"placeholder": hint, "maxlength": 40})
    )


def hidden(label, method):
    """What a box of 今日 opens; not drawn in the filter bar."""
    return django_filters.ChoiceFilter(choices=(("1", label),), method=method, widget=forms.HiddenInput, label="")


class MandateFilter(django_filters.FilterSet):
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    state = django_filters.ChoiceFilter(label="状态", choices=MandateState.choices, empty_label="全部状态")
    now = django_filters.ChoiceFilter(label="版本", choices=(("1", "现行"),), method="in_force", empty_label="全部版本")
    q = words("关键词", "姓名或事项")

    class Meta:
        model = Mandate
        fields = []

    def in_force(self, rows, name, value):
        return rows.in_force()

    def with_words(self, rows, name, value):
        items = MandateItem.objects.filter(text__icontains=value).values("mandate")
        return rows.filter(Q(office__name__icontains=value) | Q(person__name__icontains=value) | Q(pk__in=items))


class SheetFilter(django_filters.FilterSet):
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    state = django_filters.ChoiceFilter(label="状态", choices=SheetState.choices, empty_label="全部状态")
    fill = django_filters.ChoiceFilter(label="填报", choices=(("1", "待填报"),), method="unfilled", empty_label="不限")
    q = words("时段", "时段名称")
    mine = hidden("待我填报", "of_self")
    judge = hidden("待我审定", "to_judge")
    late = hidden("有问题逾期", "overdue")

    class Meta:
        model = ProblemSheet
        fields = []

    def unfilled(self, rows, name, value):
        return rows.to_fill()

    def of_self(self, rows, name, value):
        return rows.own(self.request.user)

    def to_judge(self, rows, name, value):
        return rows.to_judge(self.request.user)

    def overdue(self, rows, name, value):
        return rows.with_late()

    def with_words(self, rows, name, value):
        return rows.filter(period__icontains=value)


class ReviewFilter(django_filters.FilterSet):
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    state = django_filters.ChoiceFilter(label="状态", choices=ReviewState.choices, empty_label="全部状态")
    mine = django_filters.ChoiceFilter(label="谁办", choices=(("1", "待我自评"),), method="of_self", empty_label="不限")
    short = django_filters.ChoiceFilter(label="差距", choices=(("1", "有差距未整改"),), method="to_mend", empty_label="不限")
    q = words("关键词", "姓名或时段")
    judge = hidden("待我评议", "to_judge")
    late = hidden("差距逾期", "overdue")

    class Meta:
        model = Review
        fields = []

    def of_self(self, rows, name, value):
        return rows.to_fill().of_self(self.request.user)

    def to_mend(self, rows, name, value):
        return rows.short()

    def to_judge(self, rows, name, value):
        return rows.to_judge(self.request.user)

    def overdue(self, rows, name, value):
        return rows.with_late()

    def with_words(self, rows, name, value):
        return rows.filter(Q(period__icontains=value) | Q(person__name__icontains=value) | Q(office__name__icontains=value))


class FaultFilter(django_filters.FilterSet):
    village = django_filters.CharFilter(label="村", field_name="village__name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="情形", choices=FaultKind.choices, empty_label="全部情形")
    state = django_filters.ChoiceFilter(label="状态", choices=FaultState.choices, empty_label="全部状态")

    class Meta:
        model = Fault
        fields = []

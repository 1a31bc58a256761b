"""Filter bars of the lists of this room."""

import django_filters
from django import forms
from django.db.models import Q

from hazards.filters import offices_of

from .enums import MandateState, ReviewState, SheetState
from .models import Mandate, ProblemSheet, Review


def words(label, hint):
    return django_filters.CharFilter(
        label=label, method="with_words", widget=forms.TextInput(attrs={"placeholder": hint, "maxlength": 40})
    )


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
        said = Q(office__name__icontains=value) | Q(person__name__icontains=value) | Q(items__text__icontains=value)
        return rows.filter(said).distinct()


class SheetFilter(django_filters.FilterSet):
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    state = django_filters.ChoiceFilter(label="状态", choices=SheetState.choices, empty_label="全部状态")
    fill = django_filters.ChoiceFilter(label="填报", choices=(("1", "待填报"),), method="unfilled", empty_label="不限")
    q = words("时段", "时段名称")

    class Meta:
        model = ProblemSheet
        fields = []

    def unfilled(self, rows, name, value):
        return rows.to_fill()

    def with_words(self, rows, name, value):
        return rows.filter(period__icontains=value)


class ReviewFilter(django_filters.FilterSet):
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, empty_label="全部站所")
    state = django_filters.ChoiceFilter(label="状态", choices=ReviewState.choices, empty_label="全部状态")
    mine = django_filters.ChoiceFilter(label="谁办", choices=(("1", "待我自评"),), method="of_self", empty_label="不限")
    short = django_filters.ChoiceFilter(label="差距", choices=(("1", "有差距未整改"),), method="to_mend", empty_label="不限")
    q = words("关键词", "姓名或时段")

    class Meta:
        model = Review
        fields = []

    def of_self(self, rows, name, value):
        return rows.to_fill().of_self(self.request.user)

    def to_mend(self, rows, name, value):
        return rows.filter(state=ReviewState.JUDGED, lines__is_short=True, lines__mended_on=None).distinct()

    def with_words(self, rows, name, value):
        return rows.filter(Q(period__icontains=value) | Q(person__name__icontains=value) | Q(office__name__icontains=value))

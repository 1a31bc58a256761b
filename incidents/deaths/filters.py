"""The filter bar of accidents; none takes a name."""

import django_filters
from django import forms

from ..models import Accident
from .enums import Field, Finding, Grade

UP = ("larger-up", "较大以上")


class AccidentFilter(django_filters.FilterSet):
    grade = django_filters.ChoiceFilter(
        label="事故等级", choices=[*Grade.choices, UP], method="of_grade", empty_label="全部等级"
    )
    field = django_filters.ChoiceFilter(label="类别", choices=Field.choices, empty_label="全部类别")
    finding = django_filters.ChoiceFilter(label="报告情况", choices=Finding.choices, empty_label="全部情况")
    found = django_filters.ChoiceFilter(choices=(("0", "未认定"),), method="not_found", widget=forms.HiddenInput, label="")

    anew = django_filters.ChoiceFilter(
        choices=(("1", "待复核认定"),), method="to_find_anew", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Accident
        fields = []

    def of_grade(self, rows, name, value):
        return rows.exclude(grade=Grade.ORDINARY) if value == UP[0] else rows.filter(grade=value)

    def not_found(self, rows, name, value):
        return rows.filter(finding="")

    def to_find_anew(self, rows, name, value):
        return rows.moved_on()

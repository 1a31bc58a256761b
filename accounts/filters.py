"""The filter bar of the page of people."""

import django_filters
from django import forms
from django.db.models import Q

from .enums import Role
from .models import User


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="人员", method="search", widget=forms.TextInput(attrs={"placeholder": "姓名、登录名、单位"})
    )
    role = django_filters.ChoiceFilter(label="身份", choices=Role.choices, method="of_role", empty_label="全部身份")
    active = django_filters.ChoiceFilter(
        label="账号", choices=(("1", "可登录"), ("0", "已停用")), method="able", empty_label="全部"
    )

    class Meta:
        model = User
        fields = []

    def search(self, rows, name, text):
        return rows.filter(
            Q(name__icontains=text) | Q(username__icontains=text) | Q(memberships__unit__icontains=text)
        ).distinct()

    def of_role(self, rows, name, value):
        return rows.filter(memberships__role=value, memberships__ended_at=None).distinct()

    def able(self, rows, name, value):
        return rows.filter(is_active=value == "1")

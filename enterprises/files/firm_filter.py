"""The filter bar of lists of enterprises about their files."""

import django_filters
from django import forms

from places.sight import named

from ..models import Enterprise


class FirmFilter(django_filters.FilterSet):
    """What every list of enterprises about their files asks."""

    q = django_filters.CharFilter(
        label="企业", method="search", widget=forms.TextInput(attrs={"placeholder": "名称、拼音首字母、信用代码"})
    )
    village = django_filters.CharFilter(label="所在村", method="of_village")

    class Meta:
        model = Enterprise
        fields = []

    def search(self, rows, name, text):
        return rows.named(text)

    def of_village(self, rows, name, text):
        return rows.filter(named(text, self.request.user, "village"))

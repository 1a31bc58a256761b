"""The filter bar of what was missed."""

import django_filters
from django import forms
from django.db.models import Q

from core.search import every_word, holding

from ..enums import Grade, MissState
from ..filters import DAY
from ..models import Miss

WORDS = forms.TextInput(attrs={"placeholder": "企业、村、隐患、检查人员"})


class MissFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="关键词", method="search", widget=WORDS)
    state = django_filters.ChoiceFilter(label="认定", choices=MissState.choices, empty_label="全部")
    grade = django_filters.ChoiceFilter(
        label="等级", field_name="hazard__grade", choices=Grade.choices, empty_label="全部等级"
    )
    name = django_filters.CharFilter(label="检查人员", method="of_person")
    found_from = django_filters.DateFilter(label="检出自", field_name="hazard__found_on", lookup_expr="gte", widget=DAY)
    found_to = django_filters.DateFilter(label="检出至", field_name="hazard__found_on", lookup_expr="lte", widget=DAY)
    unnamed = django_filters.ChoiceFilter(
        choices=(("1", "待通报"),), method="to_publish", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Miss
        fields = []

    def search(self, rows, name, text):
        def looked(word):
            return Q(pk__in=Miss.objects.filter(holding("looks__name", word)).values("pk"))

        said = ("enterprise__name", "village__name", "hazard__description", "hazard__number")
        return every_word(rows, text, *said, also=looked)

    def of_person(self, rows, name, text):
        return rows.filter(pk__in=Miss.objects.filter(looks__name=text.strip()).values("pk"))

    def to_publish(self, rows, name, value):
        return rows.to_publish()

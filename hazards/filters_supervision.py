"""The filter bars of listings, the ladder and batches."""

import django_filters
from django import forms
from django.db.models import Q

from core.search import every_word, holding

from .enums import BatchKind, BatchState, HazardState, ListingState, Rung
from .models import Batch, LadderCase, Listing

WAITING_FOR = (("approve", "待批准"), ("record", "待备案、公示"), ("accept", "待现场验收"), ("remove", "待摘牌"))
UNITS = (("place", "村"), ("office", "站所"), ("enterprise", "企业"))


def words(hint):
    return django_filters.CharFilter(label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": hint}))


def waiting(rows, what):
    """The listings that wait for a leader or the office to do this next."""
    listed = rows.filter(state=ListingState.LISTED)
    return {
        "approve": rows.filter(state=ListingState.PROPOSED),
        "record": listed.filter(Q(filed_on=None) | Q(published_on=None)),
        "accept": listed.filter(hazard__state=HazardState.REPORTED),
        "remove": listed.filter(hazard__state=HazardState.CLOSED),
    }[what]


class ListingFilter(django_filters.FilterSet):
    q = words("编号、企业、村、描述")
    state = django_filters.ChoiceFilter(label="状态", choices=ListingState.choices, empty_label="全部状态")
    todo = django_filters.ChoiceFilter(label="待办", choices=WAITING_FOR, method="to_do", empty_label="不限")

    class Meta:
        model = Listing
        fields = []

    def search(self, rows, name, text):
        said = ("number", "description", "enterprise__name", "village__name")
        return every_word(rows, text, *(f"hazard__{path}" for path in said))

    def to_do(self, rows, name, value):
        return waiting(rows, value)


class LadderFilter(django_filters.FilterSet):
    q = words("村、站所、企业")
    state = django_filters.ChoiceFilter(label="现在哪一级", choices=Rung.choices, empty_label="全部")
    unit = django_filters.ChoiceFilter(label="对象", choices=UNITS, method="of_kind", empty_label="全部对象")
    running = django_filters.ChoiceFilter(choices=(("1", "督促中"),), method="going_on", widget=forms.HiddenInput, label="")

    class Meta:
        model = LadderCase
        fields = []

    def search(self, rows, name, text):
        return every_word(rows, text, "place__name", "office__name", "enterprise__name")

    def of_kind(self, rows, name, value):
        if value == "place":
            return rows.filter(office=None, enterprise=None)
        return rows.exclude(**{value: None})

    def going_on(self, rows, name, value):
        return rows.running()


class BatchFilter(django_filters.FilterSet):
    q = words("标题、企业")
    kind = django_filters.ChoiceFilter(label="类别", choices=BatchKind.choices, empty_label="全部类别")
    state = django_filters.ChoiceFilter(label="状态", choices=BatchState.choices, empty_label="全部状态")

    class Meta:
        model = Batch
        fields = []

    def search(self, rows, name, text):
        def names(word):
            return Q(pk__in=Batch.objects.filter(holding("items__enterprise__name", word)).values("pk"))

        return every_word(rows, text, "title", also=names)

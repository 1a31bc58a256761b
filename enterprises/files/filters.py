"""The filter bar of a register, made of the declaration of its kind."""

from functools import cache, reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Q

from . import kinds


class FileFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="查找", method="search", widget=forms.TextInput(attrs={"placeholder": "企业或内容"}))
    village = django_filters.CharFilter(
        label="所在村", method="of_village", widget=forms.TextInput(attrs={"list": "villages", "autocomplete": "off"})
    )
    firm = django_filters.NumberFilter(field_name="enterprise", widget=forms.HiddenInput, label="")
    kind = None

    class Meta:
        fields = []

    def search(self, rows, name, text):
        """By enterprise, or by the words a kind is looked for."""
        text = text.strip()
        wanted = (Q(**{f"{field}__icontains": text}) for field in self.kind.search)
        return rows.filter(reduce(or_, wanted, Q(enterprise__name__icontains=text)))

    def of_village(self, rows, name, text):
        text = text.strip()
        return rows.filter(village=text) if text.isdigit() else rows.filter(village__name__icontains=text)

    def of_standing(self, rows, name, value):
        return rows.to_mend() if value == "mend" else rows.of_standing(value)


@cache
def filter_of(slug):
    """The filter class of a kind."""
    kind = kinds.kind_of(slug)
    added = {name: _choice(kind, name) for name in kind.choices}
    if kind.runs_out:
        choices = [*kind.standings, ("mend", "要处理的")]
        added["standing"] = django_filters.ChoiceFilter(
            label="效期", choices=choices, method="of_standing", empty_label="全部"
        )
    meta = type("Meta", (FileFilter.Meta,), {"model": kind.model})
    return type(f"{kind.model.__name__}Filter", (FileFilter,), {**added, "kind": kind, "Meta": meta})


def _choice(kind, name):
    field = kind.field(name)
    choices = [(key, label) for key, label in field.choices if key != ""]
    return django_filters.ChoiceFilter(label=kind.header(name), choices=choices, empty_label="全部")
